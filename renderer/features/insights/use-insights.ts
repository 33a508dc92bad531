import { useQueries } from '@tanstack/react-query';
import { listTasks, taskStats, type Status, type TaskStats } from '../../../server/contract/tasks.ts';
import { queryKeys, type StatsQuery, type TaskQuery } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { mondayOf } from './series.ts';

export const PERIODS = [7, 30, 90, 365] as const;
export type Period = (typeof PERIODS)[number];

const OPEN: Status[] = ['todo', 'in_progress', 'in_review'];

/** Weeks in the chart of time to done. */
const WEEKS = 12;

export interface Insights {
  readonly open: TaskStats;
  readonly overdue: TaskStats;
  readonly period: TaskStats;
  readonly before: TaskStats;
  readonly weeks: TaskStats;
  readonly dueSoon: number;
  /** The due date of what has been overdue longest. */
  readonly oldestOverdue: { readonly dueDate: string; readonly dueAllDay: boolean } | null;
  /** The first moment of today, which closes the period. */
  readonly today: Date;
}

/** Local midnight so many days after another. */
const dayAfter = (day: Date, days: number): Date =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);

/** Everything the page shows, `today` being local midnight. `data` is null until all of it is there; figures of before stay while others are read. */
export function useInsights(
  period: Period,
  today: Date,
): { data: Insights | null; failed: boolean; retry: () => void } {
  const { call } = useWorkspace();
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const end = dayAfter(today, 1);
  const from = dayAfter(end, -period);

  const stats = (query: StatsQuery) => ({
    queryKey: queryKeys.statsOf(query),
    queryFn: ({ signal }: { signal: AbortSignal }) => call(taskStats, { query }, { signal }),
    placeholderData: (previous: TaskStats | undefined) => previous,
  });
  const list = (query: TaskQuery) => ({
    queryKey: queryKeys.list(query),
    queryFn: ({ signal }: { signal: AbortSignal }) => call(listTasks, { query }, { signal }),
  });
  const between = (start: Date, stop: Date) => ({ from: start.toISOString(), to: stop.toISOString() });

  const results = useQueries({
    queries: [
      stats({ tz, status: OPEN }),
      stats({ tz, overdue: true }),
      stats({ tz, ...between(from, end) }),
      stats({ tz, ...between(dayAfter(from, -period), from) }),
      stats({ tz, ...between(dayAfter(mondayOf(today), -7 * (WEEKS - 1)), end) }),
      list({
        tz,
        status: OPEN,
        dueAfter: today.toISOString(),
        dueBefore: dayAfter(end, 7).toISOString(),
        limit: 1,
      }),
      list({ tz, overdue: true, sort: 'dueDate', order: 'asc', limit: 1 }),
    ],
  });
  const [open, overdue, during, before, weeks, soon, late] = results;
  const retry = (): void => {
    for (const result of results) if (result.isError) void result.refetch();
  };
  const failed = results.some((result) => result.isError && !result.data);
  if (!open.data || !overdue.data || !during.data || !before.data || !weeks.data || !soon.data || !late.data)
    return { data: null, failed, retry };
  const oldest = late.data.items[0];
  return {
    data: {
      open: open.data,
      overdue: overdue.data,
      period: during.data,
      before: before.data,
      weeks: weeks.data,
      dueSoon: soon.data.total,
      oldestOverdue: oldest?.dueDate ? { dueDate: oldest.dueDate, dueAllDay: oldest.dueAllDay } : null,
      today,
    },
    failed,
    retry,
  };
}
