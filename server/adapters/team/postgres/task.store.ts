import type { TaskRecord, TaskStats } from '../../../contract/tasks.ts';
import { AppError, invalidAt } from '../../../errors.ts';
import type {
  Remindable,
  StatsOptions,
  TaskFilter,
  TaskListing,
  TaskOrder,
  TaskPageRequest,
  TaskStore,
  TaskWrite,
  WriteResult,
  Written,
} from '../../../modules/tasks/task.store.ts';
import { Together } from '../together.ts';
import type { Database, Queryable, Statement } from './database.ts';
import { violationOf } from './failures.ts';
import { GroupCommit } from './group-commit.ts';
import type { KnownLists } from './known-lists.ts';
import { uncounted } from './parameters.ts';
import { listStatement } from './task-list.ts';
import { cursorBehind } from './task-order.ts';
import { remindableIn } from './task-remindable.ts';
import { WHOLE_TASK_COLUMNS, taskOf, type TaskRow } from './task-row.ts';
import { statsOf, statsStatement, type StatsRow } from './task-stats.ts';
import { callOne, writtenOf, type WrittenRow } from './task-write-one.ts';
import { callMany, idOf, roundsOf, type Call } from './task-write.ts';

const GET: Statement = {
  name: 'task-get',
  text: `SELECT ${WHOLE_TASK_COLUMNS} FROM tasks t WHERE t.id = $1`,
};
const GET_MANY: Statement = {
  name: 'task-get-many',
  text: `SELECT ${WHOLE_TASK_COLUMNS} FROM tasks t WHERE t.id = ANY(${uncounted('$1::uuid[]')})`,
};
const LOCK: Statement = {
  name: 'task-lock',
  text: 'SELECT id FROM tasks WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE',
};
const ALL = `SELECT ${WHOLE_TASK_COLUMNS} FROM tasks t ORDER BY t.id`;
/** The ids first, by what the indexes say of one person: else PostgreSQL walks through all tasks to have them in order. */
export const ALL_OF = `SELECT ${WHOLE_TASK_COLUMNS} FROM tasks t WHERE t.id = ANY (ARRAY (
    SELECT id FROM tasks WHERE creator_id = $1::uuid UNION SELECT id FROM tasks WHERE assignee_id = $1::uuid
  )) ORDER BY t.id`;
const STREAMED = 500;

/** Undoes a batch of which one write could not be made. */
class Refused extends Error {
  constructor(
    readonly index: number,
    readonly result: WriteResult,
  ) {
    super(`Write ${index} is ${result}.`);
  }
}

