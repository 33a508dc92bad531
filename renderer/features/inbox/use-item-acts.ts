import { useTranslation } from 'react-i18next';
import { getTask, type Task } from '../../../server/contract/tasks.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useMe } from '../../api/people.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';
import { momentOf } from './later.ts';
import { markRead, type InboxItem } from './use-inbox.ts';

export interface ItemActs {
  readonly read: (item: InboxItem) => void;
  readonly done: (item: InboxItem) => void;
  /** Puts it out of the way until then: the task reminds again, on whichever device. */
  readonly later: (item: InboxItem, at: Date) => void;
}

const isClosed = ({ status, deletedAt }: Task): boolean =>
  deletedAt !== null || status === 'done' || status === 'cancelled';

/** What can be done with a notification and the task it is about. Each is one step of undo. */
export function useItemActs(): ItemActs {
  const { t } = useTranslation('inbox');
  const session = useWorkspace();
  const actions = useTaskActions();
  const me = useMe();
  const read = (item: InboxItem): void => {
    if (item.readAt === null) void markRead(session, [item.id]);
  };
  /** The task as it is now: it may have been done, or given away, since the notification came. */
  const onTask = async (item: InboxItem, act: (task: Task) => unknown): Promise<void> => {
    try {
      const task = await session.queries.fetchQuery({
        queryKey: queryKeys.one(item.taskId),
        queryFn: ({ signal }) => session.call(getTask, { params: { id: item.taskId } }, { signal }),
      });
      await act(task);
    } catch (error) {
      showToast({ text: errorMessage(error), tone: 'bad' });
    }
  };
  return {
    read,
    done: (item) =>
      void onTask(item, (task) => {
        read(item);
        return actions.update([task.id], { status: 'done' }, { toast: true });
      }),
    later: (item, at) =>
      void onTask(item, (task) => {
        if (isClosed(task)) return showToast({ text: t('laterClosed', { title: task.title }) });
        // A reminder goes to whoever has the task now.
        if ((task.assigneeId ?? task.creatorId) !== me?.id)
          return showToast({ text: t('laterNotYours', { title: task.title }) });
        read(item);
        const label = t('reminded', { title: task.title, when: momentOf(at, new Date()) });
        return actions.update([task.id], { remindAt: at.toISOString() }, { toast: true, label });
      }),
  };
}
