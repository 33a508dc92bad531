import { afterAll } from 'vitest';

/** The shell's side of the bridge, as far as it asks the window for something; every answer is the test's. */
export interface FakeShell {
  /** Asks the window to go somewhere, as links and notifications do. */
  readonly send: (to: unknown) => void;
  /** Asks the window for what an item of the application's menu stands for. */
  readonly press: (command: string) => void;
  /** How many destinations wait to be taken. */
  readonly waiting: () => number;
  /** The same of what the menu asked for. */
  readonly pressed: () => number;
}

/** Puts a shell on the page, for one file. `renderer/platform` reads it when it is imported: call this before, by `vi.hoisted`. */
export function fakeShell(): FakeShell {
  const waiting = { destination: [] as unknown[], command: [] as unknown[] };
  const listeners = { destination: new Set<() => void>(), command: new Set<() => void>() };
  type Asked = keyof typeof waiting;
  const isAsked = (event: string): event is Asked => event in waiting;
  const take = (event: Asked) => Promise.resolve({ ok: true, value: waiting[event].shift() ?? null });
  const ask = (event: Asked, what: unknown): void => {
    waiting[event].push(what);
    for (const listener of listeners[event]) listener();
  };
  const taskflow = {
    takeDestination: () => take('destination'),
    takeCommand: () => take('command'),
    on: (event: string, listener: () => void) => {
      if (isAsked(event)) listeners[event].add(listener);
      return () => isAsked(event) && listeners[event].delete(listener);
    },
  };
  Object.assign(window, { taskflow });
  afterAll(() => void Reflect.deleteProperty(window, 'taskflow'));
  return {
    send: (to) => ask('destination', to),
    press: (command) => ask('command', command),
    waiting: () => waiting.destination.length,
    pressed: () => waiting.command.length,
  };
}
