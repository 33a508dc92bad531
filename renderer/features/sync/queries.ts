import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { listConflicts, listQueue, type Conflict, type QueueItem } from '../../../server/contract/queue.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { useReplica } from '../../api/workspaces.ts';

const NO_CHANGES: readonly QueueItem[] = [];
const NO_CONFLICTS: readonly Conflict[] = [];

/** What waits to be sent, oldest first, and what was refused; asked again when the count or the state is another. */
export function useQueue(item: WorkspaceItem | null): readonly QueueItem[] {
  const { call } = useWorkspace();
  const { data } = useQuery({
    queryKey: [...queryKeys.queue, item?.status.waiting, item?.status.state],
    queryFn: async ({ signal }) =>
      (await call(listQueue, { params: { id: item?.id ?? '' } }, { signal })).items,
    enabled: item !== null && item.status.waiting > 0,
    placeholderData: keepPreviousData,
  });
  return (item && item.status.waiting > 0 && data) || NO_CHANGES;
}

/** What is undecided between this device and the team, oldest first; null until it is known. */
export function useConflicts(item: WorkspaceItem | null): readonly Conflict[] | null {
  const { call } = useWorkspace();
  const { data } = useQuery({
    queryKey: [...queryKeys.conflicts, item?.status.conflicts],
    queryFn: async ({ signal }) =>
      (await call(listConflicts, { params: { id: item?.id ?? '' } }, { signal })).items,
    enabled: item !== null && item.status.conflicts > 0,
    placeholderData: keepPreviousData,
  });
  if (!item || item.status.conflicts === 0) return NO_CONFLICTS;
  return data ?? null;
}

/** What stands at a task: that there are two versions of it, that the team refused a change, or that one waits. */
export type TaskMark = 'conflict' | 'refused' | 'waiting';

/** The marks of the tasks of this workspace, by id; none in a personal one. */
export function useTaskMarks(): ReadonlyMap<string, TaskMark> {
  const item = useReplica();
  const queue = useQueue(item);
  const conflicts = useConflicts(item) ?? NO_CONFLICTS;
  return new Map<string, TaskMark>([
    ...queue.map((change) => [change.taskId, change.error ? 'refused' : 'waiting'] as const),
    ...conflicts.map((conflict) => [conflict.taskId, 'conflict'] as const),
  ]);
}
