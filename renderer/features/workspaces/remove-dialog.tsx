import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Heading } from 'react-aria-components';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { ApiError } from '../../../server/contract/client.ts';
import { removeWorkspace } from '../../../server/contract/joining.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useOpenWorkspaces } from '../../api/open-workspaces.tsx';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../ui/button.tsx';
import { AskingDialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { saveUnsent } from './unsent-file.ts';

/** How many changes the server says are unsent, where that is what it refused; else null. */
function unsentIn(error: unknown): number | null {
  if (!(error instanceof ApiError) || error.code !== 'CHANGES_WAITING') return null;
  const { waiting } = (error.details ?? {}) as { waiting?: unknown };
  return typeof waiting === 'number' ? waiting : null;
}

/** Asks before a team's copy is deleted here: names what the team has not got, and offers to save it. */
export function RemoveDialog({ item, onClose }: { item: WorkspaceItem; onClose: () => void }) {
  const { t } = useTranslation('joining');
  const session = useWorkspace();
  const opened = useOpenWorkspaces();
  const [waiting, setWaiting] = useState(item.status.waiting);
  const [isSaved, setSaved] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (error) {
      // One that was typed meanwhile: it is counted, and asked about again.
      const unsent = unsentIn(error);
      if (unsent === null) setFailure(error);
      else setWaiting(unsent);
    }
    setBusy(false);
  };
  const remove = () =>
    attempt(async () => {
      const query = waiting > 0 ? { discard: 'true' as const } : {};
      await session.call(removeWorkspace, { params: { id: item.id }, query });
      onClose();
      opened?.forget(item.id);
      await opened?.refresh();
      showToast({ text: t('removing.done', { name: item.name }) });
    });
  return (
    <AskingDialog onClose={onClose}>
      <Heading slot="title" level={2}>
        {t('removing.title', { name: item.name })}
      </Heading>
      <p>{t('removing.body')}</p>
      {waiting > 0 && (
        <p>
          <b>{t('removing.unsent', { count: waiting })}</b>
        </p>
      )}
      <div role="alert">{failure !== null && <p className="notice bad">{errorMessage(failure)}</p>}</div>
      <footer>
        {waiting > 0 && (
          <Button
            kind="quiet"
            isDisabled={isBusy}
            onPress={() => void attempt(async () => setSaved(await saveUnsent(session, item)))}
          >
            {t('removing.save')}
          </Button>
        )}
        <span role="status" className="hint">
          {isSaved && t('removing.saved')}
        </span>
        <span className="grow" />
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the safe answer is the one that Enter gives */}
        <Button autoFocus onPress={onClose}>
          {t('removing.keep')}
        </Button>
        <Button kind="danger" isDisabled={isBusy} onPress={() => void remove()}>
          {waiting > 0 ? t('removing.discard', { count: waiting }) : t('removing.remove')}
        </Button>
      </footer>
    </AskingDialog>
  );
}
