/** The shell's side of the bridge, as far as it says where to go; every answer is the test's. */
export interface FakeShell {
  /** Asks the window to go somewhere, as links and notifications do. */
  readonly send: (to: unknown) => void;
  /** How many of them wait to be taken. */
  readonly waiting: () => number;
}

/** Puts a shell on the page. `renderer/platform` reads it when it is imported: call this before, by `vi.hoisted`. */
export function fakeShell(): FakeShell {
  const waiting: unknown[] = [];
  const listeners = new Set<() => void>();
  const taskflow = {
    takeDestination: () => Promise.resolve({ ok: true, value: waiting.shift() ?? null }),
    on: (event: string, listener: () => void) => {
      if (event === 'destination') listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  Object.assign(window, { taskflow });
  return {
    send: (to) => {
      waiting.push(to);
      for (const listener of listeners) listener();
    },
    waiting: () => waiting.length,
  };
}
