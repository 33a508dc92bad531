import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventRecord } from '../../contract/events.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { seedTasks } from '../../seed/tasks.ts';
import { realFiles, type FileSystem } from './files.ts';
import { openLocalStore, readLock, type LocalStore } from './index.ts';

const ME = '0b5e1a52-7d1c-4c58-9a6f-3f1f0c5b7a01';
const NOW = Date.parse('2026-11-24T10:00:00Z');
const clock = { now: () => NOW };
const open: LocalStore[] = [];
let folder: string;

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'taskflow-store-')), 'personal');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()));
  await rm(path.dirname(folder), { recursive: true });
});

async function start(): Promise<LocalStore> {
  const store = await openLocalStore({ folder, clock });
  open.push(store);
  return store;
}

const eventOf = (task: TaskRecord): EventRecord => ({
  id: randomUUID(),
  type: 'task.created',
  actorId: ME,
  entityType: 'task',
  entityId: task.id,
  payload: { title: task.title, version: task.version, changes: {} },
  metadata: {},
  correlationId: null,
  at: new Date(NOW).toISOString(),
});

const insert = (store: LocalStore, tasks: readonly TaskRecord[]) =>
  store.tasks.writeEach(
    tasks.map((task) => ({
      kind: 'insert',
      task,
      effects: { events: [eventOf(task)], notifications: [] },
    })),
  );

async function read(store: LocalStore): Promise<TaskRecord[]> {
  const all: TaskRecord[] = [];
  for await (const task of store.tasks.all()) all.push(task);
  return all;
}

const byId = (tasks: readonly TaskRecord[]) => [...tasks].sort((a, b) => (a.id < b.id ? -1 : 1));

test('what was written is there after closing and opening again', async () => {
  const tasks = seedTasks(300, ME, NOW);
  const first = await start();
  const { meta } = first;
  expect(await insert(first, tasks)).toEqual(tasks.map(() => 'done'));
  await first.state.put(ME, 'a.b', { $odd: { 'dotted.key': 1 } }, { keys: 9, bytes: 999 });
  await first.close();
  const again = await start();
  expect(again.meta).toEqual(meta);
  const page = await again.tasks.list(
    { visibleTo: null, deleted: false, match: 'all' },
    { sort: 'createdAt', order: 'desc' },
    { page: 1, limit: 20 },
  );
  expect(page.total).toBe(300);
  expect(await read(again)).toEqual(byId(tasks));
  expect(await again.state.get(ME, 'a.b')).toEqual({ $odd: { 'dotted.key': 1 } });
  const history = await again.events.list({ entityId: (tasks[7] as TaskRecord).id }, { limit: 10 });
  expect(history.items.map((event) => event.payload.title)).toEqual([tasks[7]?.title]);
  expect(again.notices).toEqual([]);
});

test('what was deleted for good stays so after it was folded into a snapshot', async () => {
  const [task, other] = seedTasks(2, ME, NOW) as [TaskRecord, TaskRecord];
  const first = await start();
  await insert(first, [task, other]);
  await first.tasks.write({ kind: 'purge', id: task.id, expectedVersion: null, effects: NO_EFFECTS });
  // Long enough that the log is folded; what it was folded into is all that is read.
  const description = 'x'.repeat(64_000);
  const long = seedTasks(72, ME, NOW, 2).map((one) => ({ ...one, description }));
  await insert(first, long);
  await first.close();
  const names = await readdir(folder);
  expect(names.some((name) => name.startsWith('snapshot'))).toBe(true);
  const again = await start();
  expect(await insert(again, [task])).toEqual(['taken']);
  expect(await read(again)).toEqual(byId([other, ...long]));
});

test('files and folders are for the owner alone', async () => {
  const store = await start();
  await insert(store, seedTasks(1, ME, NOW));
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(folder)) {
    // A snapshot that is being written is renamed at any moment; the mode of what it becomes is looked at under its name.
    const found = await stat(path.join(folder, name)).catch(() => null);
    if (found ?? !name.endsWith('.tmp'))
      expect(found?.mode ?? 0o777, name).toSatisfy((mode: number) => (mode & 0o077) === 0);
  }
});

