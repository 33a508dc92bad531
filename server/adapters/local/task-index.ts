import type { TaskRecord } from '../../contract/tasks.ts';
import {
  WHOLE_DAY_MORNING,
  type StatsOptions,
  type TaskFilter,
  type TaskOrder,
  type TaskPageRequest,
} from '../../modules/tasks/task.store.ts';
import type { TaskStats } from '../../contract/tasks.ts';
import { CANCELLED, Columns, DONE, LIVE, NOBODY, TRASHED } from './columns.ts';
import { decodeCursor, encodeCursor } from '../../ports/cursor.ts';
import { compileFilter } from './filter.ts';
import { compareKeys, lowerBound, Orders, sortValue, type SortValue } from './orders.ts';
import { statsOf } from './stats.ts';

/** One page of ids in order, and how many tasks pass the filter in all. */
export interface IdPage {
  readonly ids: readonly string[];
  readonly total: number;
  readonly nextCursor: string | null;
}

/** What people are sorted by (ports/text.ts, codePointKey), by id. */
export type SortNames = ReadonlyMap<string, string>;
export const NO_NAMES: SortNames = new Map();

/** Nobody is null; who is not known sorts first. */
const nameOf = (id: string | null, names: SortNames): string | null =>
  id === null ? null : (names.get(id) ?? '');

/** Finds, orders and counts tasks by typed columns, without touching the documents. Everything here is synchronous. */
export class TaskIndex {
  private readonly columns = new Columns();
  private readonly orders = new Orders(this.columns);
  /** By row; good until the next filter. */
  private marks = new Uint8Array(0);

  get size(): number {
    return this.columns.rowOf.size;
  }

  /** The version of a task; undefined when there is none. */
  versionOf(id: string): number | undefined {
    const row = this.columns.rowOf.get(id);
    return row === undefined ? undefined : this.columns.version[row];
  }

  /** Version and rank of a task; null when there is none. */
  brief(id: string): Pick<TaskRecord, 'version' | 'rank'> | null {
    const { rowOf, version, rank } = this.columns;
    const row = rowOf.get(id);
    return row === undefined ? null : { version: version[row] as number, rank: rank[row] as string | null };
  }

  /** Applies what one small batch of writes left of each task: its record, or null when it was purged. */
  apply(changes: ReadonlyMap<string, TaskRecord | null>): void {
    const { columns, orders } = this;
    for (const [id, task] of changes) {
      const known = columns.rowOf.get(id);
      if (known !== undefined) orders.remove(known);
      if (!task) {
        if (known !== undefined) columns.drop(known);
        continue;
      }
      const row = known ?? columns.add(id);
      columns.set(row, task);
      orders.insert(row);
    }
  }

  /**
   * The same for many tasks: makes rows that no list shows, and the orders with them, in short steps between which others
   * have their turn; then lists show all of it from one moment to the next.
   */
  *applyMany(changes: ReadonlyMap<string, TaskRecord | null>): Generator<void> {
    const { columns, orders } = this;
    const came: { readonly row: number; readonly task: TaskRecord; readonly before: number | undefined }[] =
      [];
    const live: number[] = [];
    const trashed: number[] = [];
    const went = new Set<number>();
    const purged: number[] = [];
    for (const [id, task] of changes) {
      const before = columns.rowOf.get(id);
      if (before !== undefined) went.add(before);
      if (task) {
        const row = columns.stage(task);
        came.push({ row, task, before });
        (task.deletedAt === null ? live : trashed).push(row);
      } else if (before !== undefined) purged.push(before);
      yield;
    }
    const setOrders = yield* orders.staged(
      { live: Uint32Array.from(live), trashed: Uint32Array.from(trashed) },
      went,
    );
    for (const { row, task, before } of came) columns.show(row, task, before);
    for (const row of purged) columns.drop(row);
    setOrders();
  }

  page(filter: TaskFilter, order: TaskOrder, request: TaskPageRequest, names: SortNames = NO_NAMES): IdPage {
    const { columns } = this;
    const rows = this.ordered(filter.deleted, order, names);
    const fits = compileFilter(columns, filter);
    const { limit } = request;
    const kind = `${order.sort}.${order.order}`;
    const after = 'cursor' in request ? this.after(rows, order, names, kind, request.cursor) : 0;
    const skip = 'page' in request ? (request.page - 1) * limit : 0;
    const ids: string[] = [];
    let last = -1;
    let more = false;
    let total: number;
    if (!fits) {
      total = rows.length;
      const from = after + skip;
      for (const row of rows.subarray(from, from + limit)) {
        ids.push(columns.ids[row] as string);
        last = row;
      }
      more = from + limit < total;
    } else {
      total = this.mark(filter.deleted, fits);
      let seen = 0;
      for (let index = after; index < rows.length && !more; index++) {
        const row = rows[index] as number;
        if (this.marks[row] === 0 || seen++ < skip) continue;
        if (ids.length < limit) {
          ids.push(columns.ids[row] as string);
          last = row;
        } else more = true;
      }
    }
    const nextCursor =
      more && last >= 0
        ? encodeCursor(kind, [this.valueOf(order, names, last), columns.ids[last] as string])
        : null;
    return { ids, total, nextCursor };
  }

