import { useQuery } from '@tanstack/react-query';
import { listNotifications } from '../../../server/contract/events.ts';
import { listTasks, taskStats, type Status } from '../../../server/contract/tasks.ts';
import { queryKeys, type TaskQuery } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';

const OPEN: Status[] = ['todo', 'in_progress', 'in_review'];
const MINE: TaskQuery = { mine: true, status: OPEN, limit: 1 };

/** How many notifications wait to be read. */
export function useUnread(): number {
  const { call } = useWorkspace();
  const { data } = useQuery({
    queryKey: [...queryKeys.notifications, 'unread'],
    queryFn: ({ signal }) => call(listNotifications, { query: { unread: true, limit: 1 } }, { signal }),
  });
  return data?.unread ?? 0;
}

/** How many tasks are open; undefined until it is known. */
export function useOpenCount(): number | undefined {
  const { call } = useWorkspace();
  const { data } = useQuery({
    queryKey: queryKeys.statsOf({}),
    queryFn: ({ signal }) => call(taskStats, {}, { signal }),
  });
  return data && OPEN.reduce((sum, status) => sum + data.byStatus[status], 0);
}

/** How many open tasks are assigned to oneself or made by oneself. */
export function useMineCount(): number | undefined {
  const { call } = useWorkspace();
  const { data } = useQuery({
    queryKey: queryKeys.list(MINE),
    queryFn: ({ signal }) => call(listTasks, { query: MINE }, { signal }),
  });
  return data?.total;
}
