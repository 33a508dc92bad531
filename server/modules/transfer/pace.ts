const SLICE_MS = 12;

/** Lets others have the event loop whenever a slice of work is over: `await` the answer where it is one. */
export function createPace(): () => Promise<void> | undefined {
  let until = performance.now() + SLICE_MS;
  return () => {
    if (performance.now() < until) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        until = performance.now() + SLICE_MS;
        resolve();
      }),
    );
  };
}
