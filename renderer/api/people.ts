import { useQuery } from '@tanstack/react-query';
import { getProfile, listUsers, type User } from '../../server/contract/users.ts';
import { queryKeys } from './query-keys.ts';
import { useWorkspace, type WorkspaceSession } from './workspace.tsx';

export const profileQuery = (session: WorkspaceSession) => ({
  queryKey: queryKeys.profile,
  queryFn: ({ signal }: { signal: AbortSignal }) => session.call(getProfile, {}, { signal }),
});

/** The signed-in user; undefined until it is known. */
export function useMe(): User | undefined {
  return useQuery(profileQuery(useWorkspace())).data;
}

/** The people a task can be assigned to, oneself first. */
export function usePeople(): readonly User[] {
  const { call } = useWorkspace();
  const me = useMe();
  const { data } = useQuery({
    queryKey: queryKeys.users,
    queryFn: ({ signal }) => call(listUsers, { query: { limit: 100 } }, { signal }),
  });
  const items = (data?.items ?? (me ? [me] : [])).filter((user) => !user.disabled);
  return [...items].sort((a, b) => Number(b.id === me?.id) - Number(a.id === me?.id));
}
