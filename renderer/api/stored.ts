import { useQuery } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { ApiError } from '../../server/contract/client.ts';
import { getState } from '../../server/contract/state.ts';
import { queryKeys } from './query-keys.ts';
import { useWorkspace, type WorkspaceSession } from './workspace.tsx';

/** What is kept under a key, as the cache asks for it. */
export const storedQuery = ({ call, stored }: Pick<WorkspaceSession, 'call' | 'stored'>, key: string) => ({
  queryKey: queryKeys.state(key),
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<unknown> => {
    let there: unknown;
    try {
      there = (await call(getState, { params: { key } }, { signal })).value ?? null;
    } catch (error) {
      // What was typed before the first answer is shown all the same, when none comes.
      const left = stored.left(key);
      if (left === undefined) throw error;
      return left;
    }
    // After a gap everything is asked again: what has not arrived there yet is newer.
    const unsent = stored.unsent(key);
    return unsent ? unsent.value : stored.regain(key, there);
  },
});

/**
 * What the window keeps for itself on the server (view settings, layout, drafts): [value, set, isReady]. Not in
 * localStorage, whose origin changes with the port, but for texts on their way (unsent.ts). null forgets the key. `read` makes
 * a T of whatever is there, and of nothing; it stays the same function. `set` takes a T, or what makes one of the value of now;
 * the same one is no change.
 */
export function useStored<T>(
  key: string,
  read: (value: unknown) => T,
): readonly [value: T, set: (next: T | ((now: T) => T)) => void, isReady: boolean] {
  const session = useWorkspace();
  const { queries, stored } = session;
  const { data, isSuccess, isError } = useQuery(storedQuery(session, key));
  const set = useCallback(
    (change: T | ((now: T) => T)) => {
      let next = change as T;
      if (typeof change === 'function') {
        const now = read(queries.getQueryData(queryKeys.state(key)));
        next = (change as (now: T) => T)(now);
        if (next === now) return;
      }
      queries.setQueryData(queryKeys.state(key), next);
      stored.put(key, next);
    },
    [queries, stored, key, read],
  );
  return [read(data), set, isSuccess || isError];
}

/** Why what was set last is not on the disk; null while it is, or is on its way. */
export function useUnstored(key: string): ApiError | null {
  const { stored } = useWorkspace();
  return useSyncExternalStore(stored.subscribe, () => stored.error(key));
}
