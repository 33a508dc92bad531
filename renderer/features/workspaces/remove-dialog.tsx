import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Heading } from 'react-aria-components';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { ApiError } from '../../../server/contract/client.ts';
import { Loss, lookAtLoss, removeWorkspace } from '../../../server/contract/joining.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useOpenWorkspaces } from '../../api/open-workspaces.tsx';
import { eraseUnsent } from '../../api/unsent.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../ui/button.tsx';
import { AskingDialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { saveExport } from '../transfer/save-export.ts';
import { saveUnsent } from './unsent-file.ts';

/** What the server says would be lost, where that is what it refused; else null. */
function lossIn(error: unknown): Loss | null {
  if (!(error instanceof ApiError) || error.code !== 'CHANGES_WAITING') return null;
  return Loss.safeParse(error.details).data ?? null;
}

/** How removing is asked for: nothing is lost, or just what was looked at, or what nobody can count. */
function queryOf(loss: Loss | 'unknown') {
  if (loss === 'unknown') return { discard: 'true' as const };
  return loss.waiting + loss.conflicts > 0 ? { discard: 'true' as const, seen: loss.mark } : {};
}

/** Asks before a team's copy is deleted here: names what only this device has, and offers to save it. */
export function RemoveDialog({ item, onClose }: { item: WorkspaceItem; onClose: () => void }) {
  const { t } = useTranslation('joining');
  const session = useWorkspace();
  const { call } = session;
  const opened = useOpenWorkspaces();
  /** Null until it is known. */
  const [loss, setLoss] = useState<Loss | 'unknown' | null>(null);
  /** It was counted again, because something came after it was looked at. */
  const [isNews, setNews] = useState(false);
  const [saved, setSaved] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(() => {
    let live = true;
    call(lookAtLoss, { params: { id: item.id } }).then(
      (found) => live && setLoss(found),
      () => live && setLoss('unknown'),
    );
    return () => {
      live = false;
    };
  }, [call, item.id]);

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (error) {
      const found = lossIn(error);
      if (found) setLoss(found);
      else setFailure(error);
      setNews(found !== null);
    }
    setBusy(false);
  };
  const save = (what: 'all' | 'unsent') =>
    attempt(async () => {
      const isDone = what === 'all' ? await saveExport(call, 'json') : await saveUnsent(session, item);
      if (isDone) setSaved(t(`removing.saved.${what}`));
    });
  const remove = () =>
    attempt(async () => {
      if (!loss) return;
      await call(removeWorkspace, { params: { id: item.id }, query: queryOf(loss) });
      onClose();
      opened?.forget(item.id);
      eraseUnsent(localStorage, item.id);
      await opened?.refresh();
      showToast({ text: t('removing.done', { name: item.name }) });
    });

  const { waiting, conflicts } = loss && loss !== 'unknown' ? loss : { waiting: 0, conflicts: 0 };
  const losesSomething = waiting + conflicts > 0;
  return (
    <AskingDialog onClose={onClose}>
      <Heading slot="title" level={2}>
        {t('removing.title', { name: item.name })}
      </Heading>
      <p>{t('removing.body')}</p>
      <div role="alert">
        {isNews && <p className="notice warn">{t('removing.news')}</p>}
        {loss === 'unknown' && <p className="notice warn">{t('removing.unknown')}</p>}
        {waiting > 0 && (
          <p>
            <b>{t('removing.unsent', { count: waiting })}</b>
          </p>
        )}
        {conflicts > 0 && (
          <p>
            <b>{t('removing.conflicts', { count: conflicts })}</b>
          </p>
        )}
        {failure !== null && <p className="notice bad">{errorMessage(failure)}</p>}
      </div>
      {losesSomething && (
        <div className="acts-row">
          <Button isDisabled={isBusy} onPress={() => void save('unsent')}>
            {t('removing.save.unsent')}
          </Button>
          <Button kind="quiet" isDisabled={isBusy} onPress={() => void save('all')}>
            {t('removing.save.all')}
          </Button>
          <span role="status" className="hint">
            {saved}
          </span>
        </div>
      )}
      <footer>
        <span className="grow" />
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the safe answer is the one that Enter gives */}
        <Button autoFocus onPress={onClose}>
          {t('removing.keep')}
        </Button>
        <Button kind="danger" isDisabled={isBusy || loss === null} onPress={() => void remove()}>
          {losesSomething ? t('removing.discard') : t('removing.remove')}
        </Button>
      </footer>
    </AskingDialog>
  );
}
