import { expect, test, vi } from 'vitest';
import type { Destination } from '../../server/contract/destinations.ts';

/** The shell's side of the bridge, whose every answer the test chooses. */
const shell = vi.hoisted(() => {
  const waiting: unknown[] = [];
  const listeners = new Set<() => void>();
  const bridge = {
    takeDestination: () => Promise.resolve({ ok: true, value: waiting.shift() ?? null }),
    on: (_event: string, listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  Object.assign(window, { taskflow: bridge });
  return { waiting, tell: () => listeners.forEach((listener) => listener()) };
});

const TASK = { kind: 'task', workspaceId: 'personal', taskId: '0197e7a2-6c1d-7f00-8a10-0d4f6f2b9c3e' };

test('hears of what waited and of what comes, and of nothing that is no destination', async () => {
  const { platform } = await import('./index.ts');
  const heard: Destination[] = [];
  shell.waiting.push(TASK);
  const stop = platform.onDestination((to) => heard.push(to));
  await vi.waitFor(() => expect(heard).toEqual([TASK]));

  shell.waiting.push(
    { ...TASK, taskId: '../settings' },
    { ...TASK, workspaceId: 'a/b' },
    { kind: 'settings' },
    { kind: 'join', invite: 'short' },
    { kind: 'inbox' },
  );
  for (let left = shell.waiting.length; left > 0; left--) shell.tell();
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard[1]).toEqual({ kind: 'inbox' });

  stop();
  shell.waiting.push(TASK);
  shell.tell();
  expect(shell.waiting).toHaveLength(1);
});
