import type { Priority, Sort, Status, TaskRecord, TaskStats } from '../../contract/tasks.ts';
import type { Effects } from '../../ports/effects.ts';

/** Filters, resolved: `me` is an id, `none` is null, times are milliseconds. Within a field any value fits. */
export interface TaskFilter {
  /** Only tasks this user created or is assigned to; null: all (an admin, the personal user). */
  readonly visibleTo: string | null;
  readonly status?: readonly Status[];
  readonly priority?: readonly Priority[];
  /** null stands for nobody. */
  readonly assigneeId?: readonly (string | null)[];
  readonly creatorId?: readonly string[];
  /** Found, both folded (ports/text.ts), literally in title or description, never across their border. */
  readonly search?: string;
  /** Due strictly before, at or after; a task without due date fits neither. Both together are one field, a range. */
  readonly dueBefore?: DueBound;
  readonly dueAfter?: DueBound;
  /** True: only tasks without due date. False: only those with one. */
  readonly noDue?: boolean;
  /** `is` true: only what is overdue. False: only what is not, tasks without due date and settled ones among them. */
  readonly overdue?: OverdueAt & { readonly is: boolean };
  /** True: only the trash. False: only what is not there. */
  readonly deleted: boolean;
  /** How the fields above join (visibleTo and deleted always hold). With no field set, everything fits. */
  readonly match: 'all' | 'any';
}

/**
 * A bound for due dates as one viewer sees it: a task with a time is compared with `instant`, a whole-day one with `day`,
 * which is the same moment on the viewer's wall clock written as if it were UTC (so a whole day stands at its local
 * midnight, in New York too). Milliseconds since 1970.
 */
export interface DueBound {
  readonly instant: number;
  readonly day: number;
}

/**
 * What overdue means at one moment for one viewer: open (neither done nor cancelled) and due before `instant`, or, for
 * a whole day, due on a calendar day before the viewer's today: dueDate < `day` (00:00Z of the viewer's today).
 */
export interface OverdueAt {
  readonly instant: number;
  readonly day: number;
}

export interface TaskOrder {
  readonly sort: Sort;
  readonly order: 'asc' | 'desc';
}

/** By number (1-based), or from an opaque cursor that an earlier page gave; the cursor survives changes in between. */
export type TaskPageRequest =
  { readonly page: number; readonly limit: number } | { readonly cursor: string; readonly limit: number };

export interface TaskListing {
  readonly items: readonly TaskRecord[];
  readonly total: number;
  readonly nextCursor: string | null;
}

export interface StatsOptions {
  readonly overdue: OverdueAt;
  readonly groupBy?: 'status' | 'priority' | 'assignee' | 'creator';
  /** Days are counted in this IANA zone, over [from, to) in milliseconds. */
  readonly tz: string;
  readonly from: number;
  readonly to: number;
}

/**
 * One write of a task together with what belongs to it. `expectedVersion` null: whatever it is.
 * `rank` moves a task in an order: it neither compares nor raises the version. So a `replace` with `setsRank` false leaves
 * the rank that is stored, whatever `task.rank` says: who did not mean to move a task must not undo a move unseen.
 * `keepsTexts`: title, description and source are those of the expected version, so no store has to write them again.
 */
export type TaskWrite =
  | {
      readonly kind: 'insert';
      readonly task: TaskRecord;
      /** Whether it may have the id of a task that was deleted for good: a file that is read in again brings it back. */
      readonly revives?: true;
      readonly effects: Effects;
    }
  | {
      readonly kind: 'replace';
      readonly task: TaskRecord;
      readonly expectedVersion: number | null;
      readonly setsRank: boolean;
      readonly keepsTexts?: boolean;
      readonly effects: Effects;
    }
  | {
      readonly kind: 'rank';
      readonly id: string;
      readonly rank: string | null;
      readonly updatedAt: string;
    }
  | {
      readonly kind: 'purge';
      readonly id: string;
      readonly expectedVersion: number | null;
      readonly effects: Effects;
    };

/** `taken`: the id is in use, or was, by a task that was deleted for good. `stale`: the version is another by now. `missing`: no such task. */
export type WriteResult = 'done' | 'taken' | 'stale' | 'missing';

/** What one write came to. `stored`: the task as it left it; null: it left none, or nothing was written. */
export interface Written {
  readonly result: WriteResult;
  readonly stored: TaskRecord | null;
}

const HOUR_MS = 3_600_000;
const MORNING = 9;

/** When it is nine in the morning of a whole day: so long after its dueDate, from the easternmost zone to the westernmost. */
export const WHOLE_DAY_MORNING = {
  atMs: MORNING * HOUR_MS,
  earliest: (MORNING - 14) * HOUR_MS,
  latest: (MORNING + 12) * HOUR_MS,
} as const;

/** What a reminder is made from. */
export type Remindable = Pick<
  TaskRecord,
  | 'id'
  | 'title'
  | 'status'
  | 'assigneeId'
  | 'creatorId'
  | 'dueDate'
  | 'dueAllDay'
  | 'remindAt'
  | 'updatedAt'
  | 'deletedAt'
>;

/**
 * The port of tasks. Every promise that resolves to 'done' means: on the disk, effects included.
 * Rules that all adapters keep (adapters/suites/task-store.suite.ts): nulls sort last in both directions, ties by id
 * in the direction of the list; priority and status sort in their own order; title and assignee's name (user.store.ts,
 * sortName; '' where nobody is known by that id) sort folded, code point by code point (ports/text.ts); rank byte by byte;
 * a cursor neither repeats nor skips what stood still.
 * Throws AppError: CURSOR_INVALID, DISK_FULL, STORE_UNAVAILABLE.
 */
export interface TaskStore {
  /** In the trash or not, `source.raw` included. */
  get(id: string): Promise<TaskRecord | null>;
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, TaskRecord>>;
  /** Items come without `source.raw`. */
  list(filter: TaskFilter, order: TaskOrder, page: TaskPageRequest): Promise<TaskListing>;
  stats(filter: TaskFilter, options: StatsOptions): Promise<TaskStats>;
  write(write: TaskWrite): Promise<Written>;
  /** Each write judged alone, one flush for all; results in order. A write sees those before it. */
  writeEach(writes: readonly TaskWrite[]): Promise<readonly WriteResult[]>;
  /** All or none: the first that is not 'done' leaves everything as it was and is answered with its index. */
  writeAll(
    writes: readonly TaskWrite[],
  ): Promise<'done' | { readonly index: number; readonly result: WriteResult }>;
  /**
   * Open tasks, not in the trash, that may remind in [from, to): remindAt in it, or remindAt null and dueDate in it; of a
   * whole day its morning, somewhere (the caller settles zones). In no particular order, a portion at a time: thousands
   * fall due in a week. What changes while they are read may be in it or not.
   */
  remindable(from: number, to: number): AsyncIterable<readonly Remindable[]>;
  /**
   * Every task, or those that one user created or is assigned to, trash included, `source.raw` included, by id: for export
   * and backups. One consistent moment.
   */
  all(visibleTo?: string): AsyncIterable<TaskRecord>;
}
