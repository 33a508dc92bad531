import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Ellipsis, KeyRound, Search, UserCheck, UserX } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { resetUser, updateUser } from '../../../server/contract/auth.ts';
import { ROLES, listUsers, type User } from '../../../server/contract/users.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useMe } from '../../api/people.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Face, nameOf } from '../../ui/face.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast.tsx';
import { LinkDialog, type MadeLink } from './link-dialog.tsx';

const PAGE = 50;

/** Everybody of the team, by what is searched for. */
function useEverybody(search: string) {
  const { call } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...queryKeys.users, 'all', search],
    queryFn: ({ signal, pageParam }) =>
      call(listUsers, { query: { page: pageParam, limit: PAGE, ...(search ? { search } : {}) } }, { signal }),
    initialPageParam: 1,
    getNextPageParam: ({ page, limit, total }) => (page * limit < total ? page + 1 : undefined),
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
  });
}

/** Settings > People, for administrators: roles, disabled accounts, links for a new password. */
export function PeoplePage() {
  const { t } = useTranslation('team');
  const { call, queries } = useWorkspace();
  const me = useMe();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const { data, error, hasNextPage, fetchNextPage } = useEverybody(search);
  const [disabling, setDisabling] = useState<User | null>(null);
  const [made, setMade] = useState<MadeLink | null>(null);

  const refused = (failure: unknown): unknown => showToast({ text: errorMessage(failure), tone: 'bad' });
  const change = useMutation({
    mutationFn: ({ user, set }: { user: User; set: { role?: User['role']; disabled?: boolean } }) =>
      call(updateUser, { params: { id: user.id }, body: set }),
    onSuccess: (user, { set }) => {
      const who = nameOf(user);
      if (set.role) showToast({ text: t('people.roleChanged', { who, role: t(`roles.${user.role}`) }) });
      else showToast({ text: t(user.disabled ? 'people.wasDisabled' : 'people.wasEnabled', { who }) });
      if (user.id === me?.id) queries.setQueryData(queryKeys.profile, user);
    },
    onError: refused,
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.users }),
  });
  const reset = useMutation({
    mutationFn: async (user: User) => ({
      ...(await call(resetUser, { params: { id: user.id } })),
      title: t('people.resetFor', { who: nameOf(user) }),
    }),
    onSuccess: setMade,
    onError: refused,
  });

  const people = data?.pages.flatMap((page) => page.items) ?? [];
  const total = data?.pages[0]?.total;
  return (
    <>
      <h1>{t('people.title')}</h1>
      <p className="lead">{t('people.lead')}</p>
      <div className="rowset people-search">
        <Field
          bare
          type="search"
          label={t('people.search')}
          placeholder={t('people.search')}
          icon={<Icon of={Search} />}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span className="hint" role="status">
          {total === undefined ? '' : total === 0 ? t('people.none') : t('people.count', { count: total })}
        </span>
      </div>
      {error && (
        <p className="notice bad" role="alert">
          {errorMessage(error)}
        </p>
      )}
      {people.length > 0 && (
        <table className="facts people">
          <thead className="sr">
            <tr>
              <th scope="col">{t('people.name')}</th>
              <th scope="col">{t('role')}</th>
              <th scope="col">{t('people.actions')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map((user) => (
              <PersonRow
                key={user.id}
                user={user}
                isMe={user.id === me?.id}
                onRole={(role) => change.mutate({ user, set: { role } })}
                onEnable={() => change.mutate({ user, set: { disabled: false } })}
                onDisable={() => setDisabling(user)}
                onReset={() => reset.mutate(user)}
              />
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <p className="page-act">
          <Button onPress={() => void fetchNextPage()}>{t('people.more')}</Button>
        </p>
      )}
      <ConfirmDialog
        isOpen={disabling !== null}
        title={t('people.disableTitle', { who: disabling ? nameOf(disabling) : '' })}
        body={t('people.disableBody')}
        confirm={t('people.disableAct')}
        cancel={t('people.keep')}
        onConfirm={() => disabling && change.mutate({ user: disabling, set: { disabled: true } })}
        onClose={() => setDisabling(null)}
      />
      <LinkDialog
        made={made}
        hint={(when) => t('people.resetHint', { when })}
        onClose={() => setMade(null)}
      />
    </>
  );
}

function PersonRow({
  user,
  isMe,
  onRole,
  onEnable,
  onDisable,
  onReset,
}: {
  readonly user: User;
  readonly isMe: boolean;
  readonly onRole: (role: User['role']) => void;
  readonly onEnable: () => void;
  readonly onDisable: () => void;
  readonly onReset: () => void;
}) {
  const { t } = useTranslation('team');
  const who = nameOf(user);
  return (
    <tr className={user.disabled ? 'off' : undefined}>
      <td>
        <span className="person">
          <Face person={user} size={28} silent />
          <span>
            <b>
              {who}
              {isMe && <i>{t('people.you')}</i>}
              {user.disabled && <em className="tag">{t('people.disabled')}</em>}
            </b>
            {who !== user.email && <small>{user.email}</small>}
          </span>
        </span>
      </td>
      <td>
        <Select
          label={t('people.roleOf', { who })}
          value={user.role}
          items={ROLES.map((role) => ({ id: role, label: t(`roles.${role}`) }))}
          onChange={(role) => role !== user.role && onRole(role)}
        />
      </td>
      <td>
        <Menu
          label={t('people.actsOn', { who })}
          placement="bottom end"
          trigger={
            <IconButton label={t('people.actsOn', { who })}>
              <Icon of={Ellipsis} />
            </IconButton>
          }
        >
          <MenuItem icon={<Icon of={KeyRound} />} label={t('people.reset')} onAction={onReset} />
          <MenuSeparator />
          {user.disabled ? (
            <MenuItem icon={<Icon of={UserCheck} />} label={t('people.enable')} onAction={onEnable} />
          ) : (
            <MenuItem icon={<Icon of={UserX} />} label={t('people.disable')} onAction={onDisable} />
          )}
        </Menu>
      </td>
    </tr>
  );
}