test('a second opening is refused with words, and finds what the first says of itself', async () => {
  const store = await start();
  await store.lock.describe({ port: 4242, controlKey: 'secret' });
  await expect(start()).rejects.toMatchObject({
    closed: { code: 'LOCKED' },
    advice: expect.any(String) as unknown,
  });
  expect((await readLock(folder))?.info).toEqual({ port: 4242, controlKey: 'secret' });
  await store.close();
  expect(await readLock(folder)).toBeNull();
});

test('a start whose temporary file the holder sweeps away is told that the folder is held', async () => {
  await start();
  let sweeps = 1;
  const files = Object.create(realFiles) as FileSystem;
  files.createWhole = async (file, bytes) => {
    if (sweeps-- > 0) throw Object.assign(new Error('swept away'), { code: 'ENOENT' });
    return realFiles.createWhole(file, bytes);
  };
  await expect(openLocalStore({ folder, clock, files })).rejects.toMatchObject({
    closed: { code: 'LOCKED' },
  });
});

test('writes of one moment see each other and share one flush', async () => {
  const store = await start();
  const [task] = seedTasks(1, ME, NOW) as [TaskRecord];
  const edit = (title: string) =>
    store.tasks.write({
      kind: 'replace',
      task: { ...task, title, version: 2 },
      expectedVersion: 1,
      setsRank: false,
      effects: NO_EFFECTS,
    });
  const results = await Promise.all([
    store.tasks.write({ kind: 'insert', task, effects: NO_EFFECTS }),
    edit('one'),
    edit('two'),
  ]);
  expect(results.map(({ result }) => result)).toEqual(['done', 'done', 'stale']);
  expect((await store.tasks.get(task.id))?.title).toBe('one');
});

test('a torn tail is put aside and told, and what comes after it is kept', async () => {
  const tasks = seedTasks(20, ME, NOW);
  const first = await start();
  await insert(first, tasks.slice(0, 10));
  await first.close();
  const log = path.join(folder, 'log-000001');
  const bytes = await readFile(log);
  await appendFile(log, bytes.subarray(0, 40));
  const second = await start();
  await second.loaded;
  expect(second.notices).toMatchObject([{ code: 'TORN' }]);
  await insert(second, tasks.slice(10));
  await second.close();
  const third = await start();
  expect(await read(third)).toEqual(byId(tasks));
  expect(third.notices).toHaveLength(1);
  third.dismissNotice(third.notices[0]?.id ?? '');
  await third.close();
  expect((await start()).notices).toEqual([]);
});

test('a notice that another version wrote, or a crash cut short, is still one until it is put away', async () => {
  await (await start()).close();
  const quarantine = path.join(folder, 'quarantine');
  await mkdir(quarantine, { recursive: true });
  const written = JSON.stringify({ id: 'old', message: 'Something was put aside.', advice: 'Look.' });
  await writeFile(path.join(quarantine, 'old.notice.json'), written);
  await writeFile(path.join(quarantine, 'short.notice.json'), written.slice(0, 20));
  const store = await start();
  expect(store.notices).toEqual([
    { id: 'old', code: 'EARLIER' },
    { id: 'short', code: 'EARLIER' },
  ]);
  store.dismissNotice('old');
  await store.close();
  expect((await start()).notices).toEqual([{ id: 'short', code: 'EARLIER' }]);
});

