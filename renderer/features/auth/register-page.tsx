import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { register } from '../../../server/contract/auth.ts';
import { ApiError } from '../../../server/contract/client.ts';
import type { Access } from '../../api/access.ts';
import { Field } from '../../ui/field.tsx';
import { DoorPage } from './door-page.tsx';
import { Form } from './form.tsx';
import { NewPassword } from './new-password.tsx';
import { flawOf } from './password-rules.ts';
import { useServer } from './use-server.ts';

/** Making an account: with the token of an invitation, or where registration is open. Whoever has one is signed in. */
export function RegisterPage({
  access,
  invite,
  onIn,
}: {
  readonly access: Access;
  /** Null: without an invitation. */
  readonly invite: string | null;
  readonly onIn: () => void;
}) {
  const { t } = useTranslation('auth');
  const server = useServer(access);
  const isShut = invite === null && server !== undefined && server.registration !== 'open';
  if (isShut)
    return <DoorPage title={t('shut')} lead={t('byInvitation')} below={<a href="/">{t('goSignIn')}</a>} />;
  return (
    <DoorPage
      title={t(invite ? 'join' : 'createAccount')}
      lead={t(invite ? 'joinLead' : 'at', { host: location.host })}
      below={
        <p>
          {t('haveOne')} <a href="/">{t('signIn')}</a>
        </p>
      }
    >
      <NewAccount access={access} invite={invite} onIn={onIn} />
    </DoorPage>
  );
}

/** A try before may have made the account: its answer was lost, or the sign-in behind it was refused. */
const PERHAPS_MADE = ['EMAIL_TAKEN', 'INVITE_INVALID'];

const isOneOf = (error: unknown, codes: readonly string[]): error is ApiError =>
  error instanceof ApiError && codes.includes(error.code);

function NewAccount({ access, invite, onIn }: { access: Access; invite: string | null; onIn: () => void }) {
  const { t } = useTranslation('auth');
  const [account, setAccount] = useState({ firstName: '', lastName: '', email: '', password: '' });
  const [isTried, setTried] = useState(false);
  const { email, password } = account;
  const set = (field: keyof typeof account) => (event: { target: { value: string } }) =>
    setAccount({ ...account, [field]: event.target.value });
  const make = async (): Promise<void> => {
    const names = { firstName: account.firstName.trim(), lastName: account.lastName.trim() };
    const profile = Object.fromEntries(Object.entries(names).filter(([, name]) => name));
    const body = { email, password, profile, ...(invite ? { invite } : {}) };
    let refusal: ApiError | null = null;
    try {
      await access.open(register, { body });
    } catch (error) {
      if (!isOneOf(error, PERHAPS_MADE)) throw error;
      refusal = error;
    }
    try {
      await access.signIn({ email, password });
    } catch (error) {
      throw refusal && isOneOf(error, ['BAD_CREDENTIALS']) ? refusal : error;
    }
    onIn();
  };
  return (
    <Form
      submit={t(invite ? 'join' : 'createAccount')}
      onSubmit={() => {
        setTried(true);
        return email && !flawOf(password) ? make() : null;
      }}
    >
      <div className="pair">
        <Field
          label={t('firstName')}
          autoComplete="given-name"
          maxLength={100}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is all there is on its page
          autoFocus
          value={account.firstName}
          onChange={set('firstName')}
        />
        <Field
          label={t('lastName')}
          autoComplete="family-name"
          maxLength={100}
          value={account.lastName}
          onChange={set('lastName')}
        />
      </div>
      <Field
        label={t('email')}
        type="email"
        autoComplete="username"
        value={email}
        hint={invite ? t('invitedAddress') : undefined}
        error={isTried && !email ? t('missing') : undefined}
        onChange={set('email')}
      />
      <NewPassword
        label={t('password')}
        value={password}
        isTried={isTried}
        onChange={(next) => setAccount({ ...account, password: next })}
      />
    </Form>
  );
}
