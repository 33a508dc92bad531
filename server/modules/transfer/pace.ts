/** Milliseconds that reading a file may hold the event loop before others get their turn. */
const TURN = 5;

/** Called often in long work: a promise when it is the turn of others, else nothing. */
export function createPace(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < TURN) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
