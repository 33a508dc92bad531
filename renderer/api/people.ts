import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { Call } from '../../server/contract/client.ts';
import { getProfile, listUsers, type User } from '../../server/contract/users.ts';
import { queryKeys } from './query-keys.ts';
import { useWorkspace, type WorkspaceSession } from './workspace.tsx';

const FIRST = 100;

export const profileQuery = (session: WorkspaceSession) => ({
  queryKey: queryKeys.profile,
  queryFn: ({ signal }: { signal: AbortSignal }) => session.call(getProfile, {}, { signal }),
});

const peopleQuery = (call: Call) => ({
  queryKey: queryKeys.users,
  queryFn: ({ signal }: { signal: AbortSignal }) => call(listUsers, { query: { limit: FIRST } }, { signal }),
});

/** The signed-in user; undefined until it is known. */
export function useMe(): User | undefined {
  return useQuery(profileQuery(useWorkspace())).data;
}

/** The people a task can be assigned to, oneself first; the first hundred of a large team. */
export function usePeople(): readonly User[] {
  const { call } = useWorkspace();
  const me = useMe();
  const { data } = useQuery(peopleQuery(call));
  const items = (data?.items ?? (me ? [me] : [])).filter((user) => !user.disabled);
  return [...items].sort((a, b) => Number(b.id === me?.id) - Number(a.id === me?.id));
}

/** Those, and who else is called like `text`: a large team is searched by its server. */
export function usePeopleLike(text: string): readonly User[] {
  const { call } = useWorkspace();
  const known = usePeople();
  // Somebody may have joined since: asked again whenever a list of people opens.
  const all = useQuery({ ...peopleQuery(call), refetchOnMount: 'always' }).data;
  const isMore = (all?.total ?? 0) > FIRST;
  const search = useDeferredValue(text.trim());
  const { data } = useQuery({
    queryKey: [...queryKeys.users, 'like', search],
    queryFn: ({ signal }) => call(listUsers, { query: { search, limit: 20 } }, { signal }),
    enabled: isMore && search.length > 1,
  });
  const others = (data?.items ?? []).filter(
    (user) => !user.disabled && !known.some((person) => person.id === user.id),
  );
  return others.length > 0 ? [...known, ...others] : known;
}
