import { useSyncExternalStore } from 'react';

/** Milliseconds the row of a refused change holds its tint. */
const HOLD_MS = 2000;

let refused: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function become(next: ReadonlySet<string>): void {
  refused = next;
  for (const listener of listeners) listener();
}

/** Tints the rows of tasks whose change was refused, for 2 s. */
export function markRefused(ids: readonly string[]): void {
  become(new Set([...refused, ...ids]));
  setTimeout(() => become(new Set([...refused].filter((id) => !ids.includes(id)))), HOLD_MS);
}

/** The tasks whose rows are tinted now. Subscribe once in the list, not in each row. */
export function useRefused(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => refused,
  );
}
