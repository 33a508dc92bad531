import { expect, test, vi } from 'vitest';
import type { Destination } from '../../server/contract/destinations.ts';
import { platform } from './index.ts';

const shell = await vi.hoisted(async () => (await import('../test/fake-shell.ts')).fakeShell());

const TASK = { kind: 'task', workspaceId: 'personal', taskId: '0197e7a2-6c1d-7f00-8a10-0d4f6f2b9c3e' };

test('hears of what waited and of what comes, and of nothing that is no destination', async () => {
  const heard: Destination[] = [];
  shell.send(TASK);
  const stop = platform.onDestination((to) => heard.push(to));
  await vi.waitFor(() => expect(heard).toEqual([TASK]));

  shell.send({ ...TASK, taskId: '../settings' });
  shell.send({ ...TASK, workspaceId: 'a/b' });
  shell.send({ kind: 'settings' });
  shell.send({ kind: 'join', invite: 'short' });
  shell.send({ kind: 'inbox' });
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard[1]).toEqual({ kind: 'inbox' });

  stop();
  shell.send(TASK);
  expect(shell.waiting()).toBe(1);
});
