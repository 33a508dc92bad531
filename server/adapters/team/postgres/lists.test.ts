import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TaskFilter, TaskOrder, TaskWrite } from '../../../modules/tasks/task.store.ts';
import { NO_EFFECTS } from '../../../ports/effects.ts';
import type { Generations } from '../../../ports/generations.ts';
import { random, seedTasks } from '../../../seed/tasks.ts';
import { openFresh } from '../../../test/team/database.ts';
import { NOW, PEOPLE, iso, userOf } from '../../suites/stores.ts';
import { Database } from './database.ts';
import { KnownLists } from './known-lists.ts';
import { listStatement } from './task-list.ts';
import { ALL_OF, PostgresTaskStore } from './task.store.ts';
import { callMany } from './task-write.ts';
import { PostgresUserStore } from './user.store.ts';

const [ANN, BEN] = PEOPLE;
const COUNT = 3_000;
const ALL: TaskFilter = { visibleTo: null, deleted: false, match: 'all' };
const NEWEST: TaskOrder = { sort: 'createdAt', order: 'desc' };

const WORDS =
  'Somebody asked for the new tiles before the hut opens, and the warden wants to see the proof of the map on paper first. ';

let generation = 0;
const generations: Generations = {
  read: (names) => Promise.resolve(names.map(() => String(generation))),
  replace: () => Promise.resolve(void generation++),
};

let fresh: Awaited<ReturnType<typeof openFresh>>;
let plain: PostgresTaskStore;
let knowing: PostgresTaskStore;
const made = seedTasks(COUNT, ANN, NOW).map((task, index) => ({
  ...task,
  creatorId: index % 20 === 0 ? ANN : BEN,
  assigneeId: index % 30 === 0 ? ANN : null,
  // As long as people write: of a few short texts PostgreSQL rather reads all.
  description: `${task.description ?? ''} ${WORDS.slice(index % 90).repeat(3)}`,
}));

beforeAll(async () => {
  fresh = await openFresh();
  plain = new PostgresTaskStore(fresh.database, new KnownLists(null));
  knowing = new PostgresTaskStore(fresh.database, new KnownLists(generations));
  const users = new PostgresUserStore(fresh.database);
  for (const id of PEOPLE) await users.insert(userOf(id, { email: `${id}@example.org` }), NO_EFFECTS);
  await plain.writeAll(made.map((task): TaskWrite => ({ kind: 'insert', task, effects: NO_EFFECTS })));
  await fresh.database.rows({ name: '', text: 'VACUUM ANALYZE tasks, task_texts' }, []);
});
afterAll(() => fresh.close());

test('what is remembered of a list changes no page of it, in any order of asking', async () => {
  const seed = Date.now() % 1_000_000;
  const next = random(seed);
  const lists: readonly [TaskFilter, TaskOrder][] = [
    [ALL, NEWEST],
    [
      { ...ALL, visibleTo: ANN },
      { sort: 'dueDate', order: 'asc' },
    ],
    [
      { ...ALL, visibleTo: BEN, search: 'e' },
      { sort: 'title', order: 'desc' },
    ],
  ];
  for (let step = 0; step < 60; step++) {
    const [filter, order] = lists[step % 3] as (typeof lists)[0];
    const page = { page: 1 + Math.floor(next() * 40), limit: 7 + (step % 2) };
    expect(await knowing.list(filter, order, page), `seed ${seed}, step ${step}`).toEqual(
      await plain.list(filter, order, page),
    );
    if (step % 20 !== 19) continue;
    // Somebody writes, and the generation says so.
    const [task] = (await plain.list(ALL, NEWEST, { page: 3, limit: 1 })).items;
    if (!task) throw new Error('no task');
    const gone = { ...task, deletedAt: iso(NOW), version: task.version + 1 };
    await plain.write({
      kind: 'replace',
      task: gone,
      expectedVersion: task.version,
      setsRank: false,
      effects: NO_EFFECTS,
    });
    await generations.replace([]);
  }
});

/** What PostgreSQL would do, without the parts that only say how much. */
async function planOf(
  filter: TaskFilter,
  start: { cursor: string | null; skipped: number },
  order = NEWEST,
  counted = false,
): Promise<string> {
  const { statement, values } = listStatement(filter, order, { start, limit: 20, counted });
  return explained(statement.text, values);
}

