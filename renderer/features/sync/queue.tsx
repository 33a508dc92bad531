import { CircleAlert, Clock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { discardQueued, retryQueued, type QueueItem } from '../../../server/contract/queue.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { momentLabel } from '../../i18n/dates.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toast.tsx';
import { fieldNames } from './field-words.ts';
import { useQueue } from './queries.ts';
import { rejectionWords } from './rejection-words.ts';

/** Rows that are in the document at most: ten thousand may wait, and the oldest go first. */
const SHOWN = 100;

function Row({
  change,
  onShow,
  onRetry,
  onDiscard,
}: {
  readonly change: QueueItem;
  readonly onShow: () => void;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}) {
  const { t } = useTranslation('sync');
  const { title, op, fields, since, sent, error } = change;
  const what = op === 'create' ? t('op.create') : t('op.update', { fields: fieldNames(fields) });
  return (
    <li className={error ? 'bad' : ''}>
      <Icon of={error ? CircleAlert : Clock} />
      <div>
        <b>{title}</b>
        <span>
          {what} · {sent ? t('sending') : t('since', { when: momentLabel(since) })}
        </span>
        {error && <em>{t('refused', { why: rejectionWords(error) })}</em>}
      </div>
      <span className="acts-row">
        <Button kind="quiet" small onPress={onShow}>
          {t('show')}
        </Button>
        {error && (
          <Button kind="quiet" small onPress={onRetry}>
            {t('retry')}
          </Button>
        )}
        {!sent && (
          <Button kind="quiet" small aria-label={t('discardNamed', { title })} onPress={onDiscard}>
            {t('discard')}
          </Button>
        )}
      </span>
    </li>
  );
}

/** The changes that the team has not got: each can be looked at, sent again where it was refused, or thrown away. */
export function Queue({ item, onShow }: { item: WorkspaceItem; onShow: (taskId: string) => void }) {
  const { t } = useTranslation('sync');
  const { call, queries, tasks } = useWorkspace();
  const queue = useQueue(item);
  const [discarding, setDiscarding] = useState<QueueItem | null>(null);
  const act = async (run: () => Promise<unknown>): Promise<boolean> => {
    const isDone = await run().then(
      () => true,
      (error: unknown) => {
        showToast({ text: errorMessage(error), tone: 'bad' });
        return false;
      },
    );
    await queries.invalidateQueries({ queryKey: queryKeys.queue });
    await queries.invalidateQueries({ queryKey: queryKeys.workspaces });
    return isDone;
  };
  const at = (change: QueueItem) => ({ params: { id: item.id, taskId: change.taskId } });
  const discard = async (change: QueueItem): Promise<void> => {
    if (!(await act(() => call(discardQueued, at(change))))) return;
    if (change.op === 'create') tasks.drop(change.taskId);
    await queries.invalidateQueries({ queryKey: queryKeys.tasks });
    showToast({ text: t('wasDiscarded', { title: change.title }) });
  };
  return (
    <section>
      <h3>
        {t('queue')}
        {item.status.waiting > 0 && <span className="n">{item.status.waiting}</span>}
      </h3>
      {item.status.waiting === 0 && <p className="hint">{t('queueEmpty')}</p>}
      <ul className="queue">
        {queue.slice(0, SHOWN).map((change) => (
          <Row
            key={change.taskId}
            change={change}
            onShow={() => onShow(change.taskId)}
            onRetry={() => void act(() => call(retryQueued, at(change)))}
            onDiscard={() => setDiscarding(change)}
          />
        ))}
      </ul>
      {queue.length > SHOWN && <p className="hint">{t('queueMore', { count: queue.length - SHOWN })}</p>}
      {discarding && (
        <ConfirmDialog
          isOpen
          title={t('discardTitle', { title: discarding.title })}
          body={
            discarding.op === 'create'
              ? t('discardCreate')
              : t('discardUpdate', { fields: fieldNames(discarding.fields) })
          }
          confirm={t('discardAct')}
          cancel={t('discardKeep')}
          onConfirm={() => void discard(discarding)}
          onClose={() => setDiscarding(null)}
        />
      )}
    </section>
  );
}
