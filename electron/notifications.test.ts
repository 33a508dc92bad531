import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HostNotification } from '../server/contract/host.ts';
import { Notifications } from './notifications.ts';
import { FakeElectron } from './test/fake-electron.ts';
import { wordsFor } from './words.ts';

let electron: FakeElectron;
const go = vi.fn();
const due = (n: number, kind: HostNotification['kind'] = 'due'): HostNotification => ({
  kind,
  title: `Task ${n}`,
  workspaceId: 'personal',
  taskId: `id ${n}`,
});
const start = (locale = 'en-GB'): Notifications =>
  new Notifications(electron.Notification, wordsFor(locale), go);
const shown = () => electron.notifications.filter((one) => one.shown).map(({ options }) => options);

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  electron = new FakeElectron();
});
afterEach(() => {
  vi.useRealTimers();
});

it('shows a few one by one, and a click opens the very task', () => {
  const notifications = start('de-DE');
  for (const n of [1, 2, 3]) notifications.tell(due(n));
  vi.runAllTimers();
  expect(shown()).toEqual([1, 2, 3].map((n) => ({ title: `Task ${n}`, body: 'Jetzt fällig' })));
  electron.notifications[1]?.emit('click');
  expect(go).toHaveBeenCalledExactlyOnceWith({ kind: 'task', workspaceId: 'personal', taskId: 'id 2' });
});

it('gathers many that come together into one, which opens the inbox', () => {
  const notifications = start();
  for (let n = 1; n <= 5_000; n++) notifications.tell(due(n));
  vi.runAllTimers();
  expect(shown()).toEqual([{ title: '5000 tasks are due', body: 'Task 1\nTask 2\nTask 3\n…' }]);
  electron.notifications[0]?.emit('click');
  expect(go).toHaveBeenCalledExactlyOnceWith({ kind: 'inbox' });
  for (const n of [1, 2, 3]) notifications.tell(due(n));
  notifications.tell(due(4, 'assigned'));
  vi.runAllTimers();
  expect(shown()[1]?.title).toBe('4 notifications');
});

it('shows nothing more once it is closed', () => {
  const notifications = start();
  notifications.tell(due(1));
  notifications.close();
  vi.runAllTimers();
  expect(shown()).toEqual([]);
});
