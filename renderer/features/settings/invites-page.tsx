import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inviteUser, listInvites, revokeInvite } from '../../../server/contract/auth.ts';
import { getServer } from '../../../server/contract/server.ts';
import { ROLES, type Role } from '../../../server/contract/users.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { relativeDay, timeOfDay } from '../../i18n/dates.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/choice.tsx';
import { nameOf } from '../../ui/face.tsx';
import { Field } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Form } from '../auth/index.tsx';
import { LinkDialog, type MadeLink } from './link-dialog.tsx';

/** Settings > Invitations, for administrators: make one, see those that wait, take one back. */
export function InvitesPage() {
  const { t } = useTranslation('team');
  const { call, queries } = useWorkspace();
  const [made, setMade] = useState<MadeLink | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: queryKeys.invites });
  const server = useQuery({
    queryKey: queryKeys.server,
    queryFn: ({ signal }) => call(getServer, {}, { signal }),
  });
  const list = useQuery({
    queryKey: queryKeys.invites,
    queryFn: ({ signal }) => call(listInvites, {}, { signal }),
    refetchOnMount: 'always',
  });
  const revoke = useMutation({
    mutationFn: ({ id }: { id: string; email: string }) => call(revokeInvite, { params: { id } }),
    onSuccess: (_, { email }) => showToast({ text: t('invites.revoked', { email }) }),
    onError: (error) => showToast({ text: errorMessage(error), tone: 'bad' }),
    onSettled: again,
  });
  const items = list.data?.items ?? [];
  return (
    <>
      <h1>{t('invites.title')}</h1>
      <p className="lead">{t('invites.lead')}</p>
      {server.data?.registration === 'closed' ? (
        <p className="notice">{t('invites.closed')}</p>
      ) : (
        <Invite
          onInvite={async (email, role) => {
            const link = await call(inviteUser, { body: { email, role } });
            setMade({ ...link, title: t('invites.ready', { email }) });
            await again();
          }}
        />
      )}
      <h2>{t('invites.list')}</h2>
      {list.error && (
        <p className="notice bad" role="alert">
          {errorMessage(list.error)}
        </p>
      )}
      {list.data && items.length === 0 && <p className="lead">{t('invites.none')}</p>}
      {items.length > 0 && (
        <table className="facts invites">
          <thead>
            <tr>
              <th scope="col">{t('invites.address')}</th>
              <th scope="col">{t('role')}</th>
              <th scope="col">{t('invites.until')}</th>
              <th scope="col">
                <span className="sr">{t('people.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, email, role, by, expiresAt }) => (
              <tr key={id}>
                <td>
                  {email}
                  {by && (
                    <small>
                      {t('invites.by')} {nameOf(by)}
                    </small>
                  )}
                </td>
                <td>{t(`roles.${role}`)}</td>
                <td>
                  {relativeDay(new Date(expiresAt))}
                  <small>{timeOfDay(new Date(expiresAt))}</small>
                </td>
                <td>
                  <Button
                    small
                    aria-label={t('invites.revokeNamed', { email })}
                    isDisabled={revoke.isPending}
                    onPress={() => revoke.mutate({ id, email })}
                  >
                    {t('invites.revoke')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <LinkDialog made={made} hint={(when) => t('invites.hint', { when })} onClose={() => setMade(null)} />
    </>
  );
}

function Invite({ onInvite }: { onInvite: (email: string, role: Role) => Promise<void> }) {
  const { t } = useTranslation('team');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('user');
  const [isTried, setTried] = useState(false);
  return (
    <Form
      submit={t('invites.make')}
      onSubmit={() => {
        setTried(true);
        if (!email) return null;
        return onInvite(email, role).then(() => {
          setEmail('');
          setTried(false);
        });
      }}
    >
      <Field
        label={t('invites.address')}
        type="email"
        autoComplete="off"
        value={email}
        error={isTried && !email ? t('invites.missing') : undefined}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Segmented
        label={t('role')}
        value={role}
        items={ROLES.map((id) => ({ id, label: t(`roles.${id}`) }))}
        onChange={setRole}
      />
    </Form>
  );
}
