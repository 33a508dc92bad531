import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { TaskFilter } from '../../modules/tasks/task.store.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { seedTasks } from '../../seed/tasks.ts';
import { realFiles, type FileSystem } from './files.ts';
import { openLocalStore, type LocalStore } from './index.ts';

const ME = '0b5e1a52-7d1c-4c58-9a6f-3f1f0c5b7a01';
const NOW = Date.parse('2026-11-24T10:00:00Z');
const clock = { now: () => NOW };
const OPEN: TaskFilter = { visibleTo: null, deleted: false, match: 'all', status: ['todo', 'in_progress'] };
const DONE: TaskFilter = { ...OPEN, status: ['done'] };
const NEWEST = { sort: 'createdAt', order: 'desc' } as const;
const FIRST = { page: 1, limit: 30 } as const;
let folder: string;
let opened: LocalStore[] = [];
let release: () => void;

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'taskflow-head-')), 'personal');
});
afterEach(async () => {
  release();
  await Promise.all(opened.map((store) => store.close()));
  opened = [];
  await rm(path.dirname(folder), { recursive: true });
});

/** A store whose loading stands still before its last step until `release` is called. */
async function start(): Promise<LocalStore> {
  const gate = new Promise<void>((resolve) => (release = resolve));
  const files = Object.create(realFiles) as FileSystem;
  files.open = async (file, mode) => {
    if (mode === 'write') await gate;
    return realFiles.open(file, mode);
  };
  const store = await openLocalStore({ folder, clock, files });
  opened.push(store);
  return store;
}

/** Whether a promise is still open when the event loop has gone round often. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  let open = true;
  promise.then(
    () => (open = false),
    () => (open = false),
  );
  for (let turn = 0; turn < 200; turn++) await setImmediate();
  return open;
}

async function insert(store: LocalStore, tasks: readonly TaskRecord[]): Promise<void> {
  await store.tasks.writeEach(tasks.map((task) => ({ kind: 'insert', task, effects: NO_EFFECTS })));
}

test('what was asked the last time is answered before everything is loaded, and so is who and how', async () => {
  const first = await start();
  await insert(first, seedTasks(600, ME, NOW));
  await first.state.put(ME, 'view', { grouping: 'status' }, { keys: 9, bytes: 999 });
  const asked = await first.tasks.list(OPEN, NEWEST, FIRST);
  await first.close();

  const second = await start();
  const other = second.tasks.list(DONE, NEWEST, FIRST);
  // The same question, put together in another order.
  const { status, ...rest } = OPEN;
  const early = await second.tasks.list({ status: status ?? [], ...rest }, NEWEST, FIRST);
  expect(early).toEqual(asked);
  expect(await second.state.get(ME, 'view')).toEqual({ grouping: 'status' });
  const newest = await second.tasks.list({ visibleTo: null, deleted: false, match: 'all' }, NEWEST, {
    page: 1,
    limit: 100,
  });
  expect(newest.total).toBe(600);
  expect(await isOpen(Promise.race([other, second.loaded]))).toBe(true);
  release();
  expect((await other).total).toBeGreaterThan(0);
  const next = await second.tasks.list(OPEN, NEWEST, { cursor: early.nextCursor ?? '', limit: 30 });
  expect(next).toEqual(await second.tasks.list(OPEN, NEWEST, { cursor: asked.nextCursor ?? '', limit: 30 }));
  expect(early.items.map(({ id }) => id)).not.toContain(next.items[0]?.id);
});

test('a head from before the last write is not believed', async () => {
  const [last, ...tasks] = seedTasks(200, ME, NOW) as [TaskRecord, ...TaskRecord[]];
  const first = await start();
  await insert(first, tasks);
  await first.tasks.list(OPEN, NEWEST, FIRST);
  await first.close();
  const head = path.join(folder, 'head');
  const old = path.join(path.dirname(folder), 'old');
  await copyFile(head, old);
  const second = await start();
  release();
  const late = { ...last, status: 'todo', createdAt: new Date(NOW).toISOString() } as const;
  await insert(second, [late]);
  await second.close();
  await copyFile(old, head);

  const third = await start();
  const rows = third.tasks.list(OPEN, NEWEST, FIRST);
  expect(await isOpen(rows)).toBe(true);
  release();
  expect((await rows).items[0]).toEqual(late);
});

test('lists that are not asked any more make room for those that are', async () => {
  const first = await start();
  await insert(first, seedTasks(50, ME, NOW));
  await first.tasks.list(OPEN, NEWEST, FIRST);
  for (let limit = 1; limit <= 12; limit++) await first.tasks.list(DONE, NEWEST, { page: 1, limit });
  await first.close();
  const second = await start();
  expect((await second.tasks.list(DONE, NEWEST, { page: 1, limit: 1 })).items).toHaveLength(1);
  expect(await isOpen(second.tasks.list(OPEN, NEWEST, FIRST))).toBe(true);
});
