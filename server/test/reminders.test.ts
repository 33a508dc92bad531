import { afterEach, expect, test } from 'vitest';
import { listNotifications, readNotifications } from '../contract/events.ts';
import { createTask } from '../contract/tasks.ts';
import { updateProfile } from '../contract/users.ts';
import { updateSettings } from '../contract/app.ts';
import { ManualTime } from './manual-time.ts';
import { TestServer } from './test-server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let server: TestServer | null = null;
afterEach(async () => {
  await server?.remove();
  server = null;
});

async function start(time: ManualTime, folder?: string): Promise<TestServer> {
  server = await TestServer.start({ clock: time, timer: time, ...(folder ? { folder } : {}) });
  return server;
}

/** Turns the clock of a server; the disk may take its time. */
const pass = (on: TestServer, time: ManualTime, ms: number): Promise<void> =>
  time.advance(ms, () => on.server.workspaces.personal.services.reminders.settled());

const inbox = async (on: TestServer) =>
  (await on.call(listNotifications, {})).items.map(({ title, at, kind }) => [title, at, kind]);

test('a reminder comes at its time, once, and not for what is done, deleted or in the past', async () => {
  const time = new ManualTime('2026-03-10T08:00:00.000Z');
  const on = await start(time);
  const make = (title: string, set: object) => on.call(createTask, { body: { title, ...set } });
  await make('remind', { remindAt: '2026-03-10T08:30:00Z', dueDate: '2026-03-12T00:00:00Z' });
  await make('due', { dueDate: '2026-03-10T09:00:00Z' });
  await make('past', { dueDate: '2026-03-10T07:00:00Z' });
  await make('done', { dueDate: '2026-03-10T09:00:00Z', status: 'done' });
  const gone = await make('gone', { dueDate: '2026-03-10T09:00:00Z' });
  await on.request('DELETE', `/tasks/${gone.id}`);
  await pass(on, time, 29 * MINUTE);
  expect(await inbox(on)).toEqual([]);
  await pass(on, time, MINUTE);
  expect(await inbox(on)).toEqual([['remind', '2026-03-10T08:30:00.000Z', 'due']]);
  await pass(on, time, 3 * HOUR);
  expect((await inbox(on)).map(([title]) => title)).toEqual(['due', 'remind']);
  const page = await on.call(listNotifications, {});
  expect(page.unread).toBe(2);
  await on.call(readNotifications, { body: { all: true } });
  expect((await on.call(listNotifications, { query: { unread: true } })).items).toEqual([]);
});

test('a whole day reminds at nine where the person is', async () => {
  const time = new ManualTime('2026-03-09T20:00:00.000Z');
  const on = await start(time);
  await on.call(updateProfile, { body: { tz: 'America/New_York' } });
  await on.call(createTask, { body: { title: 'day', dueDate: '2026-03-10T00:00:00Z', dueAllDay: true } });
  await pass(on, time, 17 * HOUR - 1);
  expect(await inbox(on)).toEqual([]);
  await pass(on, time, 1);
  expect(await inbox(on)).toEqual([['day', '2026-03-10T13:00:00.000Z', 'due']]);
});

test('what fell due while nothing ran is told at the start, once, unless older than a week', async () => {
  const time = new ManualTime('2026-03-01T08:00:00.000Z');
  const first = await start(time);
  await first.call(createTask, { body: { title: 'old', dueDate: '2026-03-02T08:00:00Z' } });
  await first.call(createTask, { body: { title: 'missed', dueDate: '2026-03-08T08:00:00Z' } });
  await first.close();
  const later = new ManualTime('2026-03-11T08:00:00.000Z');
  const second = await start(later, first.folder);
  await pass(second, later, 0);
  expect((await inbox(second)).map(([title]) => title)).toEqual(['missed']);
  await second.close();
  const evenLater = new ManualTime('2026-03-11T09:00:00.000Z');
  const third = await start(evenLater, first.folder);
  await pass(third, evenLater, DAY);
  expect(await inbox(third)).toHaveLength(1);
});

test('the setting turns reminders at due times off, and a reminder of its own stays', async () => {
  const time = new ManualTime('2026-03-10T08:00:00.000Z');
  const on = await start(time);
  await on.call(updateSettings, { body: { reminders: false } });
  await on.call(createTask, { body: { title: 'due', dueDate: '2026-03-10T09:00:00Z' } });
  await on.call(createTask, { body: { title: 'own', remindAt: '2026-03-10T09:00:00Z' } });
  await pass(on, time, 2 * HOUR);
  expect((await inbox(on)).map(([title]) => title)).toEqual(['own']);
});

test('moving a date moves its reminder', async () => {
  const time = new ManualTime('2026-03-10T08:00:00.000Z');
  const on = await start(time);
  const task = await on.call(createTask, { body: { title: 'moved', dueDate: '2026-03-10T09:00:00Z' } });
  await on.request('PATCH', `/tasks/${task.id}`, { version: 1, dueDate: '2026-03-10T08:10:00Z' });
  await pass(on, time, 10 * MINUTE);
  expect(await inbox(on)).toHaveLength(1);
  await pass(on, time, 2 * HOUR);
  expect(await inbox(on)).toHaveLength(1);
});

test('in quiet hours a reminder waits in the inbox, and the shell is told nothing', async () => {
  const time = new ManualTime('2026-03-10T08:00:00.000Z');
  const told: (string | null)[] = [];
  server = await TestServer.start({
    clock: time,
    timer: time,
    onNotification: ({ title }) => told.push(title),
  });
  /** The hour of this machine's clock, some hours from now. */
  const hourIn = (hours: number): string =>
    `${String(new Date(time.now() + hours * HOUR).getHours()).padStart(2, '0')}:00`;
  await server.call(updateSettings, { body: { quiet: { from: hourIn(0), to: hourIn(2) } } });
  const remind = (title: string, hours: number) =>
    server?.call(createTask, {
      body: { title, remindAt: new Date(time.now() + hours * HOUR).toISOString() },
    });
  await remind('at night', 1);
  await remind('in the morning', 2);
  await pass(server, time, HOUR);
  await pass(server, time, HOUR);
  expect((await inbox(server)).map(([title]) => title)).toEqual(['in the morning', 'at night']);
  expect(told).toEqual(['in the morning']);
});
