import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Notification as Notice } from '../../../server/contract/events.ts';
import { OutsideNotices } from './outside-notices.ts';

class FakeNotification extends EventTarget {
  static permission = 'granted';
  static readonly shown: FakeNotification[] = [];
  readonly close = vi.fn();
  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    super();
    FakeNotification.shown.push(this);
  }
}

const notice = (n: number, kind: Notice['kind'] = 'due'): Notice => ({
  id: `notice ${n}`,
  userId: 'me',
  kind,
  taskId: `task-${n}`,
  actorId: null,
  at: '2026-03-10T08:00:00.000Z',
  readAt: null,
});
const open = vi.fn();
let outside: OutsideNotices;
let quiet = false;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Notification', FakeNotification);
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  FakeNotification.shown.length = 0;
  open.mockReset();
  quiet = false;
  outside = new OutsideNotices(
    (id) => Promise.resolve(id === 'task-3' ? null : `Title of ${id}`),
    open,
    () => quiet,
  );
});
afterEach(() => {
  outside.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a few are told one by one, a task that is gone is not, and a click opens the very task', async () => {
  for (const n of [1, 2, 3]) outside.add(notice(n));
  await vi.runAllTimersAsync();
  expect(FakeNotification.shown.map(({ options }) => options.body)).toEqual([
    'Title of task-1',
    'Title of task-2',
  ]);
  FakeNotification.shown[1]?.dispatchEvent(new Event('click'));
  expect(open).toHaveBeenCalledExactlyOnceWith('/tasks/task-2');
});

test('many that come together are one, which opens the inbox', async () => {
  for (let n = 0; n < 5_000; n++) outside.add(notice(n));
  await vi.runAllTimersAsync();
  expect(FakeNotification.shown.map(({ title }) => title)).toEqual(['5,000 tasks are due']);
  FakeNotification.shown[0]?.dispatchEvent(new Event('click'));
  expect(open).toHaveBeenCalledExactlyOnceWith('/inbox');
});

test('whoever looks at the window, or did not allow it, is not told outside of it', async () => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
  outside.add(notice(1));
  await vi.runAllTimersAsync();
  expect(FakeNotification.shown).toEqual([]);
});

test('in quiet hours nothing is told, and what came then is not told after them', async () => {
  quiet = true;
  outside.add(notice(1));
  await vi.runAllTimersAsync();
  quiet = false;
  outside.add(notice(2));
  await vi.runAllTimersAsync();
  expect(FakeNotification.shown.map((one) => one.options.body)).toEqual(['Title of task-2']);
});
