import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import Datastore from 'nedb-promises';
import { openLocalStore, type LocalStore } from '../adapters/local/index.ts';
import type { TaskRecord } from '../contract/tasks.ts';
import type { TaskFilter, TaskOrder } from '../modules/tasks/task.store.ts';
import { NO_EFFECTS } from '../ports/effects.ts';
import { createdEvent, seedTasks } from '../seed/tasks.ts';
import { benchImport, csvOf } from './import.ts';

/** One line of the table: what was measured, our figure, its budget and its reference, in milliseconds where no unit stands. */
export interface Row {
  readonly what: string;
  readonly tasks: number;
  readonly measured: number;
  readonly unit?: 's' | 'MB';
  readonly budget: number | null;
  readonly reference?: { readonly name: string; readonly measured: number };
}

const ME = '0b5e1a52-7d1c-4c58-9a6f-3f1f0c5b7a01';
/** Rows of a file that is imported. */
const IMPORTED = 100_000;
const NOW = Date.parse('2026-11-24T10:00:00Z');
const clock = { now: () => NOW };
const ALL: TaskFilter = { visibleTo: null, deleted: false, match: 'all' };
const NEWEST: TaskOrder = { sort: 'createdAt', order: 'desc' };
const BUDGETS = new Map([
  [10_000, { open: 350, page: 0.1, filter: 0.3, stats: 0.2, search: 3 }],
  [100_000, { open: 500, page: 0.5, filter: 2, stats: 1, search: 20 }],
]);

/** The median time of a call in milliseconds, each timed alone; as many before it to warm up. */
async function time(work: () => unknown, calls: number): Promise<number> {
  const took: number[] = [];
  for (let call = 0; call < 2 * calls; call++) {
    const began = performance.now();
    await work();
    if (call >= calls) took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[calls >> 1] as number;
}

async function fill(store: LocalStore, tasks: readonly TaskRecord[]): Promise<void> {
  await store.tasks.writeAll(
    tasks.map((task) => ({
      kind: 'insert',
      task,
      effects: { notifications: [], events: [createdEvent(task)] },
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
      measured,
      budget: limit ?? null,
      ...(reference && { reference }),
    });
  };
  const opened: { readonly first: number; readonly loaded: number }[] = [];
  for (let round = 0; round < 7; round++) opened.push(await openInFreshProcess(folder));
  const middle = (of: 'first' | 'loaded'): number =>
    opened.map((one) => one[of]).sort((one, other) => one - other)[3] as number;
  row('open to the first rows, in a fresh process', middle('first'), budget?.open);
  row('open to everything loaded, in a fresh process', middle('loaded'));
  store = await openLocalStore({ folder, clock });
  await store.loaded;

  const plain = Datastore.create({ inMemoryOnly: true }) as Datastore<TaskRecord & { _id: string }>;
  for (let from = 0; from < count; from += 1_000)
    await plain.insertMany(tasks.slice(from, from + 1_000).map((task) => ({ ...task, _id: task.id })));
  const reference = async (query: object): Promise<Row['reference']> => ({
    name: 'nedb-promises: find, sort, limit and count',
    measured: await time(async () => {
      await plain.find(query).sort({ createdAt: -1 }).limit(20);
      await plain.count(query);
    }, 5),
  });
  const page = { page: 1, limit: 20 };
  const narrow: TaskFilter = { ...ALL, status: ['todo', 'in_progress'], priority: ['high', 'urgent'] };
  const { tasks: port } = store;
  row(
    'page with total',
    await time(() => port.list(ALL, NEWEST, page), 500),
    budget?.page,
    await reference({ deletedAt: null }),
  );
  const deep = { page: Math.floor(count / 40), limit: 20 };
  row('page in the middle, with total', await time(() => port.list(ALL, NEWEST, deep), 500), budget?.page);
  row(
    'filter by status and priority, with total',
    await time(() => port.list(narrow, NEWEST, page), 200),
    budget?.filter,
    await reference({ deletedAt: null, status: { $in: narrow.status }, priority: { $in: narrow.priority } }),
  );
  row(
    'text search, with total',
    await time(() => port.list({ ...ALL, search: 'passport' }, NEWEST, page), 50),
    budget?.search,
    await reference({ deletedAt: null, title: /passport/i }),
  );
  const month = {
    overdue: { instant: NOW, day: NOW },
    tz: 'Europe/Berlin',
    from: NOW - 30 * 86_400_000,
    to: NOW,
  };
  row('statistics of 30 days', await time(() => port.stats(ALL, month), 200), budget?.stats);
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
  }, 100);
  await scratch.close();
  row('a write, acknowledged', await time(edit, 100), undefined, {
    name: 'append and fdatasync',
    measured: sync,
  });
  await store.close();
  return rows;
}

/** This file run as its own child, so that nothing is warm; without the start of the process and its modules. */
async function openInFreshProcess(folder: string): Promise<{ first: number; loaded: number }> {
  const args = ['--import', 'tsx', import.meta.filename, '--open', folder];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as { first: number; loaded: number };
}

/** The figures of the local store (quality.md), each with its reference from the same run. */
export async function benchStore(counts: readonly number[] = [10_000, 100_000]): Promise<Row[]> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'taskflow-bench-'));
  try {
    const rows: Row[] = [];
    for (const count of counts) rows.push(...(await measure(count, parent)));
    return rows;
  } finally {
    await rm(parent, { recursive: true });
  }
}

/** What an import does to others: of a small file with many rows, and of one as large as a file may be. */
async function benchImports(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [size, bytes] of [
    ['8 MB', 88],
    ['64 MB', 620],
  ] as const) {
    const { before, during, seconds, height } = await benchImport(csvOf(IMPORTED, bytes));
    const row = { tasks: IMPORTED, budget: null };
    const name = 'the same while nothing else goes on';
    rows.push(
      {
        ...row,
        what: `others’ first page while ${size} are imported, p99`,
        measured: during.p99,
        budget: 50,
        reference: { name, measured: before.p99 },
      },
      { ...row, what: `the longest that one of them took`, measured: during.longest },
      { ...row, what: `the import itself`, measured: seconds, unit: 's' },
      { ...row, what: `the server’s memory at its height`, measured: height, unit: 'MB' },
    );
  }
  return rows;
}

/** Rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const figure = (value: number): string => (value < 10 ? value.toFixed(3) : value.toFixed(0));
  const lines = rows.map(({ what, tasks, measured, unit = 'ms', budget, reference }) => {
    const beside = reference
      ? `${figure(reference.measured)} ms, ${(reference.measured / measured).toFixed(1)}× (${reference.name})`
      : '';
    return `| ${what} | ${tasks} | ${figure(measured)} ${unit} | ${budget === null ? '' : `≤ ${budget}`} | ${beside} |`;
  });
  return ['| what | tasks | measured | budget | reference |', '|---|--:|--:|--:|---|', ...lines].join('\n');
}

if (process.argv[2] === '--open') {
  const began = performance.now();
  const store = await openLocalStore({ folder: process.argv[3] as string, clock });
  await store.tasks.list(ALL, NEWEST, { page: 1, limit: 100 });
  const first = performance.now() - began;
  await store.loaded;
  process.stdout.write(JSON.stringify({ first, loaded: performance.now() - began }));
  await store.close();
} else if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(tableOf([...(await benchStore()), ...(await benchImports())]));
}