  /**
   * Marks the rows that fit and counts them, row after row: in the order of a list, memory is what takes the time. The list
   * then reads marks until its page is full.
   */
  private mark(deleted: boolean, fits: (row: number) => boolean): number {
    const { columns } = this;
    const { length } = columns;
    if (this.marks.length < length) this.marks = new Uint8Array(columns.status.length);
    const { marks } = this;
    const side = deleted ? TRASHED : LIVE;
    let total = 0;
    for (let row = 0; row < length; row++) {
      const mark = columns.deleted[row] === side && fits(row) ? 1 : 0;
      marks[row] = mark;
      total += mark;
    }
    return total;
  }

  stats(filter: TaskFilter, options: StatsOptions): TaskStats {
    return statsOf(this.columns, filter, options);
  }

  /** Ids of what may remind in [from, to): see TaskStore.remindable. */
  remindable(from: number, to: number): string[] {
    const { status, remind, due, allDay, ids } = this.columns;
    const { earliest, latest } = WHOLE_DAY_MORNING;
    const found: string[] = [];
    for (const row of this.orders.get(false, 'createdAt', true)) {
      if (status[row] === DONE || status[row] === CANCELLED) continue;
      const chosen = remind[row] as number;
      const at = Number.isNaN(chosen) ? (due[row] as number) : chosen;
      const isWholeDay = Number.isNaN(chosen) && allDay[row] === 1;
      const reminds = isWholeDay ? at >= from - latest && at < to - earliest : at >= from && at < to;
      if (reminds) found.push(ids[row] as string);
    }
    return found;
  }

  private ordered(deleted: boolean, order: TaskOrder, names: SortNames): Uint32Array {
    const descending = order.order === 'desc';
    if (order.sort !== 'assignee') return this.orders.get(deleted, order.sort, descending);
    return this.byAssignee(this.orders.get(deleted, 'id', descending), names, descending);
  }

  /** A counting sort of rows, which stand by id, by the names of their assignees: those change by themselves. */
  private byAssignee(rows: Uint32Array, known: SortNames, descending: boolean): Uint32Array {
    const { assignee, people } = this.columns;
    const names = people.map((id) => nameOf(id, known));
    const distinct = [...new Set(names)].sort((a, b) => compareKeys(a, '', b, '', descending));
    const placeOfName = new Map(distinct.map((name, place) => [name, place]));
    const place = Uint32Array.from(names, (name) => placeOfName.get(name) as number);
    const starts = new Uint32Array(distinct.length + 1);
    for (const row of rows) starts[(place[assignee[row] ?? NOBODY] as number) + 1]!++;
    for (let index = 1; index < starts.length; index++) starts[index]! += starts[index - 1] as number;
    const sorted = new Uint32Array(rows.length);
    for (const row of rows) sorted[starts[place[assignee[row] ?? NOBODY] as number]!++] = row;
    return sorted;
  }

  private valueOf(order: TaskOrder, names: SortNames, row: number): SortValue {
    if (order.sort !== 'assignee') return sortValue(this.columns, order.sort, row);
    return nameOf(this.columns.people[this.columns.assignee[row] as number] ?? null, names);
  }

  /** Where the list goes on behind a cursor, whether or not the task it names is still there. */
  private after(rows: Uint32Array, order: TaskOrder, names: SortNames, kind: string, cursor: string): number {
    const textual = order.sort === 'title' || order.sort === 'assignee' || order.sort === 'rank';
    const [value, id] = decodeCursor(kind, cursor, [[textual ? 'string' : 'number', 'null'], ['string']]);
    const descending = order.order === 'desc';
    return lowerBound(rows.length, (index) => {
      const row = rows[index] as number;
      const rowId = this.columns.ids[row] as string;
      return compareKeys(this.valueOf(order, names, row), rowId, value ?? null, id as string, descending) > 0;
    });
  }
}
