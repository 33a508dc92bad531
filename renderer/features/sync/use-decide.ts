import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { ApiError } from '../../../server/contract/client.ts';
import { resolveConflict, type Conflict } from '../../../server/contract/queue.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { t } from '../../i18n/index.ts';
import { showToast } from '../../ui/toast.tsx';
import type { Decision } from './conflict-acts.ts';

/** Decides conflicts: it leaves the list at once, and comes back when the decision is refused. */
export function useDecide(
  item: WorkspaceItem | null,
): (conflict: Conflict, decision: Decision) => Promise<boolean> {
  const { call, queries, tasks } = useWorkspace();
  return async (conflict, decision) => {
    if (!item) return false;
    queries.setQueriesData<readonly Conflict[]>({ queryKey: queryKeys.conflicts }, (list) =>
      list?.filter((one) => one.id !== conflict.id),
    );
    let isDone = true;
    try {
      const params = { id: item.id, conflictId: conflict.id };
      const { task } = await call(resolveConflict, { params, body: { resolve: decision } });
      if (task) tasks.place(task);
      tasks.refresh();
      showToast({ text: t(`sync:conflicts.done.${decision}`, { title: conflict.title }), key: 'conflict' });
    } catch (error) {
      // Decided in another window: that is what was wanted.
      isDone = error instanceof ApiError && error.code === 'NOT_FOUND';
      if (!isDone) showToast({ text: errorMessage(error), tone: 'bad' });
    }
    await queries.invalidateQueries({ queryKey: queryKeys.workspaces });
    await queries.invalidateQueries({ queryKey: queryKeys.conflicts });
    return isDone;
  };
}