async function explained(text: string, values: readonly unknown[]): Promise<string> {
  const explain = { name: '', text: `EXPLAIN (COSTS OFF) ${text}` };
  const rows = await fresh.database.rows<{ 'QUERY PLAN': string }>(explain, values);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

test('no batch of writes reads all tasks, nor all that were ever deleted for good', async () => {
  const buried = 'INSERT INTO tombstones (task_id) SELECT gen_random_uuid() FROM generate_series(1, 3000)';
  for (const text of [buried, 'ANALYZE tasks', 'ANALYZE tombstones'])
    await fresh.database.rows({ name: '', text }, []);
  const some = made.slice(0, 8);
  const kinds: readonly TaskWrite[][] = [
    some.map((task) => ({ kind: 'insert', task, effects: NO_EFFECTS })),
    some.map((task) => ({
      kind: 'replace',
      task,
      expectedVersion: null,
      setsRank: false,
      effects: NO_EFFECTS,
    })),
    some.map(({ id }) => ({ kind: 'rank', id, rank: 'a1', updatedAt: iso(NOW) })),
    some.map(({ id }) => ({ kind: 'purge', id, expectedVersion: null, effects: NO_EFFECTS })),
  ];
  for (const writes of kinds) {
    const numbered = writes.map((write, n) => ({ n, write }));
    const { statement, values } = callMany((writes[0] as TaskWrite).kind, numbered);
    expect(await explained(statement.text, values), statement.name).not.toMatch(
      /Seq Scan on (tasks|tombstones)/,
    );
  }
});

test('no page reads all tasks: not of a person, not of an administrator, not in a search', async () => {
  const start = { cursor: null, skipped: 0 };
  const person: TaskFilter = { ...ALL, visibleTo: ANN, status: ['todo', 'done'], priority: ['high'] };
  const mine = await planOf(person, start);
  expect(mine).not.toContain('Seq Scan');
  expect(mine).toContain('Index Only Scan using idx_tasks_creator_created');
  expect(mine).toContain('Index Only Scan using idx_tasks_assignee_created');
  // The trigram index is for those who see everything; a person's own tasks are found faster by the person.
  const search = await planOf({ ...ALL, visibleTo: ANN, search: 'passport' }, start);
  expect(search).not.toContain('Seq Scan');
  expect(search).not.toContain('task_texts');
  const everywhere = await planOf({ ...ALL, search: 'seldom said' }, start, NEWEST, true);
  expect(everywhere).toContain('Bitmap Index Scan on idx_task_texts_search');
  expect(everywhere).not.toContain('Seq Scan');
  const deep = await planOf(ALL, { cursor: null, skipped: 2_000 });
  expect(deep).toContain('Index Only Scan using idx_tasks_created');
  expect(deep).not.toContain('Seq Scan');
  const { nextCursor } = await plain.list(ALL, NEWEST, { page: 70, limit: 20 });
  const behind = await planOf(ALL, { cursor: nextCursor, skipped: 0 });
  expect(behind).toMatch(/Index Cond: \(created_at <= /);
});

test.each([
  ['few', ANN],
  ['many', BEN],
])(
  'the list of a person with %s tasks is planned a few times, and not for each request',
  async (_, person) => {
    const onError = (error: unknown): never => {
      throw error;
    };
    const alone = await Database.open({ url: fresh.url, poolSize: 1, prepared: true, onError });
    try {
      const tasks = new PostgresTaskStore(alone, new KnownLists(null));
      for (let n = 0; n < 20; n++)
        await tasks.list(
          {
            visibleTo: person,
            deleted: false,
            match: 'all',
            status: n % 2 ? ['todo', 'done'] : ['cancelled'],
            priority: n % 3 ? ['low'] : ['medium', 'high'],
            creatorId: n % 5 ? [ANN, BEN] : [ANN],
            dueBefore: { instant: NOW + 1 + n * 86_400_000, day: NOW },
          },
          NEWEST,
          { page: 1, limit: 20 },
        );
      const plans = await alone.rows<{ custom_plans: string }>(
        { name: '', text: `SELECT custom_plans FROM pg_prepared_statements WHERE name LIKE 'tasks-list-%'` },
        [],
      );
      expect(plans.map(({ custom_plans }) => Number(custom_plans))).toEqual([5]);
    } finally {
      await alone.close();
    }
  },
);

test('tasks that are asked for together are planned a few times, however many they are', async () => {
  const onError = (error: unknown): never => {
    throw error;
  };
  const alone = await Database.open({ url: fresh.url, poolSize: 1, prepared: true, onError });
  try {
    const tasks = new PostgresTaskStore(alone, new KnownLists(null));
    for (let n = 0; n < 20; n++) await Promise.all(made.slice(0, 2 + (n % 4)).map(({ id }) => tasks.get(id)));
    const plans = await alone.rows<{ custom_plans: string }>(
      { name: '', text: `SELECT custom_plans FROM pg_prepared_statements WHERE name = 'task-get-many'` },
      [],
    );
    expect(plans.map(({ custom_plans }) => Number(custom_plans))).toEqual([5]);
  } finally {
    await alone.close();
  }
});

test('by assignee a page reads people in their order and their tasks, and no name is sent there', async () => {
  for (const order of ['asc', 'desc'] as const) {
    const byAssignee: TaskOrder = { sort: 'assignee', order };
    const first = await planOf(ALL, { cursor: null, skipped: 0 }, byAssignee);
    expect(first).not.toContain('Seq Scan on tasks');
    const { nextCursor } = await plain.list(ALL, byAssignee, { page: 2, limit: 20 });
    const behind = await planOf(ALL, { cursor: nextCursor, skipped: 0 }, byAssignee);
    expect(behind).not.toContain('Seq Scan on tasks');
    const { statement, values } = listStatement(ALL, byAssignee, {
      start: { cursor: null, skipped: 0 },
      limit: 20,
      counted: false,
    });
    expect([values, statement.text]).toEqual([[], expect.stringContaining('JOIN users who')]);
  }
});

test('what one person may take along is found by the indexes of whose it is', async () => {
  const plan = await explained(ALL_OF, [ANN]);
  expect(plan).not.toContain('Seq Scan');
  expect(plan).toMatch(/idx_tasks_creator/);
  expect(plan).toMatch(/idx_tasks_assignee/);
});
