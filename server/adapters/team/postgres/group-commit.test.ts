import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { TaskRecord } from '../../../contract/tasks.ts';
import type { TaskWrite } from '../../../modules/tasks/task.store.ts';
import { NO_EFFECTS, type Effects } from '../../../ports/effects.ts';
import { seedTasks } from '../../../seed/tasks.ts';
import { openFresh } from '../../../test/team/database.ts';
import { NOW, PEOPLE, eventOf, userOf } from '../../suites/stores.ts';
import { KnownLists } from './known-lists.ts';
import { PostgresTaskStore } from './task.store.ts';
import { PostgresUserStore } from './user.store.ts';

const [ANN] = PEOPLE;

let fresh: Awaited<ReturnType<typeof openFresh>>;
let tasks: PostgresTaskStore;

beforeAll(async () => {
  fresh = await openFresh(8);
  tasks = new PostgresTaskStore(fresh.database, new KnownLists(null));
  const users = new PostgresUserStore(fresh.database);
  for (const id of PEOPLE) await users.insert(userOf(id, { email: `${id}@example.org` }), NO_EFFECTS);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => fresh.close());

const newTasks = (count: number, seed: number): TaskRecord[] =>
  seedTasks(count, ANN, NOW, seed).map((task) => ({ ...task, id: randomUUID() }));

const event = (task: TaskRecord): Effects => ({
  events: [
    eventOf(randomUUID(), task.id, { payload: { title: task.title, version: task.version, changes: {} } }),
  ],
  notifications: [],
});

const insert = (task: TaskRecord): TaskWrite => ({ kind: 'insert', task, effects: event(task) });

function edit(task: TaskRecord, set: Partial<TaskRecord>, expectedVersion = task.version): TaskWrite {
  const after = { ...task, ...set, version: task.version + 1 };
  return { kind: 'replace', task: after, expectedVersion, setsRank: false, effects: event(after) };
}

const eventsOf = async (of: readonly TaskRecord[]): Promise<Map<string, number>> => {
  const rows = await fresh.database.rows<{ id: string; n: number }>(
    {
      name: '',
      text: 'SELECT entity_id AS id, count(*)::integer AS n FROM changes WHERE entity_id = ANY($1) GROUP BY 1',
    },
    [of.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
};

test('writes that come together are some statements, and each has its own result, stored task and event', async () => {
  const made = newTasks(40, 1);
  const asked = vi.spyOn(fresh.database, 'rows');
  const inserted = await Promise.all(made.map((task) => tasks.write(insert(task))));
  expect(inserted).toEqual(made.map((task) => ({ result: 'done', stored: task })));
  const [first, second, third] = made as [TaskRecord, TaskRecord, TaskRecord];
  const gone = { ...first, id: randomUUID() };
  const edits = made.slice(3).map((task) => edit(task, { title: `Edited ${task.id}` }));
  const written = await Promise.all(
    [edit(first, {}, 7), edit(gone, {}), insert(second), edit(third, { rank: 'a5' }), ...edits].map((write) =>
      tasks.write(write),
    ),
  );
  expect(written.slice(0, 3).map(({ result }) => result)).toEqual(['stale', 'missing', 'taken']);
  // A replace that sets no rank leaves the one that is stored, and says so.
  expect(written[3]?.stored?.rank).toBe(third.rank);
  expect(written.slice(4).map(({ stored }) => stored?.title)).toEqual(
    made.slice(3).map(({ id }) => `Edited ${id}`),
  );
  expect(asked.mock.calls.length).toBeLessThan(10);
  const events = await eventsOf([...made, gone]);
  expect(made.map(({ id }) => events.get(id))).toEqual([1, 1, ...made.slice(2).map(() => 2)]);
  expect(events.get(gone.id)).toBeUndefined();
});

test('one that cannot be made takes no other down with it', async () => {
  const made = newTasks(12, 2);
  const [wrong, ...right] = made.map((task, index) =>
    index === 0 ? { ...task, assigneeId: randomUUID() } : task,
  ) as [TaskRecord, ...TaskRecord[]];
  const results = await Promise.allSettled(
    [right[0] as TaskRecord, wrong, ...right.slice(1)].map(insert).map((one) => tasks.write(one)),
  );
  const [refused] = results.splice(1, 1);
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'VALIDATION' } });
  expect(results.map((one) => one.status === 'fulfilled' && one.value.result)).toEqual(
    right.map(() => 'done'),
  );
  expect(await tasks.get(wrong.id)).toBeNull();
  expect(await eventsOf(made)).toEqual(new Map(right.map(({ id }) => [id, 1])));
});

test('a task that another transaction holds is waited for by its own writer alone', async () => {
  const made = newTasks(30, 3);
  await tasks.writeAll(made.map(insert));
  const [held, ...others] = made as [TaskRecord, ...TaskRecord[]];
  const holder = new pg.Client({ connectionString: fresh.url });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM tasks WHERE id = $1 FOR UPDATE', [held.id]);
  let isWritten = false;
  const waiting = Promise.all([
    tasks.write(edit(held, { title: 'Waited for' })),
    tasks.write(edit(held, { title: 'Too late' })),
  ]).finally(() => (isWritten = true));
  for (let round = 0; round < 3; round++) {
    const some = others.slice(round * 9, round * 9 + 9);
    const written = await Promise.all(some.map((task) => tasks.write(edit(task, { title: 'At once' }))));
    expect(written.map(({ result }) => result)).toEqual(some.map(() => 'done'));
  }
  expect(isWritten).toBe(false);
  await holder.query('COMMIT');
  await holder.end();
  expect((await waiting).map(({ result }) => result).toSorted()).toEqual(['done', 'stale']);
});

test('an outage is told to everybody, and nothing is tried twice', async () => {
  const made = newTasks(10, 4);
  await tasks.writeAll(made.map(insert));
  const asked = vi.spyOn(fresh.database, 'rows');
  const control = new pg.Client({ connectionString: fresh.url });
  await control.connect();
  await control.query('BEGIN');
  await control.query('LOCK TABLE tasks IN ACCESS EXCLUSIVE MODE');
  const writing = Promise.allSettled(made.map((task) => tasks.write(edit(task, { title: 'Nobody knows' }))));
  await vi.waitFor(async () => {
    const { rows } = await control.query<{ pid: number }>(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    expect(rows).toHaveLength(1);
  });
  await control.query('COMMIT');
  await control.end();
  for (const one of await writing)
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'STORE_UNAVAILABLE' } });
  expect(asked).toHaveBeenCalledTimes(1);
});
