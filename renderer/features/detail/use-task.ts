import { useQuery } from '@tanstack/react-query';
import { getTask, type Task } from '../../../server/contract/tasks.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';

/** A task as it is known at once from whatever list had it, asked again behind. */
export function useTask(id: string): { task: Task | undefined; error: Error | null; retry: () => void } {
  const { call, tasks } = useWorkspace();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.one(id),
    queryFn: ({ signal }) => call(getTask, { params: { id } }, { signal }),
    placeholderData: () => tasks.find(id),
    // A list that nobody looked at may have kept an old copy.
    refetchOnMount: 'always',
  });
  return { task: data, error, retry: () => void refetch() };
}
