import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { ApiError } from '../../../server/contract/client.ts';
import { signInAgain } from '../../../server/contract/joining.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { SignInForm } from '../auth/index.tsx';
import { DatabaseFields, EMPTY_URLS, wholeUrls } from '../workspaces/index.ts';
import { NewPasswordForm } from './new-password-form.tsx';
import { statusWords } from './status-words.ts';

/** Why somebody signs in: the session has ended, the certificate is another one, or the databases are elsewhere. */
export type SignInReason =
  | { readonly kind: 'ended' }
  | { readonly kind: 'trust'; readonly sha256: string }
  | { readonly kind: 'elsewhere' };

/** Signing in to a team that was joined: the same person, with the password alone; what waits is sent after it. */
export function SignInAgain({
  item,
  reason,
  onClose,
  onLater,
}: {
  readonly item: WorkspaceItem;
  readonly reason: SignInReason;
  readonly onClose: () => void;
  /** Goes to the panel without signing in. */
  readonly onLater: () => void;
}) {
  const { t } = useTranslation('sync');
  const { t: auth } = useTranslation('auth');
  const { call, queries } = useWorkspace();
  const [asksWhere, setAsksWhere] = useState(reason.kind === 'elsewhere');
  const [urls, setUrls] = useState(EMPTY_URLS);
  const { waiting } = item.status;
  const [hasLink, setHasLink] = useState(false);
  const signIn = async (given: { password: string; reset?: string }): Promise<void> => {
    const databases = asksWhere ? wholeUrls(urls) : null;
    const body = {
      ...given,
      ...(reason.kind === 'trust' ? { trust: reason.sha256 } : {}),
      ...(databases ? { databases } : {}),
    };
    try {
      await call(signInAgain, { params: { id: item.id }, body });
    } catch (error) {
      // This device does not know their addresses any more, or they are elsewhere.
      const isAway = error instanceof ApiError && error.code === 'TEAM_UNREACHABLE';
      if (isAway && item.kind === 'databases') setAsksWhere(true);
      throw error;
    }
    await queries.invalidateQueries({ queryKey: queryKeys.workspaces });
    showToast({ text: t('signedIn') });
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('signInAgain', { name: item.name })}
      className="sign-again"
      footer={
        <>
          <Button kind="quiet" onPress={onLater}>
            {waiting > 0 ? t('queue') : t('connection')}
            {waiting > 0 && <span className="n">{waiting}</span>}
          </Button>
          <span className="grow" />
          <Button onPress={onClose}>{t('later')}</Button>
        </>
      }
    >
      <p className="told">{reason.kind === 'ended' ? t('told.sign_in') : t(`signInFor.${reason.kind}`)}</p>
      {reason.kind === 'trust' && <code className="told print">{reason.sha256}</code>}
      {asksWhere && (
        <div className="where">
          <p>{t('where')}</p>
          <DatabaseFields
            urls={urls}
            missing={() => undefined}
            onChange={(change) => setUrls((old) => ({ ...old, ...change }))}
          />
        </div>
      )}
      {hasLink ? (
        <NewPasswordForm onSubmit={signIn} />
      ) : (
        <>
          <SignInForm
            email={item.user ?? ''}
            submit={waiting > 0 && reason.kind === 'ended' ? statusWords(item.status) : t('signIn')}
            onSubmit={({ password }) => signIn({ password })}
          />
          <p className="told forgotten">
            {auth('forgotten')}{' '}
            <Button kind="link" onPress={() => setHasLink(true)}>
              {t('hasResetLink')}
            </Button>
          </p>
        </>
      )}
    </Dialog>
  );
}
