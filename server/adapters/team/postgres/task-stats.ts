import { PRIORITIES, STATUSES, type TaskStats } from '../../../contract/tasks.ts';
import type { StatsOptions, TaskFilter } from '../../../modules/tasks/task.store.ts';
import { daysBetween } from '../../../ports/days.ts';
import type { Statement } from './database.ts';
import { Parameters } from './parameters.ts';
import { Prepared } from './prepared.ts';
import { branchesOf, overdueSql } from './task-filter.ts';

/** A count of one kind: `key` is its value, or the number of a day or a week. */
export interface StatsRow {
  readonly kind: 'all' | 'status' | 'priority' | 'person' | 'settled' | 'day' | 'week';
  readonly key: string | null;
  readonly n: number;
  readonly late: number;
  readonly lower: number | null;
  readonly median: number | null;
  readonly upper: number | null;
}

const prepared = new Prepared('tasks-stats');

const iso = (ms: number): string => new Date(ms).toISOString();

/** All statistics in one statement; a person's come from the covering indexes alone. */
export function statsStatement(
  filter: TaskFilter,
  { overdue, groupBy, tz, from, to }: StatsOptions,
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const parameters = new Parameters();
  const days = daysBetween(from, to, tz);
  const branches = branchesOf(filter, parameters);
  const person = groupBy === 'assignee' ? 't.assignee_id' : groupBy === 'creator' ? 't.creator_id' : null;
  const late = overdueSql(overdue, parameters);
  const columns = `t.status, t.priority, ${person ?? 'NULL'} AS person, ${late} AS late, t.created_at, t.completed_at`;
  const starts = parameters.add(Array.from(days.starts, iso), 'timestamptz[]');
  const weeks = parameters.add(days.weeks, 'integer[]');
  const since = parameters.add(iso(from), 'timestamptz');
  const until = parameters.add(iso(to), 'timestamptz');
  const text = `WITH seen AS MATERIALIZED (
    ${branches.map((branch) => `SELECT ${columns} FROM tasks t WHERE ${branch}`).join(' UNION ALL ')}
  ), settled AS MATERIALIZED (
    SELECT width_bucket(completed_at, ${starts}) AS day,
           greatest(0, extract(epoch FROM completed_at - created_at) * 1000)::float8 AS took
    FROM seen WHERE completed_at >= ${since} AND completed_at < ${until}
  )
  SELECT CASE WHEN GROUPING(status) = 0 THEN 'status' WHEN GROUPING(priority) = 0 THEN 'priority'
              ${person ? `WHEN GROUPING(person) = 0 THEN 'person'` : ''} ELSE 'all' END AS kind,
         coalesce(status::text, priority::text${person ? ', person::text' : ''}) AS key, count(*)::integer AS n,
         (count(*) FILTER (WHERE late))::integer AS late,
         NULL::float8 AS lower, NULL::float8 AS median, NULL::float8 AS upper
  FROM seen GROUP BY GROUPING SETS ((), (status), (priority)${person ? ', (person)' : ''})
  UNION ALL
  SELECT CASE WHEN GROUPING(day) = 0 THEN 'day' WHEN GROUPING(week) = 0 THEN 'week' ELSE 'settled' END,
         coalesce(day - 1, week)::text, count(*)::integer, 0,
         percentile_disc(0.25) WITHIN GROUP (ORDER BY took),
         CASE WHEN GROUPING(day, week) = 3 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY took)
              ELSE percentile_disc(0.5) WITHIN GROUP (ORDER BY took) END,
         percentile_disc(0.75) WITHIN GROUP (ORDER BY took)
  FROM (SELECT day, (${weeks})[day] AS week, took FROM settled) AS s GROUP BY GROUPING SETS ((), (day), (week))`;
  return { statement: prepared.get(text), values: parameters.values };
}

/** The rows of that statement as the contract's statistics. */
export function statsOf(rows: readonly StatsRow[], { groupBy, tz, from, to }: StatsOptions): TaskStats {
  const of = (kind: StatsRow['kind']) => rows.filter((row) => row.kind === kind);
  const byKeys = <K extends string>(keys: readonly K[], kind: StatsRow['kind']): Record<K, number> => {
    const counts = new Map(of(kind).map(({ key, n }) => [key, n]));
    return Object.fromEntries(keys.map((key) => [key, counts.get(key) ?? 0])) as Record<K, number>;
  };
  const [all] = of('all');
  const [settled] = of('settled');
  const { names: days, mondays } = daysBetween(from, to, tz);
  const perDay = new Map(of('day').map(({ key, n }) => [Number(key), n]));
  return {
    total: all?.n ?? 0,
    byStatus: byKeys(STATUSES, 'status'),
    byPriority: byKeys(PRIORITIES, 'priority'),
    ...(groupBy && {
      groups: groupsOf(of(groupBy === 'status' || groupBy === 'priority' ? groupBy : 'person'), groupBy),
    }),
    overdue: all?.late ?? 0,
    completedPerDay: days.map((day, index) => ({ day, count: perDay.get(index) ?? 0 })),
    medianTimeToDone: settled?.median ?? null,
    timeToDone: of('week')
      .sort((a, b) => Number(a.key) - Number(b.key))
      .map(({ key, n, lower, median, upper }) => ({
        week: mondays[Number(key)] as string,
        count: n,
        lower: lower ?? 0,
        median: median ?? 0,
        upper: upper ?? 0,
      })),
  };
}

/** The largest first; of one size states in their order, people by id, nobody last. */
function groupsOf(
  rows: readonly StatsRow[],
  groupBy: NonNullable<StatsOptions['groupBy']>,
): { key: string | null; count: number }[] {
  const order: readonly string[] = groupBy === 'status' ? STATUSES : groupBy === 'priority' ? PRIORITIES : [];
  const place = (key: string | null): string => (key === null ? '~' : `${order.indexOf(key)}${key}`);
  return rows
    .map(({ key, n }) => ({ key, count: n }))
    .sort((a, b) => b.count - a.count || (place(a.key) < place(b.key) ? -1 : 1));
}
