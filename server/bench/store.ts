import { randomUUID } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import Datastore from 'nedb-promises';
import { openLocalStore, type LocalStore } from '../adapters/local/index.ts';
import type { TaskRecord } from '../contract/tasks.ts';
import type { TaskFilter, TaskOrder } from '../modules/tasks/task.store.ts';
import { NO_EFFECTS } from '../ports/effects.ts';
import { seedTasks } from '../seed/tasks.ts';

/** One line of the table: what was measured, our figure, its budget and its reference, in `unit`. */
export interface Row {
  readonly what: string;
  readonly tasks: number;
  readonly unit: 'ms' | 'MB';
  readonly measured: number;
  readonly budget: number | null;
  readonly reference?: { readonly name: string; readonly measured: number };
}

const ME = '0b5e1a52-7d1c-4c58-9a6f-3f1f0c5b7a01';
const NOW = Date.parse('2026-11-24T10:00:00Z');
const clock = { now: () => NOW };
const ALL: TaskFilter = { visibleTo: null, deleted: false, match: 'all' };
const NEWEST: TaskOrder = { sort: 'createdAt', order: 'desc' };
const BUDGETS = new Map([
  [10_000, { open: 350, page: 0.1, filter: 0.3, stats: 0.2, search: 3, memory: 150 }],
  [100_000, { open: 500, page: 0.5, filter: 2, stats: 1, search: 20, memory: 450 }],
]);

/** The median time of a call in milliseconds: `rounds` rounds of `calls` calls, after one round to warm up. */
async function time(work: () => unknown, calls: number, rounds = 7): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const began = performance.now();
    for (let call = 0; call < calls; call++) await work();
    if (round > 0) took.push((performance.now() - began) / calls);
  }
  return took.sort((a, b) => a - b)[rounds >> 1] as number;
}

async function fill(store: LocalStore, tasks: readonly TaskRecord[]): Promise<void> {
  await store.tasks.writeAll(
    tasks.map((task) => ({
      kind: 'insert',
      task,
      effects: {
        notifications: [],
        events: [
          {
            id: randomUUID(),
            type: 'task.created',
            actorId: ME,
            entityType: 'task',
            entityId: task.id,
            payload: { title: task.title, version: 1, changes: {} },
            metadata: {},
            correlationId: null,
            at: task.createdAt,
          },
        ],
      },
    })),
  );
}

