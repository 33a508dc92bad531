import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';
import { Form } from './form.tsx';
import { PasswordField } from './password-field.tsx';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Address and password; what happens with them is the caller's. */
export function SignInForm({
  email: known,
  submit,
  onSubmit,
}: {
  /** Whose password it has to be; then the address cannot be changed. */
  readonly email?: string | undefined;
  readonly submit?: string;
  /** Rejects when it was refused; the form says why. */
  readonly onSubmit: (credentials: Credentials) => Promise<void>;
}) {
  const { t } = useTranslation('auth');
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const missing = (value: string): string | undefined => (isTried && !value ? t('missing') : undefined);
  return (
    <Form
      submit={submit ?? t('signIn')}
      onSubmit={() => {
        setTried(true);
        return email && password ? onSubmit({ email, password }) : null;
      }}
    >
      <Field
        label={t('email')}
        type="email"
        autoComplete="username"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is all there is on its page
        autoFocus={known === undefined}
        readOnly={known !== undefined}
        value={email}
        error={missing(email)}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label={t('password')}
        autoComplete="current-password"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is all there is in its dialog
        autoFocus={known !== undefined}
        value={password}
        error={missing(password)}
        onChange={(event) => setPassword(event.target.value)}
      />
    </Form>
  );
}
