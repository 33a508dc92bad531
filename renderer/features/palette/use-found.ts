import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { LIMITS } from '../../../server/contract/primitives.ts';
import { listTasks, type Task } from '../../../server/contract/tasks.ts';
import { queryKeys, type TaskQuery } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';

/** Milliseconds of rest after which what was typed is searched. */
const REST_MS = 80;
const AT_MOST = 6;

/** The tasks that a text finds, a moment after the last letter; an older search under way is given up. */
export function useFound(text: string): readonly Task[] {
  const { call } = useWorkspace();
  const wanted = text.trim().slice(0, LIMITS.searchChars);
  const [search, setSearch] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(wanted), REST_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query: TaskQuery = { search, limit: AT_MOST, sort: 'updatedAt', order: 'desc' };
  const { data } = useQuery({
    queryKey: queryKeys.list(query),
    queryFn: ({ signal }) => call(listTasks, { query }, { signal }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
  return wanted === '' ? [] : (data?.items ?? []);
}
