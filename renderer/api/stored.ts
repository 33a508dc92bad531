import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { deleteState, getState, putState } from '../../server/contract/state.ts';
import { queryKeys } from './query-keys.ts';
import { useWorkspace, type WorkspaceSession } from './workspace.tsx';

/** Milliseconds in which changes of one key gather before they are sent. */
const GATHER_MS = 300;

const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => Promise<unknown> }>();
/** The last request of each key: the next waits for it, so that an older value never lands on a newer one. */
const tails = new Map<string, Promise<unknown>>();

function keep(session: WorkspaceSession, key: string, value: unknown): void {
  const id = `${session.id} ${key}`;
  const send = (): Promise<unknown> => {
    waiting.delete(id);
    const act = (): Promise<unknown> =>
      value === null
        ? session.call(deleteState, { params: { key } })
        : session.call(putState, { params: { key }, body: { value } });
    // Losing where a list was folded is not worth a word; the next change tries again.
    const done = (tails.get(id) ?? Promise.resolve()).then(act).catch(() => undefined);
    tails.set(id, done);
    void done.then(() => tails.get(id) === done && tails.delete(id));
    return done;
  };
  // What changes without a pause goes out every so often too: a draft must not wait for the writer to rest.
  const timer = waiting.get(id)?.timer ?? setTimeout(() => void waiting.get(id)?.send(), GATHER_MS);
  waiting.set(id, { timer, send });
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
 * origin changes with the port. null forgets the key. `read` makes a T of whatever is there, and of nothing.
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