async function measure(count: number, parent: string): Promise<Row[]> {
  const folder = path.join(parent, String(count));
  const tasks = seedTasks(count, ME, NOW);
  let store = await openLocalStore({ folder, clock });
  await fill(store, tasks);
  await store.close();
  const budget = BUDGETS.get(count);
  const rows: Row[] = [];
  const row = (what: string, measured: number, limit?: number, reference?: Row['reference']): void => {
    rows.push({
      what,
      tasks: count,
      unit: 'ms',
      measured,
      budget: limit ?? null,
      ...(reference && { reference }),
    });
  };
  const first: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    store = await openLocalStore({ folder, clock });
    await store.tasks.list(ALL, NEWEST, { page: 1, limit: 50 });
    first.push(performance.now() - began);
    await store.loaded;
    whole.push(performance.now() - began);
    if (round < 4) await store.close();
  }
  row('open to the first rows', first.sort((a, b) => a - b)[2] as number, budget?.open);
  row('open to everything loaded', whole.sort((a, b) => a - b)[2] as number);

  const plain = Datastore.create({ inMemoryOnly: true }) as Datastore<TaskRecord & { _id: string }>;
  for (let from = 0; from < count; from += 1_000)
    await plain.insertMany(tasks.slice(from, from + 1_000).map((task) => ({ ...task, _id: task.id })));
  const reference = async (query: object): Promise<Row['reference']> => ({
    name: 'nedb-promises: find, sort, limit and count',
    measured: await time(
      async () => {
        await plain.find(query).sort({ createdAt: -1 }).limit(20);
        await plain.count(query);
      },
      1,
      3,
    ),
  });
  const page = { page: 1, limit: 20 };
  const narrow: TaskFilter = { ...ALL, status: ['todo', 'in_progress'], priority: ['high', 'urgent'] };
  const { tasks: port } = store;
  row(
    'page with total',
    await time(() => port.list(ALL, NEWEST, page), 50),
    budget?.page,
    await reference({ deletedAt: null }),
  );
  const deep = { page: Math.floor(count / 40), limit: 20 };
  row('page in the middle, with total', await time(() => port.list(ALL, NEWEST, deep), 50), budget?.page);
  row(
    'filter by status and priority, with total',
    await time(() => port.list(narrow, NEWEST, page), 20),
    budget?.filter,
    await reference({ deletedAt: null, status: { $in: narrow.status }, priority: { $in: narrow.priority } }),
  );
  row(
    'text search, with total',
    await time(() => port.list({ ...ALL, search: 'passport' }, NEWEST, page), 5),
    budget?.search,
    await reference({ deletedAt: null, title: /passport/i }),
  );
  const month = {
    overdue: { instant: NOW, day: NOW },
    tz: 'Europe/Berlin',
    from: NOW - 30 * 86_400_000,
    to: NOW,
  };
  row('statistics of 30 days', await time(() => port.stats(ALL, month), 20), budget?.stats);
  let version = 1;
  const [task] = tasks as [TaskRecord];
  const edit = () =>
    port.write({
      kind: 'replace',
      task: { ...task, version: version + 1, title: `Edit ${version}` },
      expectedVersion: version++,
      setsRank: false,
      effects: NO_EFFECTS,
    });
  const scratch = await open(path.join(parent, 'scratch'), 'w');
  let at = 0;
  const bytes = Buffer.alloc(700, 'x');
  const sync = await time(async () => {
    await scratch.write(bytes, 0, bytes.length, at);
    at += bytes.length;
    await scratch.datasync();
  }, 50);
  await scratch.close();
  row('a write, acknowledged', await time(edit, 50), undefined, {
    name: 'append and fdatasync',
    measured: sync,
  });
  await store.close();
  return rows;
}

/** Memory of a process that holds nothing but the store: this file run as its own child. */
async function memory(count: number, parent: string): Promise<Row> {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...process.execArgv,
    '--import',
    'tsx',
    import.meta.filename,
    '--memory',
    path.join(parent, String(count)),
  ]);
  const budget = BUDGETS.get(count)?.memory ?? null;
  return {
    what: 'memory of a process with the store',
    tasks: count,
    unit: 'MB',
    measured: Number(stdout),
    budget,
  };
}

/** The figures of the local store (quality.md), each with its reference from the same run. */
export async function benchStore(counts: readonly number[] = [10_000, 100_000]): Promise<Row[]> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'taskflow-bench-'));
  try {
    const rows: Row[] = [];
    for (const count of counts) rows.push(...(await measure(count, parent)), await memory(count, parent));
    return rows;
  } finally {
    await rm(parent, { recursive: true });
  }
}

/** Rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const figure = (value: number): string => (value < 10 ? value.toFixed(3) : value.toFixed(0));
  const lines = rows.map(({ what, tasks, unit, measured, budget, reference }) => {
    const beside = reference
      ? `${figure(reference.measured)} ${unit}, ${(reference.measured / measured).toFixed(1)}× (${reference.name})`
      : '';
    return `| ${what} | ${tasks} | ${figure(measured)} ${unit} | ${budget === null ? '' : `≤ ${budget}`} | ${beside} |`;
  });
  return ['| what | tasks | measured | budget | reference |', '|---|--:|--:|--:|---|', ...lines].join('\n');
}

if (process.argv[2] === '--memory') {
  const store = await openLocalStore({ folder: process.argv[3] as string, clock });
  await store.tasks.list(ALL, NEWEST, { page: 1, limit: 20 });
  await store.loaded;
  process.stdout.write(String(process.memoryUsage().rss / 1e6));
  await store.close();
} else if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(tableOf(await benchStore()));
}
