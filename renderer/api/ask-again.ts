import type { InvalidateQueryFilters, QueryClient } from '@tanstack/react-query';

/**
 * Something has changed: what was asked is asked again. A query that waits for its very first answer is not cancelled by the
 * library when it is invalidated, and that answer may be older than the change: so it is asked once more when it is there.
 */
export async function askAgain(queries: QueryClient, filters: InvalidateQueryFilters = {}): Promise<void> {
  const waiting = new Set(
    queries
      .getQueryCache()
      .findAll(filters)
      .filter(({ state }) => state.data === undefined && state.fetchStatus === 'fetching'),
  );
  void queries.invalidateQueries(filters);
  if (waiting.size === 0) return;
  await Promise.allSettled([...waiting].flatMap(({ promise }) => promise ?? []));
  await queries.invalidateQueries({ predicate: (query) => waiting.has(query) });
}
