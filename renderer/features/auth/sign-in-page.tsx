import { useTranslation } from 'react-i18next';
import type { Access, SignedOut } from '../../api/access.ts';
import { DoorPage } from './door-page.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { useServer } from './use-server.ts';

/** Signing in to the team that this server serves. */
export function SignInPage({
  access,
  why,
  note,
}: {
  access: Access;
  why: SignedOut;
  note?: string | undefined;
}) {
  const { t } = useTranslation('auth');
  const server = useServer(access);
  const notice = note ?? (why === 'new' ? undefined : t(`why.${why}`));
  return (
    <DoorPage
      title={t('signIn')}
      lead={t('to', { host: location.host })}
      below={
        <>
          {server?.registration === 'open' && (
            <p>
              {t('newHere')} <a href="/register">{t('createAccount')}</a>
            </p>
          )}
          {server?.registration === 'invite' && <p>{t('byInvitation')}</p>}
          <p>{t('forgotten')}</p>
        </>
      }
    >
      {notice && (
        <p className="notice" role="status">
          {notice}
        </p>
      )}
      <SignInForm onSubmit={(credentials) => access.signIn(credentials)} />
    </DoorPage>
  );
}
