import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { listConflicts, listQueue } from '../../../server/contract/queue.ts';
import { getTask } from '../../../server/contract/tasks.ts';
import type { WorkspaceSession } from '../../api/workspace.tsx';
import { platform } from '../../platform/index.ts';

/** Tasks that are read at once while the file is put together. */
const AT_ONCE = 20;

/**
 * Saves what only this device has of a team: each change that waits with its task as it is shown here, and of each conflict
 * both texts, what they started from, and who wrote the other.
 * False when the person thought better of it. `session` is the workspace's own: its tasks are read.
 */
export async function saveUnsent(session: WorkspaceSession, item: WorkspaceItem): Promise<boolean> {
  const params = { id: item.id };
  const [queue, conflicts] = await Promise.all([
    session.call(listQueue, { params }),
    session.call(listConflicts, { params }),
  ]);
  const changes: unknown[] = [];
  for (let at = 0; at < queue.items.length; at += AT_ONCE)
    changes.push(
      ...(await Promise.all(
        queue.items.slice(at, at + AT_ONCE).map(async (change) => ({
          ...change,
          task: await session.call(getTask, { params: { id: change.taskId } }).catch(() => null),
        })),
      )),
    );
  const content = {
    product: 'taskflow',
    kind: 'unsent',
    version: 1,
    workspace: item.name,
    savedAt: new Date().toISOString(),
  };
  const name = `taskflow-${item.name.replace(/[^\p{L}\p{N}-]+/gu, '-').slice(0, 60)}-unsent.json`;
  return platform.saveFile(
    name,
    JSON.stringify({ ...content, changes, conflicts: conflicts.items }, null, 2),
    'application/json',
  );
}
