import { useTranslation } from 'react-i18next';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { signInAgain } from '../../../server/contract/joining.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { SignInForm } from '../auth/index.tsx';
import { statusWords } from './status-words.ts';

/** Signing in to a team that was joined: the same person, with the password alone; what waits is sent after it. */
export function SignInAgain({
  item,
  onClose,
  onLater,
}: {
  readonly item: WorkspaceItem;
  readonly onClose: () => void;
  /** Goes to the panel without signing in. */
  readonly onLater: () => void;
}) {
  const { t } = useTranslation('sync');
  const { call, queries } = useWorkspace();
  const { waiting } = item.status;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('signInAgain', { name: item.name })}
      className="sign-again"
      footer={
        <>
          <Button kind="quiet" onPress={onLater}>
            {t('queue')}
            {waiting > 0 && <span className="n">{waiting}</span>}
          </Button>
          <span className="grow" />
          <Button onPress={onClose}>{t('later')}</Button>
        </>
      }
    >
      <p className="told">{t('told.sign_in')}</p>
      <SignInForm
        email={item.user ?? ''}
        submit={waiting > 0 ? statusWords(item.status) : t('signIn')}
        onSubmit={async ({ password }) => {
          await call(signInAgain, { params: { id: item.id }, body: { password } });
          await queries.invalidateQueries({ queryKey: queryKeys.workspaces });
          showToast({ text: t('signedIn') });
          onClose();
        }}
      />
    </Dialog>
  );
}
