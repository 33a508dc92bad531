import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { newTask, edit as editTask } from '../../modules/tasks/task.ts';
import { takeBatch, takePage } from '../../modules/replica/index.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { openLocalStore, type LocalStore } from './index.ts';
import { MemoryFiles } from './memory-files.ts';

const ANN = 'aaaaaaaa-0000-4000-8000-000000000000';
const AT = '2026-11-25T10:00:00.000Z';
const FOLDER = '/replica';
const READER = { userId: ANN, isAdmin: false, at: AT };
const EPOCH = randomUUID();
const WALK = randomUUID();

let files: MemoryFiles;
beforeEach(() => {
  files = new MemoryFiles();
});
const open = async (): Promise<LocalStore> => {
  const store = await openLocalStore({
    folder: FOLDER,
    clock: { now: () => Date.parse(AT) },
    files,
    backups: false,
  });
  await store.loaded;
  return store;
};
const taskOf = (title: string): TaskRecord =>
  newTask({ title }, { id: randomUUID(), creatorId: ANN, now: AT });
const pull = (store: LocalStore, tasks: readonly TaskRecord[], cursor = 'c1') =>
  store.replica.sync.change((unit) =>
    takePage(
      unit,
      {
        cursor,
        epoch: EPOCH,
        more: false,
        pending: false,
        walk: { id: WALK, done: tasks.length, total: tasks.length },
        complete: true,
        changes: tasks.map((task) => ({ kind: 'task', task })),
      },
      READER,
    ),
  );
const type = async (store: LocalStore, id: string, title: string): Promise<void> => {
  const before = await store.replica.tasks.get(id);
  const after = before && editTask(before, { title }, AT);
  if (!after) throw new Error('nothing to edit');
  const { task } = after;
  const write = { kind: 'replace', task, expectedVersion: before.version, setsRank: false } as const;
  expect((await store.replica.tasks.write({ ...write, effects: NO_EFFECTS })).result).toBe('done');
};
/** Everything that a replica knows. */
const known = async (store: LocalStore) => {
  const { sync, tasks } = store.replica;
  const all: TaskRecord[] = [];
  for await (const task of tasks.all()) all.push(task);
  return {
    all,
    waiting: await sync.waiting(),
    conflicts: await sync.conflicts(),
    state: await sync.state(),
    counts: await sync.counts(),
    reads: await sync.reads(),
  };
};
async function filled(): Promise<{ store: LocalStore; ids: string[] }> {
  const store = await open();
  const tasks = ['one', 'two', 'three', 'four'].map(taskOf);
  await pull(store, tasks);
  const ids = tasks.map(({ id }) => id);
  await type(store, ids[0] as string, 'one, sent');
  await store.replica.sync.change((unit) => takeBatch(unit, { items: 9, bytes: 1e6 }));
  await type(store, ids[0] as string, 'one, typed since');
  await type(store, ids[1] as string, 'two, typed');
  await store.replica.sync.change((unit) => {
    unit.putConflict({
      id: randomUUID(),
      taskId: ids[2] as string,
      title: 'three',
      kind: 'field',
      field: 'title',
      mine: 'x',
      at: AT,
    });
    unit.hide('strange', { kind: 'board' });
  });
  return { store, ids };
}

test('all of it is there after a loss of power, and after it was folded into a snapshot', async () => {
  const { store } = await filled();
  const before = await known(store);
  expect(before.waiting.map(({ sent, next }) => [sent?.set['title'], next?.set['title']])).toEqual([
    ['one, sent', 'one, typed since'],
    [undefined, 'two, typed'],
  ]);
  expect(before.counts).toEqual({ waiting: 2, sendable: 2, conflicts: 1, hidden: 1 });
  files.losePower();
  const again = await open();
  expect(await known(again)).toEqual(before);
  // Long enough that the log is folded.
  const description = 'x'.repeat(64_000);
  await pull(
    again,
    Array.from({ length: 70 }, () => ({ ...taskOf('long'), description })),
    'c2',
  );
  const then = await known(again);
  expect(then.waiting).toEqual(before.waiting);
  await again.close();
  expect((await files.names(FOLDER)).some((name) => name.startsWith('snapshot'))).toBe(true);
  const last = await open();
  expect(await known(last)).toEqual(then);
  await last.close();
});

test('a task that waits for nothing is kept once, and its team’s copy comes back whole', async () => {
  const { store, ids } = await filled();
  await store.replica.sync.change(async (unit) => {
    const record = await unit.record(ids[3] as string);
    expect(record?.team?.task).toEqual({ ...record?.task, version: 1 });
    expect(record).toMatchObject({ sent: null, next: null, refused: null, walk: WALK });
  });
  const log = files.get(`${FOLDER}/log-000001`)?.toString('utf8') ?? '';
  expect(log.split('"four"').length - 1).toBe(1);
});

test('a page and its cursor are one append: a failed one leaves neither', async () => {
  const { store } = await filled();
  const before = await known(store);
  files.faults = { failAt: 1, code: 'ENOSPC' };
  await expect(pull(store, [taskOf('five')], 'c2')).rejects.toMatchObject({ code: 'DISK_FULL' });
  files.faults = {};
  expect(await known(store)).toEqual(before);
  await pull(store, [taskOf('five')], 'c2');
  expect((await known(store)).state.cursor).toBe('c2');
});

test('what a failed change would have put is not there', async () => {
  const { store, ids } = await filled();
  const before = await known(store);
  const failing = store.replica.sync.change(async (unit) => {
    const record = await unit.record(ids[3] as string);
    if (record) unit.drop(record);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await known(store)).toEqual(before);
});

test('a damaged record that held an edit is named, and everything is asked for again', async () => {
  const { store } = await filled();
  await store.close();
  const name = `${FOLDER}/log-000001`;
  const bytes = Buffer.from(files.get(name) as Buffer);
  const at = bytes.lastIndexOf('two, typed');
  bytes[at] = (bytes[at] as number) ^ 1;
  files.set(name, bytes);
  const again = await open();
  expect(again.notices).toContainEqual({
    id: expect.any(String),
    code: 'EDITS_UNREADABLE',
    params: { titles: [expect.stringMatching(/^.wo, typed$/)] },
  });
  expect(await again.replica.sync.damage()).not.toEqual([]);
  expect((await known(again)).waiting).toHaveLength(1);
  await again.close();
});

test('a damaged record that held nothing of one’s own is not', async () => {
  const { store } = await filled();
  await store.close();
  const name = `${FOLDER}/log-000001`;
  const bytes = Buffer.from(files.get(name) as Buffer);
  const at = bytes.lastIndexOf('four');
  bytes[at] = (bytes[at] as number) ^ 1;
  files.set(name, bytes);
  const again = await open();
  expect(again.notices.map(({ code }) => code)).not.toContain('EDITS_UNREADABLE');
  expect(await again.replica.sync.damage()).not.toEqual([]);
  await again.close();
});