test('a flipped bit costs the record that it hit, and never in silence', async () => {
  const tasks = seedTasks(30, ME, NOW);
  const first = await start();
  for (const task of tasks) await insert(first, [task]);
  await first.close();
  const log = path.join(folder, 'log-000001');
  const bytes = await readFile(log);
  const at = bytes.indexOf((tasks[12] as TaskRecord).id) + 3;
  bytes[at] = (bytes[at] as number) ^ 1;
  await writeFile(log, bytes);
  const second = await start();
  await second.loaded;
  expect(second.notices).toMatchObject([{ code: 'PART_ASIDE', params: { file: 'log-000001' } }]);
  expect(await readFile(second.notices[0]?.path ?? '')).toContainEqual(bytes[at]);
  expect(await read(second)).toEqual(byId(tasks.filter((_, index) => index !== 12)));
});

test('an emptied log opens the last copy and says so', async () => {
  const tasks = seedTasks(30, ME, NOW);
  const first = await start();
  await insert(first, tasks);
  await first.backups.make('manual');
  await first.close();
  await writeFile(path.join(folder, 'log-000001'), '');
  const second = await start();
  await second.loaded;
  expect(second.notices.map(({ code }) => code)).toEqual(['FILE_EMPTY', 'COPY_OPENED']);
  expect(await read(second)).toEqual(byId(tasks));
});

test(
  '20,000 tasks come in with one write, are folded, and replaced in one step',
  { timeout: 120_000 },
  async () => {
    const tasks = seedTasks(20_000, ME, NOW);
    const first = await start();
    const done = await first.tasks.writeAll(
      tasks.map((task) => ({
        kind: 'insert',
        task,
        effects: { events: [eventOf(task)], notifications: [] },
      })),
    );
    expect(done).toBe('done');
    await first.close();
    expect((await readdir(folder)).filter((name) => /^(snapshot|events)/.test(name))).toHaveLength(2);
    const second = await start();
    await second.loaded;
    let events = 0;
    for await (const _ of second.events.all()) events++;
    expect(events).toBe(20_000);
    await second.replaceAll({
      tasks: tasks.slice(0, 5),
      users: [],
      events: [],
      notifications: [],
      state: {},
    });
    await second.close();
    const third = await start();
    expect(await read(third)).toEqual(byId(tasks.slice(0, 5)));
    expect((await third.events.list({}, { limit: 5 })).items).toEqual([]);
    expect(third.notices).toEqual([]);
  },
);

test('a folder that was moved away takes no more writes, and goes on when it is put back', async () => {
  const store = await start();
  const [first, refused, after] = seedTasks(3, ME, NOW) as [TaskRecord, TaskRecord, TaskRecord];
  await insert(store, [first]);
  await rename(folder, `${folder}-moved`);
  for (let attempt = 0; attempt < 2; attempt++)
    await expect(insert(store, [refused])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('moved or deleted'),
    });
  await expect(store.backups.make('manual')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(await read(store)).toEqual([first]);
  // Nothing stands in the way of the folder.
  await rename(`${folder}-moved`, folder);
  await insert(store, [after]);
  await store.close();
  expect(byId(await read(await start()))).toEqual(byId([first, after]));
});

test('a folder that was deleted is not made again, and what is in memory can still be read', async () => {
  const store = await start();
  const [first, refused] = seedTasks(2, ME, NOW) as [TaskRecord, TaskRecord];
  await insert(store, [first]);
  // The store may be writing its head this moment.
  await rm(folder, { recursive: true, maxRetries: 10 });
  await expect(insert(store, [refused])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await read(store)).toEqual([first]);
});

test('another version of the app copies the folder as it found it, once', async () => {
  const reasons = async (version: string, add: readonly TaskRecord[]) => {
    const store = await openLocalStore({ folder, clock, version });
    open.push(store);
    await insert(store, add);
    await store.close();
    const made = (await store.backups.list()).filter(({ reason }) => reason === 'upgrade');
    return made.map(({ tasks }) => tasks);
  };
  const [first, second, third] = seedTasks(3, ME, NOW);
  expect(await reasons('1.0.0', first ? [first] : [])).toEqual([]);
  // Written at once, by which the copy must not be touched.
  expect(await reasons('1.1.0', second ? [second] : [])).toEqual([1]);
  expect(await reasons('1.1.0', third ? [third] : [])).toEqual([1]);
});
