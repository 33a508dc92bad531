import { setImmediate } from 'node:timers/promises';

/** Milliseconds that long work may hold the event loop before others get their turn. */
const TURN = 5;
/** The same while a window waits for its first rows: a request takes some ten turns. */
export const SHORT_TURN = 2;

/** Called often in long work: lets the event loop go round when the work has held it for a while. */
export function breather(turn = TURN): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < turn) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}
