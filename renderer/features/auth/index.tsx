import { useTranslation } from 'react-i18next';
import type { Access, SignedOut as Why } from '../../api/access.ts';
import { DEFAULT_SETTINGS } from '../../api/settings-store.ts';
import { useApplySettings } from '../../theme/apply-settings.ts';
import { DoorPage } from './door-page.tsx';
import type { Door } from './door.ts';
import { RegisterPage } from './register-page.tsx';
import { ResetPage } from './reset-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

export { NewPassword } from './new-password.tsx';
export { PasswordField } from './password-field.tsx';
export { SignInForm } from './sign-in-form.tsx';
export { SignedOut } from './signed-out.tsx';
export { Form } from './form.tsx';
export { deviceName } from './device-name.ts';
export { doorOf, type Door } from './door.ts';
export { flawOf } from './password-rules.ts';

/** The pages before the sign-in, as the system wants them: nobody's settings are known yet. */
export function Doors({
  access,
  door,
  why,
  onGo,
}: {
  readonly access: Access;
  readonly door: Door;
  /** Why nobody is signed in. */
  readonly why: Why;
  /** What the link was for is done: on to another page, under the address of the window. */
  readonly onGo: (door: Door) => void;
}) {
  const { t } = useTranslation('auth');
  useApplySettings(DEFAULT_SETTINGS);
  if (door.to === 'signIn')
    return <SignInPage access={access} why={why} note={door.hasReset && t('resetDone')} />;
  if (door.to === 'register')
    return <RegisterPage access={access} invite={null} onIn={() => onGo({ to: 'signIn' })} />;
  if (door.token === null)
    return <DoorPage title={t('cut')} lead={t('cutLead')} below={<a href="/">{t('goSignIn')}</a>} />;
  if (door.to === 'join')
    return <RegisterPage access={access} invite={door.token} onIn={() => onGo({ to: 'signIn' })} />;
  return (
    <ResetPage access={access} token={door.token} onDone={() => onGo({ to: 'signIn', hasReset: true })} />
  );
}