/** Tasks in PostgreSQL: every answer and every write is one statement, written by hand and prepared by name. */
export class PostgresTaskStore implements TaskStore {
  readonly #together = new Together((ids: string[]) => this.#read(ids));
  readonly #commits = new GroupCommit({
    atOnce: (writes) => this.#writeAtOnce(writes),
    alone: (write) => this.#writeAlone(write),
  });

  constructor(
    private readonly database: Database,
    private readonly known: KnownLists,
  ) {}

  async get(id: string): Promise<TaskRecord | null> {
    const [task] = await this.#together.ask([id]);
    return task ?? null;
  }

  async getMany(ids: readonly string[]): Promise<ReadonlyMap<string, TaskRecord>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.rows<TaskRow>(GET_MANY, [ids]);
    return new Map(rows.map((row) => [row.id, taskOf(row)]));
  }

  async list(filter: TaskFilter, order: TaskOrder, page: TaskPageRequest): Promise<TaskListing> {
    const { limit } = page;
    const known = await this.known.look(filter, order);
    const skipped = 'cursor' in page ? null : (page.page - 1) * limit;
    const start = 'cursor' in page ? { cursor: page.cursor, skipped: 0 } : known.startOf(skipped ?? 0);
    const counted = known.total === null;
    const { statement, values } = listStatement(filter, order, { start, limit, counted });
    const rows = await this.database.rows<TaskRow & { k?: unknown; total?: string }>(statement, values);
    const total = known.total ?? Number(rows[0]?.total ?? 0);
    const found = rows.filter((row) => row.id !== null);
    const items = found.slice(0, limit).map(taskOf);
    const last = items.at(-1);
    const nextCursor = found.length > limit && last ? cursorBehind(last, order, found[limit - 1]?.k) : null;
    known.learn({ total, before: skipped === null ? 0 : skipped + items.length, cursor: nextCursor });
    return { items, total, nextCursor };
  }

  async stats(filter: TaskFilter, options: StatsOptions): Promise<TaskStats> {
    const { statement, values } = statsStatement(filter, options);
    return statsOf(await this.database.rows<StatsRow>(statement, values), options);
  }

  async write(write: TaskWrite): Promise<Written> {
    if (write.kind === 'insert' || write.kind === 'replace') return this.#commits.write(write);
    const [row] = await this.#call<WrittenRow>(this.database, callOne(write));
    return writtenOf(write, row);
  }

  async writeEach(writes: readonly TaskWrite[]): Promise<readonly WriteResult[]> {
    const [only] = writes;
    if (!only) return [];
    if (writes.length === 1) return [(await this.write(only)).result];
    return this.database.transaction((tx) => this.#writeIn(tx, writes));
  }

  async writeAll(
    writes: readonly TaskWrite[],
  ): Promise<'done' | { readonly index: number; readonly result: WriteResult }> {
    if (writes.length === 0) return 'done';
    try {
      await this.database.transaction(async (tx) => {
        const results = await this.#writeIn(tx, writes);
        const index = results.findIndex((result) => result !== 'done');
        if (index >= 0) throw new Refused(index, results[index] as WriteResult);
      });
      return 'done';
    } catch (error) {
      if (error instanceof Refused) return { index: error.index, result: error.result };
      throw error;
    }
  }

  remindable(from: number, to: number): AsyncIterable<readonly Remindable[]> {
    return remindableIn(this.database, from, to);
  }

  async *all(visibleTo?: string): AsyncIterable<TaskRecord> {
    const [text, values] = visibleTo === undefined ? [ALL, []] : [ALL_OF, [visibleTo]];
    for await (const row of this.database.stream<TaskRow>(text, values, STREAMED)) yield taskOf(row);
  }

  async #read(ids: readonly string[]): Promise<(TaskRecord | null)[]> {
    const [only] = ids;
    if (ids.length === 1) {
      const [row] = await this.database.rows<TaskRow>(GET, [only]);
      return [row ? taskOf(row) : null];
    }
    const found = await this.getMany(ids);
    return ids.map((id) => found.get(id) ?? null);
  }

  /** Null: not there, or held by another transaction, or it went down with another one. */
  async #writeAtOnce(writes: readonly TaskWrite[]): Promise<(Written | null)[]> {
    const [first] = writes as [TaskWrite];
    const isOne = writes.length === 1;
    const numbered = writes.map((write, n) => ({ n, write }));
    const call = isOne ? callOne(first) : callMany(first.kind, numbered, { waits: false });
    try {
      const rows = await this.#call<WrittenRow & { n?: number }>(this.database, call);
      const of = new Map(rows.map((row) => [row.n ?? 0, row]));
      return numbered.map(({ n, write }) => {
        const row = of.get(n);
        return row?.result === 'missing' ? null : writtenOf(write, row);
      });
    } catch (error) {
      // What is wrong with one of them undid them all; an outage or a full disk is everybody's.
      if (isOne || (error instanceof AppError && error.code !== 'VALIDATION')) throw error;
      return writes.map(() => null);
    }
  }

  /** Waits for whoever holds the task. */
  async #writeAlone(write: TaskWrite): Promise<Written> {
    const [row] = await this.#call<WrittenRow>(this.database, callMany(write.kind, [{ n: 0, write }]));
    return writtenOf(write, row);
  }

  /** Some statements for many writes. All rows are locked first, in one order, so that batches do not deadlock. */
  async #writeIn(tx: Queryable, writes: readonly TaskWrite[]): Promise<WriteResult[]> {
    const results: WriteResult[] = [];
    await tx.rows(LOCK, [[...new Set(writes.map(idOf))]]);
    for (const round of roundsOf(writes))
      for (const [kind, some] of round)
        for (const { n, result } of await this.#call<{ n: number; result: WriteResult }>(
          tx,
          callMany(kind, some),
        ))
          results[n] = result;
    return results;
  }

  async #call<Row>(on: Queryable, { statement, values }: Call): Promise<Row[]> {
    try {
      return await on.rows<Row>(statement, values);
    } catch (error) {
      if (violationOf(error)?.kind !== 'foreign') throw error;
      throw invalidAt('assigneeId', { code: 'NOBODY_HERE' }, { cause: error });
    }
  }
}
