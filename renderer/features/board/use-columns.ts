import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  listTasks,
  STATUSES,
  type Status,
  type Task,
  type TaskPage,
} from '../../../server/contract/tasks.ts';
import { byRank } from '../../api/by-rank.ts';
import { useMe } from '../../api/people.ts';
import { queryKeys, type TaskQuery } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { isOpenOnly, queryOf, without, type Filters } from '../tasks/view/filters.ts';

/** A column of the board: the tasks of one status in the order of their ranks, as far as they are loaded. */
export interface Column {
  readonly status: Status;
  readonly tasks: readonly Task[];
  /** How many there are, loaded or not. */
  readonly total: number;
  readonly hasMore: boolean;
  readonly isLoaded: boolean;
  readonly error: unknown;
  /** Loads the next page; resolves when it is there. */
  readonly loadMore: () => Promise<unknown>;
  readonly retry: () => void;
}

const PAGE = 100;
const IN_ORDER = { sort: 'rank', order: 'asc', limit: PAGE } as const;

interface Ask {
  readonly query: NonNullable<TaskQuery> | null;
  /** The query could not be narrowed to the column's status (filters joined by "any"): it holds all of them. */
  readonly isShared: boolean;
}

function useColumn(status: Status, { query, isShared }: Ask): Column {
  const { call } = useWorkspace();
  const asked = { ...query, ...IN_ORDER };
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: queryKeys.list(asked),
    queryFn: ({ pageParam, signal }) =>
      call(listTasks, { query: pageParam ? { ...asked, cursor: pageParam } : asked }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last: TaskPage) => last.nextCursor,
    enabled: query !== null,
  });
  const tasks = useMemo(() => {
    const seen = new Map<string, Task>();
    for (const page of data?.pages ?? [])
      for (const task of page.items) if (!isShared || task.status === status) seen.set(task.id, task);
    return [...seen.values()].sort(byRank);
  }, [data, isShared, status]);
  return {
    status,
    tasks,
    total: isShared ? tasks.length : Math.max(data?.pages[0]?.total ?? 0, tasks.length),
    hasMore: hasNextPage,
    isLoaded: data !== undefined || query === null,
    error,
    loadMore: () => (hasNextPage && !isFetchingNextPage ? fetchNextPage() : Promise.resolve()),
    retry: () => void refetch(),
  };
}

/** The columns that can hold tasks under the filters, in the order of work. `today` is local midnight. */
export function useColumns(filters: Filters, today: Date): readonly Column[] {
  const me = useMe()?.id;
  const asks = useMemo(() => {
    const own = isOpenOnly(filters) ? without(filters, 'status') : filters;
    return STATUSES.map((status): Ask => {
      const query = queryOf(own, { status: [status] }, today, me);
      if (query !== 'inexpressible') return { query, isShared: false };
      const shared = queryOf(own, {}, today, me);
      return { query: shared === 'inexpressible' ? null : shared, isShared: true };
    });
  }, [filters, today, me]);
  const [todo, inProgress, inReview, done, cancelled] = asks as [Ask, Ask, Ask, Ask, Ask];
  const all = [
    useColumn('todo', todo),
    useColumn('in_progress', inProgress),
    useColumn('in_review', inReview),
    useColumn('done', done),
    useColumn('cancelled', cancelled),
  ];
  return all.filter((_, i) => asks[i]?.query !== null);
}
