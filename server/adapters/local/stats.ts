import { PRIORITIES, STATUSES, type TaskStats } from '../../contract/tasks.ts';
import type { StatsOptions, TaskFilter } from '../../modules/tasks/task.store.ts';
import { LIVE, TRASHED, type Columns } from './columns.ts';
import { dayAt, daysBetween } from '../../ports/days.ts';
import { compileFilter, overdueTest } from './filter.ts';

/** The value at a share of sorted numbers, by nearest rank. */
const rankOf = (sorted: Float64Array, share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] as number;

const byKeys = <K extends string>(keys: readonly K[], counts: ArrayLike<number>): Record<K, number> =>
  Object.fromEntries(keys.map((key, code) => [key, counts[code]])) as Record<K, number>;

/** What is counted of the tasks that pass a filter. */
interface Counts {
  readonly byStatus: Uint32Array;
  readonly byPriority: Uint32Array;
  readonly byPerson: Uint32Array;
  overdue: number;
  /** Rows of what was settled in the time that is asked for. */
  readonly settled: number[];
}

const nothing = (columns: Columns): Counts => ({
  byStatus: new Uint32Array(STATUSES.length),
  byPriority: new Uint32Array(PRIORITIES.length),
  byPerson: new Uint32Array(columns.people.length),
  overdue: 0,
  settled: [],
});

const personOf = (columns: Columns, { groupBy }: StatsOptions): Uint32Array | null =>
  groupBy === 'assignee' ? columns.assignee : groupBy === 'creator' ? columns.creator : null;

/**
 * All tasks outside of the trash, by what is known of them already; two columns are walked, each for what few rows have: a
 * walk over 100,000 rows has a millisecond, and a branch that cannot be foreseen costs as much as ten that can.
 */
function countAll(columns: Columns, options: StatsOptions): Counts {
  const counts = nothing(columns);
  const { completed, openDue, allDay, deleted, length } = columns;
  for (const [kind, count] of columns.live.entries()) {
    counts.byStatus[Math.floor(kind / PRIORITIES.length)]! += count;
    counts.byPriority[kind % PRIORITIES.length]! += count;
  }
  const { instant, day } = options.overdue;
  const latest = Math.max(instant, day);
  for (let row = 0; row < length; row++) {
    const due = openDue[row] as number;
    if (due < latest && due < (allDay[row] ? day : instant)) counts.overdue++;
  }
  const { from, to } = options;
  for (let row = 0; row < length; row++) {
    const at = completed[row] as number;
    if (at >= from && at < to && deleted[row] === LIVE) counts.settled.push(row);
  }
  const person = personOf(columns, options);
  if (person)
    for (let row = 0; row < length; row++)
      if (deleted[row] === LIVE) counts.byPerson[person[row] as number]!++;
  return counts;
}

/** The tasks that pass a filter, in one walk through the columns. */
function countSome(
  columns: Columns,
  deleted: boolean,
  fits: ((row: number) => boolean) | null,
  options: StatsOptions,
): Counts {
  const counts = nothing(columns);
  const late = overdueTest(columns, options.overdue);
  const { status, priority, completed } = columns;
  const { from, to } = options;
  const person = personOf(columns, options);
  const side = deleted ? TRASHED : LIVE;
  for (let row = 0; row < columns.length; row++) {
    if (columns.deleted[row] !== side || (fits && !fits(row))) continue;
    counts.byStatus[status[row] as number]!++;
    counts.byPriority[priority[row] as number]!++;
    if (person) counts.byPerson[person[row] as number]!++;
    if (late(row)) counts.overdue++;
    const at = completed[row] as number;
    if (at >= from && at < to) counts.settled.push(row);
  }
  return counts;
}

/** Statistics of the tasks that pass a filter. */
export function statsOf(columns: Columns, filter: TaskFilter, options: StatsOptions): TaskStats {
  const fits = compileFilter(columns, filter);
  const {
    byStatus,
    byPriority,
    byPerson,
    overdue,
    settled: rows,
  } = fits || filter.deleted ? countSome(columns, filter.deleted, fits, options) : countAll(columns, options);
  const { completed, created } = columns;
  const { groupBy } = options;
  const days = daysBetween(options.from, options.to, options.tz);
  const perDay = new Uint32Array(days.names.length);
  const weeks = days.mondays.map((): number[] => []);
  const took = new Float64Array(rows.length);
  for (const [index, row] of rows.entries()) {
    const at = completed[row] as number;
    const day = dayAt(days, at);
    perDay[day]!++;
    took[index] = Math.max(0, at - (created[row] as number));
    weeks[days.weeks[day] as number]?.push(took[index]);
  }
  took.sort();
  const middle = took.length >> 1;
  return {
    total: byStatus.reduce((sum, count) => sum + count, 0),
    byStatus: byKeys(STATUSES, byStatus),
    byPriority: byKeys(PRIORITIES, byPriority),
    ...(groupBy && { groups: groupsOf() }),
    overdue,
    completedPerDay: days.names.map((day, index) => ({ day, count: perDay[index] as number })),
    medianTimeToDone:
      took.length === 0
        ? null
        : took.length % 2
          ? (took[middle] as number)
          : ((took[middle - 1] as number) + (took[middle] as number)) / 2,
    timeToDone: days.mondays.flatMap((week, index) => {
      const sorted = Float64Array.from(weeks[index] ?? []).sort();
      if (sorted.length === 0) return [];
      const [lower, median, upper] = [rankOf(sorted, 0.25), rankOf(sorted, 0.5), rankOf(sorted, 0.75)];
      return [{ week, count: sorted.length, lower, median, upper }];
    }),
  };

  /** Groups that have any, the largest first; people of one size by id, nobody last. */
  function groupsOf(): { key: string | null; count: number }[] {
    const keys: readonly (string | null)[] =
      groupBy === 'status' ? STATUSES : groupBy === 'priority' ? PRIORITIES : columns.people;
    const counts = groupBy === 'status' ? byStatus : groupBy === 'priority' ? byPriority : byPerson;
    const groups = keys
      .map((key, code) => ({ key, count: counts[code] as number }))
      .filter(({ count }) => count > 0);
    return groups.sort(
      (a, b) => b.count - a.count || (a.key === null ? 1 : b.key === null ? -1 : a.key < b.key ? -1 : 1),
    );
  }
}
