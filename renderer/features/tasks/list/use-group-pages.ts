import { useQueries, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { listTasks, type Task, type TaskPage } from '../../../../server/contract/tasks.ts';
import { queryKeys, type TaskQuery } from '../../../api/query-keys.ts';
import { useWorkspace } from '../../../api/workspace.tsx';
import type { Group } from '../view/groups.ts';
import { PAGE_ROWS, rowsOf, withKnown, type RowLookup } from './rows.ts';

type Pages = InfiniteData<TaskPage, number>;

/** A group with what is known of its rows. */
export interface LoadedGroup extends Group {
  readonly count: number;
  readonly at: RowLookup;
}

export interface GroupPages {
  /** Undefined until every group's first page has come. */
  readonly groups: readonly LoadedGroup[] | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly isFetching: boolean;
  /** Says which pages of which groups stand in view; those that are not there are asked for. */
  readonly want: (pages: ReadonlyMap<string, readonly number[]>) => void;
  /** Rows [from, to) of a group, asked for where they are not there. */
  readonly rows: (group: Group, from: number, to: number) => Promise<readonly Task[]>;
}

/** Pages that are kept on either side of those in view. */
const KEPT = 8;

// The board keeps the same query by cursors: the last word keeps the two apart.
const keyOf = (query: TaskQuery) => [...queryKeys.list({ ...query, limit: PAGE_ROWS }), 'rows'];

function joined(old: Pages | undefined, fresh: readonly TaskPage[], wanted: readonly number[]): Pages {
  const near = (page: number): boolean => page === 1 || wanted.some((one) => Math.abs(one - page) <= KEPT);
  const pages = new Map((old?.pages ?? []).filter(({ page }) => near(page)).map((page) => [page.page, page]));
  for (const page of fresh) pages.set(page.page, page);
  const sorted = [...pages.values()].sort((a, b) => a.page - b.page);
  return { pages: sorted, pageParams: sorted.map((page) => page.page) };
}

/**
 * The rows of groups, page by page as they come into view. Each group is one entry of the query cache that holds those of
 * its pages that were looked at lately, so that an edit moves rows in all of them at once, and a refetch brings the pages in
 * view together.
 */
export function useGroupPages(groups: readonly Group[]): GroupPages {
  const { call, queries } = useWorkspace();
  const wanted = useRef<ReadonlyMap<string, readonly number[]>>(new Map());
  const loading = useRef(false);

  const fetchPages = useCallback(
    (query: NonNullable<TaskQuery>, pages: readonly number[], signal?: AbortSignal): Promise<TaskPage[]> =>
      Promise.all(
        pages.map((page) =>
          call(listTasks, { query: { ...query, page, limit: PAGE_ROWS } }, signal ? { signal } : {}),
        ),
      ),
    [call],
  );

  const results = useQueries({
    queries: groups.map((group) => ({
      queryKey: keyOf(group.query),
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Pages> => {
        const pages = new Set([1, ...(wanted.current.get(group.key) ?? [])]);
        const old = queries.getQueryData<Pages>(keyOf(group.query))?.pages ?? [];
        return joined(undefined, withKnown(await fetchPages(group.query, [...pages], signal), old), []);
      },
      // It would compare every field of every task that is kept; withKnown does it by version.
      structuralSharing: false,
    })),
  });

  const latest = useRef(groups);
  useEffect(() => {
    latest.current = groups;
  });

  /** Wanted pages that are not there, by group. */
  const missing = useCallback(
    () =>
      latest.current.flatMap((group) => {
        const data = queries.getQueryData<Pages>(keyOf(group.query));
        if (!data) return [];
        const there = new Set(data.pages.map((page) => page.page));
        const last = Math.max(1, Math.ceil((data.pages[0]?.total ?? 0) / PAGE_ROWS));
        const pages = (wanted.current.get(group.key) ?? []).filter(
          (page) => page <= last && !there.has(page),
        );
        return pages.length > 0 ? [{ group, pages }] : [];
      }),
    [queries],
  );

  /** Asks for them, one batch at a time: what has scrolled away meanwhile is never asked for. */
  const loadMissing = useCallback(async (): Promise<void> => {
    if (loading.current) return;
    loading.current = true;
    try {
      for (let batch = missing(); batch.length > 0; batch = missing())
        await Promise.all(
          batch.map(async ({ group, pages }) => {
            const fresh = await fetchPages(group.query, pages);
            queries.setQueryData<Pages>(keyOf(group.query), (old) =>
              joined(old, fresh, wanted.current.get(group.key) ?? []),
            );
          }),
        );
    } catch {
      // The rows stay blank; the next scroll, or the socket when it is back, asks again.
    } finally {
      loading.current = false;
    }
  }, [fetchPages, missing, queries]);

  const want = useCallback(
    (pages: ReadonlyMap<string, readonly number[]>) => {
      wanted.current = pages;
      void loadMissing();
    },
    [loadMissing],
  );

  const rows = useCallback(
    async (group: Group, from: number, to: number): Promise<readonly Task[]> => {
      const at = rowsOf(queries.getQueryData<Pages>(keyOf(group.query))?.pages ?? []);
      const here = Array.from({ length: Math.max(0, to - from) }, (_, index) => at(from + index));
      if (here.every((task) => task !== undefined)) return here;
      const first = Math.floor(from / PAGE_ROWS) + 1;
      const last = Math.ceil(to / PAGE_ROWS);
      const all: Task[] = [];
      // Eight at a time: quick, and the server answers others in between.
      for (let page = first; page <= last; page += 8) {
        const numbers = Array.from({ length: Math.min(8, last - page + 1) }, (_, index) => page + index);
        all.push(...(await fetchPages(group.query, numbers)).flatMap((one) => one.items));
      }
      return all.slice(from - (first - 1) * PAGE_ROWS, to - (first - 1) * PAGE_ROWS);
    },
    [fetchPages, queries],
  );

  const loaded = useLoaded(
    groups,
    results.map((result) => result.data),
  );
  return {
    groups: loaded,
    error: loaded ? null : (results.find((result) => result.error)?.error ?? null),
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
    isFetching: results.some((result) => result.isFetching),
    want,
    rows,
  };
}

/** The groups once all of them are there; until then the ones of before, so that nothing blinks when a filter changes. */
function useLoaded(
  groups: readonly Group[],
  data: readonly (Pages | undefined)[],
): readonly LoadedGroup[] | undefined {
  const [made, setMade] = useState<{
    readonly from: readonly unknown[];
    readonly groups: readonly LoadedGroup[];
  }>();
  const from = [...groups, ...data];
  const isSame = made?.from.length === from.length && made.from.every((one, index) => one === from[index]);
  if (isSame || !data.every((one) => one !== undefined)) return made?.groups;
  const next = groups.map((group, index) => ({
    ...group,
    count: data[index]?.pages[0]?.total ?? 0,
    at: rowsOf(data[index]?.pages ?? []),
  }));
  setMade({ from, groups: next });
  return next;
}
