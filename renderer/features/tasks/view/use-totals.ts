import { useQuery } from '@tanstack/react-query';
import { taskStats } from '../../../../server/contract/tasks.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { useWorkspace } from '../../../api/workspace.tsx';

/** How many tasks there are, whatever is filtered, and how many of them are open; undefined until it is known. */
export function useTotals(): { readonly all: number; readonly open: number } | undefined {
  const { call } = useWorkspace();
  const { data } = useQuery({
    // The sidebar asks the same: one request for both.
    queryKey: queryKeys.statsOf({}),
    queryFn: ({ signal }) => call(taskStats, {}, { signal }),
  });
  if (!data) return undefined;
  const { todo, in_progress, in_review } = data.byStatus;
  return { all: data.total, open: todo + in_progress + in_review };
}
