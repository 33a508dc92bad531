import { useTranslation } from 'react-i18next';
import type { DoctorAnswer } from '../../../server/contract/joining.ts';
import { Segmented } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { NewPassword, PasswordField } from '../auth/index.tsx';
import { inviteIn } from './invitation.ts';
import type { JoinDraft } from './use-join.ts';

/** Who one is in the team that answered: signing in, or making an account where that is possible. */
export function AccountFields({
  draft,
  team,
  isTried,
  set,
}: {
  readonly draft: JoinDraft;
  readonly team: NonNullable<DoctorAnswer['team']>;
  /** Whether it was sent once: before that nobody is blamed for what is not written yet. */
  readonly isTried: boolean;
  readonly set: (change: Partial<JoinDraft>) => void;
}) {
  const { t } = useTranslation('joining');
  const { t: auth } = useTranslation('auth');
  const { isNew } = draft;
  const byInvite = team.registration === 'invite' && !team.empty;
  const note = team.empty
    ? t('first')
    : team.registration === 'closed'
      ? t('closed')
      : byInvite && isNew
        ? t(inviteIn(draft.invite) ? 'invited' : 'inviteNeeded')
        : t('ready');
  return (
    <div className="who-there">
      <p>{note}</p>
      {!team.empty && team.registration !== 'closed' && (
        <Segmented
          label={t('account')}
          value={isNew ? 'new' : 'known'}
          items={[
            { id: 'known', label: t('haveAccount') },
            { id: 'new', label: t('newAccount') },
          ]}
          onChange={(id) => set({ isNew: id === 'new' })}
        />
      )}
      {isNew && byInvite && (
        <Field
          label={t('invite')}
          value={draft.invite}
          hint={t('inviteHint')}
          autoComplete="off"
          spellCheck={false}
          error={isTried && !inviteIn(draft.invite) ? t('inviteCut') : undefined}
          onChange={(event) => set({ invite: event.target.value })}
        />
      )}
      {isNew && (
        <div className="pair">
          <Field
            label={auth('firstName')}
            autoComplete="given-name"
            maxLength={100}
            value={draft.firstName}
            onChange={(event) => set({ firstName: event.target.value })}
          />
          <Field
            label={auth('lastName')}
            autoComplete="family-name"
            maxLength={100}
            value={draft.lastName}
            onChange={(event) => set({ lastName: event.target.value })}
          />
        </div>
      )}
      <Field
        label={auth('email')}
        type="email"
        autoComplete="username"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it appears when everything above it has been answered
        autoFocus
        value={draft.email}
        error={isTried && !draft.email.trim() ? t('needed') : undefined}
        onChange={(event) => set({ email: event.target.value })}
      />
      {isNew ? (
        <NewPassword
          label={auth('password')}
          value={draft.password}
          isTried={isTried}
          onChange={(password) => set({ password })}
        />
      ) : (
        <PasswordField
          label={auth('password')}
          autoComplete="current-password"
          value={draft.password}
          error={isTried && !draft.password ? t('needed') : undefined}
          onChange={(event) => set({ password: event.target.value })}
        />
      )}
    </div>
  );
}
