import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { updateProfile, type User } from '../../../server/contract/users.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useMe } from '../../api/people.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Field } from '../../ui/field.tsx';

function Names({ me }: { me: User }) {
  const { t } = useTranslation('settings');
  const { call, queries } = useWorkspace();
  const [names, setNames] = useState({
    firstName: me.profile.firstName ?? '',
    lastName: me.profile.lastName ?? '',
  });
  const save = useMutation({
    mutationFn: () =>
      call(updateProfile, { body: { firstName: names.firstName || null, lastName: names.lastName || null } }),
    onSuccess: (user) => {
      queries.setQueryData(queryKeys.profile, user);
      void queries.invalidateQueries({ queryKey: queryKeys.users });
      void queries.invalidateQueries({ queryKey: queryKeys.tasks });
    },
  });
  const isChanged =
    names.firstName !== (me.profile.firstName ?? '') || names.lastName !== (me.profile.lastName ?? '');
  const field = (name: 'firstName' | 'lastName', autoComplete: string) => (
    <Field
      label={t(`profile.${name}`)}
      value={names[name]}
      maxLength={100}
      autoComplete={autoComplete}
      onChange={(event) => setNames({ ...names, [name]: event.target.value })}
      onBlur={() => isChanged && save.mutate()}
    />
  );
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) save.mutate();
      }}
    >
      {field('firstName', 'given-name')}
      {field('lastName', 'family-name')}
      <button type="submit" className="sr" tabIndex={-1}>
        {t('profile.saved')}
      </button>
      <p role="status" className="hint">
        {save.error ? errorMessage(save.error) : save.isSuccess && !isChanged ? t('profile.saved') : ''}
      </p>
    </form>
  );
}

/** Settings > Profile: the name that stands beside what one does; kept when a field is left. */
export function ProfilePage() {
  const { t } = useTranslation('settings');
  const { t: team } = useTranslation('team');
  const me = useMe();
  return (
    <>
      <h1>{t('profile.title')}</h1>
      <p className="lead">{t('profile.lead')}</p>
      {me && <Names me={me} />}
      {me?.email && (
        <div className="opts">
          <div>
            <b>{team('email')}</b>
            <span>{team('emailHint')}</span>
            <i className="fact">{me.email}</i>
          </div>
          <div>
            <b>{team('role')}</b>
            <i className="fact">{team(`roles.${me.role}`)}</i>
          </div>
        </div>
      )}
    </>
  );
}
