import { useQueries, useQuery, type InfiniteData, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listTasks, type Task, type TaskPage } from '../../../server/contract/tasks.ts';
import { useMe } from '../../api/people.ts';
import { queryKeys, type TaskQuery } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { addDays } from '../../ui/month.ts';
import { FILTER_FIELDS, queryOf, type Conditions, type Filters } from '../tasks/view/filters.ts';
import { byDay } from './days.ts';

type Pages = InfiniteData<TaskPage, number>;

/** Rows of a page, and how many pages of a month are read: nobody looks through more in one. */
const PAGE = 100;
const PAGES = 20;

export interface Days {
  readonly tasks: ReadonlyMap<string, readonly Task[]>;
  /** Tasks in these weeks that were not read, as there are too many. */
  readonly unread: number;
  readonly isLoaded: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The queries of a stretch of days. Filters joined by "any" are one each: what fits several comes several times. */
export function queriesOf(
  filters: Filters,
  within: Conditions,
  now: Date,
  me: string | undefined,
): readonly NonNullable<TaskQuery>[] {
  const each =
    filters.match === 'all'
      ? [filters]
      : FILTER_FIELDS.flatMap((field) =>
          filters[field] ? [{ match: 'all' as const, [field]: filters[field] }] : [],
        );
  const asked = each.length > 0 ? each : [{ match: 'all' as const }];
  return asked.flatMap((one) => {
    const query = queryOf(one, within, now, me);
    return query && query !== 'inexpressible'
      ? [{ ...query, sort: 'dueDate', order: 'asc', limit: PAGE }]
      : [];
  });
}

/** The tasks of some days, from the first to the last, by their day. `today` is local midnight. */
export function useDays(filters: Filters, first: Date, last: Date, today: Date): Days {
  const { call } = useWorkspace();
  const me = useMe()?.id;
  const [from, to, day] = [first.getTime(), last.getTime(), today.getTime()];
  const queries = useMemo(() => {
    const within = {
      dueAfter: new Date(from).toISOString(),
      dueBefore: addDays(new Date(to), 1).toISOString(),
    };
    return queriesOf(filters, within, new Date(day), me);
  }, [filters, from, to, day, me]);

  return useQueries({
    queries: queries.map((query) => ({
      // List and board keep the same query otherwise: the last word keeps them apart.
      queryKey: [...queryKeys.list(query), 'days'],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Pages> => {
        const page = (number: number) => call(listTasks, { query: { ...query, page: number } }, { signal });
        const one = await page(1);
        const count = Math.min(PAGES, Math.ceil(one.total / PAGE));
        const rest = await Promise.all(
          Array.from({ length: Math.max(0, count - 1) }, (_, index) => page(index + 2)),
        );
        const pages = [one, ...rest];
        return { pages, pageParams: pages.map((each) => each.page) };
      },
    })),
    combine: together,
  });
}

/** What several queries hold as one, each task once. */
function together(results: UseQueryResult<Pages>[]): Days {
  const pages = results.map((result) => result.data?.pages ?? []);
  const tasks = new Map(pages.flat().flatMap((page) => page.items.map((task) => [task.id, task])));
  return {
    tasks: byDay([...tasks.values()]),
    unread: pages.reduce((sum, some) => {
      const held = some.reduce((rows, page) => rows + page.items.length, 0);
      return sum + Math.max(0, (some[0]?.total ?? 0) - held);
    }, 0),
    isLoaded: results.every((result) => result.data !== undefined),
    error: results.find((result) => result.error && !result.data)?.error ?? null,
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}

/** Tasks that fit the filters and have no day. `total`: undefined until it is known, 0 where the filters name days. */
export interface Undated {
  readonly total: number | undefined;
  /** The newest of them, where they are wanted. */
  readonly tasks: readonly Task[];
}

const NONE: readonly Task[] = [];

export function useUndated(filters: Filters, today: Date, isWanted: boolean): Undated {
  const { call } = useWorkspace();
  const me = useMe()?.id;
  const [query] = filters.match === 'all' ? queriesOf(filters, { noDue: true }, today, me) : [];
  const asked = { ...query, sort: 'createdAt', order: 'desc', limit: isWanted ? PAGE : 1 } as const;
  const { data } = useQuery({
    queryKey: [...queryKeys.list(asked), 'undated'],
    queryFn: ({ signal }) => call(listTasks, { query: asked }, { signal }),
    enabled: query !== undefined,
  });
  return { total: query ? data?.total : 0, tasks: (query && isWanted && data?.items) || NONE };
}
