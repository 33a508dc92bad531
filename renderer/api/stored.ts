import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { getState, putState } from '../../server/contract/state.ts';
import { queryKeys } from './query-keys.ts';
import { useWorkspace, type WorkspaceSession } from './workspace.tsx';

/** Milliseconds in which changes of one key gather before they are sent. */
const GATHER_MS = 300;

const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => Promise<unknown> }>();

function keep(session: WorkspaceSession, key: string, value: unknown): void {
  const id = `${session.id} ${key}`;
  clearTimeout(waiting.get(id)?.timer);
  const send = (): Promise<unknown> => {
    waiting.delete(id);
    // Losing where a list was folded is not worth a word; the next change tries again.
    return session.call(putState, { params: { key }, body: { value } }).catch(() => undefined);
  };
  waiting.set(id, { timer: setTimeout(() => void send(), GATHER_MS), send });
}

/** Sends what still gathers, at once; for when the window goes away. */
export function flushStored(): void {
  for (const { timer, send } of Array.from(waiting.values())) {
    clearTimeout(timer);
    void send();
  }
}

/**
 * What the window keeps for itself on the server (view settings, layout): [value, set, isReady]. Never localStorage, whose
 * origin changes with the port. `read` makes a T of whatever is there, and of nothing.
 */
export function useStored<T>(
  key: string,
  read: (value: unknown) => T,
): readonly [value: T, set: (next: T) => void, isReady: boolean] {
  const session = useWorkspace();
  const { data, isSuccess, isError } = useQuery({
    queryKey: queryKeys.state(key),
    queryFn: async ({ signal }) =>
      (await session.call(getState, { params: { key } }, { signal })).value ?? null,
  });
  const set = useCallback(
    (next: T) => {
      session.queries.setQueryData(queryKeys.state(key), next);
      keep(session, key, next);
    },
    [session, key],
  );
  return [read(data), set, isSuccess || isError];
}
