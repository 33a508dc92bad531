import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TaskRecord } from '../../../contract/tasks.ts';
import type { TaskFilter, TaskOrder } from '../../../modules/tasks/task.store.ts';
import { NO_EFFECTS } from '../../../ports/effects.ts';
import { seedTasks } from '../../../seed/tasks.ts';
import { openFresh } from '../../../test/team/database.ts';
import { NOW, PEOPLE, userOf } from '../../suites/stores.ts';
import { insert, purge, replace } from '../../suites/task-model.ts';
import { KnownLists } from './known-lists.ts';
import { migrate } from './migrate.ts';
import { PostgresTaskStore } from './task.store.ts';
import { callMany } from './task-write.ts';
import { PostgresUserStore } from './user.store.ts';

const [ANN] = PEOPLE;
const ALL: TaskFilter = { visibleTo: null, deleted: false, match: 'all' };
const NEWEST: TaskOrder = { sort: 'createdAt', order: 'desc' };

let fresh: Awaited<ReturnType<typeof openFresh>>;
let tasks: PostgresTaskStore;

beforeAll(async () => {
  fresh = await openFresh();
  tasks = new PostgresTaskStore(fresh.database, new KnownLists(null));
  const users = new PostgresUserStore(fresh.database);
  for (const id of PEOPLE) await users.insert(userOf(id, { email: `${id}@example.org` }), NO_EFFECTS);
});
afterAll(() => fresh.close());
beforeEach(() => sql('TRUNCATE tasks, tombstones CASCADE'));

const sql = <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
  fresh.database.rows<Row>({ name: '', text }, values);

const found = async (search: string): Promise<string[]> =>
  (await tasks.list({ ...ALL, search }, NEWEST, { page: 1, limit: 50 })).items.map(({ title }) => title);

function taskOf(fields: Partial<TaskRecord>): TaskRecord {
  const [task] = seedTasks(1, ANN, NOW);
  return { ...(task as TaskRecord), ...fields };
}

/** Long enough to lie outside of its row, and hardly to be compressed. */
const LONG = Array.from({ length: 4_000 }, (_, n) => ((n * 7919) % 99_991).toString(36)).join(' ');

/** Where the long texts of the only task lie. */
const places = (): Promise<unknown[]> =>
  sql(`SELECT pg_column_toast_chunk_id(t.description)::text AS description,
         pg_column_toast_chunk_id(t.search_text)::text AS searched, x.ctid::text AS kept
       FROM tasks t JOIN task_texts x ON x.task_id = t.id`);

test('what administrators search is what the task says now, and goes with it', async () => {
  const task = taskOf({ title: 'Find the passport' });
  await tasks.write(insert(task));
  expect(await found('PASSport')).toEqual(['Find the passport']);
  await tasks.write(replace({ ...task, title: 'Find the ticket', version: 2 }, 1));
  expect(await found('passport')).toEqual([]);
  expect(await found('ticket')).toEqual(['Find the ticket']);
  await tasks.write(purge(task.id, 2));
  expect(await sql('SELECT * FROM task_texts')).toEqual([]);
});

test('an edit that touches no text writes none: alone, and with others', async () => {
  const task = taskOf({ title: 'Long', description: LONG, status: 'todo' });
  await tasks.write(insert(task));
  const before = await places();
  expect(before).toEqual([
    {
      description: expect.any(String) as unknown,
      searched: expect.any(String) as unknown,
      kept: expect.any(String) as unknown,
    },
  ]);
  const done = { ...task, status: 'done', version: 2 } as const;
  const one = { ...replace(done, 1), keepsTexts: true };
  expect(await tasks.write(one)).toEqual({ result: 'done', stored: done });
  expect(await tasks.get(task.id)).toEqual(done);
  expect(await places()).toEqual(before);
  const again = { ...done, status: 'todo', version: 3 } as const;
  const twice = [
    { ...replace(again, 2), keepsTexts: true },
    replace({ ...again, title: 'Longer', version: 4 }, 3),
  ];
  expect(await tasks.writeEach(twice.slice(0, 1))).toEqual(['done']);
  expect(await places()).toEqual(before);
  const { statement, values } = callMany('replace', [{ n: 0, write: twice[1] as (typeof twice)[1] }]);
  expect(await fresh.database.rows(statement, values)).toMatchObject([{ result: 'done' }]);
  expect(await places()).not.toEqual(before);
  expect(await found('longer')).toEqual(['Longer']);
});

test('many writes keep the texts that they keep', async () => {
  const made = seedTasks(6, ANN, NOW).map((task, n) => ({ ...task, description: `${LONG} ${n}` }));
  expect(await tasks.writeAll(made.map((task) => insert(task)))).toBe('done');
  const edits = made.map((task, n) => ({
    ...task,
    ...(n % 2 ? { title: `Other ${n}` } : { dueDate: null }),
    version: task.version + 1,
  }));
  const writes = edits.map((task, n) => ({ ...replace(task, task.version - 1), keepsTexts: n % 2 === 0 }));
  expect(await tasks.writeEach(writes)).toEqual(writes.map(() => 'done'));
  const stored = await tasks.getMany(made.map(({ id }) => id));
  expect(edits.map(({ id }) => stored.get(id))).toEqual(edits);
});

test('an edit of a title writes to no index of tasks', async () => {
  const task = taskOf({ title: 'Short', description: null });
  await tasks.write(insert(task));
  const { statement, values } = callMany('replace', [
    { n: 0, write: replace({ ...task, title: 'Other', version: 2 }, 1) },
  ]);
  const hot = {
    name: '',
    text: `SELECT pg_stat_get_xact_tuples_hot_updated('tasks'::regclass)::int AS count`,
  };
  const written = await fresh.database.transaction(async (tx) => {
    const [before] = await tx.rows<{ count: number }>(hot, []);
    await tx.rows(statement, values);
    const [after] = await tx.rows<{ count: number }>(hot, []);
    return (after?.count ?? 0) - (before?.count ?? 0);
  });
  expect(written).toBe(1);
});

test('a database of the version before has its texts afterwards, and keeps those of servers that do not know of them', async () => {
  const task = taskOf({ title: 'Older than its texts' });
  await tasks.write(insert(task));
  for (const text of [
    'DROP TABLE task_texts',
    'DROP FUNCTION keep_task_text CASCADE',
    'CREATE INDEX idx_tasks_search ON tasks USING gin (search_text gin_trgm_ops)',
    `DELETE FROM migrations WHERE name LIKE 'Texts%'`,
  ])
    await sql(text);
  const onError = (error: unknown): never => {
    throw error;
  };
  let isOver = false;
  let latest = { ...task, title: 'Older than its texts' };
  // A server of that version goes on writing.
  const writing = (async () => {
    for (let n = 0; !isOver || n < 20; n++) {
      latest = { ...latest, priority: n % 2 ? 'low' : 'high', version: latest.version + 1 };
      expect((await tasks.write(replace(latest, latest.version - 1))).result).toBe('done');
    }
  })();
  const migrating = migrate({ url: fresh.url, onError }).finally(() => (isOver = true));
  expect(await Promise.all([migrating, writing])).toEqual([1, undefined]);
  expect(await found('older than')).toEqual(['Older than its texts']);
  expect(await sql(`SELECT indexname FROM pg_indexes WHERE indexname LIKE 'idx_task%_search'`)).toEqual([
    { indexname: 'idx_task_texts_search' },
  ]);
  await sql(`UPDATE tasks SET title = 'Edited', search_text = 'edited' WHERE id = $1`, [task.id]);
  expect(await found('older than')).toEqual([]);
  expect(await found('edited')).toEqual(['Edited']);
});
