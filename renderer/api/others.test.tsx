import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WorkspaceItem } from '../../server/contract/app.ts';
import { createClient } from '../../server/contract/client.ts';
import type { TaskEvent } from '../../server/contract/realtime.ts';
import { fakeApi, fakeId } from '../test/fake-api.ts';
import { OthersWatch } from './others-watch.ts';
import { lookedAtOthers, useHasNews } from './others.ts';
import { queryKeys } from './query-keys.ts';
import { StateWriter } from './state-writer.ts';
import { WorkspaceProvider, type WorkspaceSession } from './workspace.tsx';

const [FIRST, SECOND] = [fakeId(1), fakeId(2)];
const BEN = fakeId(9);

/** A window on a workspace of a kind, where `newest` is what others did last. */
function open(kind: WorkspaceItem['kind'], newest: string | null) {
  const api = fakeApi([]);
  const asked: string[] = [];
  const team = { newest };
  const fetch: typeof api.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (!/\/(others|activity)$/.test(pathname)) return api.fetch(input, init);
    asked.push(`${init?.method ?? 'GET'} ${pathname.slice('/w/one/api/v1'.length)}`);
    return pathname.endsWith('others') ? Promise.resolve(Response.json({ ...team })) : api.fetch(input, init);
  };
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  queries.setQueryData(queryKeys.profile, api.me);
  const call = createClient({ api: 'http://x/w/one/api/v1', origin: 'http://x', fetch });
  const status = { state: 'synced', waiting: 0, conflicts: 0, syncedAt: null } as const;
  const session = {
    id: 'one',
    call,
    account: null,
    queries,
    stored: new StateWriter(call),
    workspaces: () => Promise.resolve([{ id: 'one', kind, name: 'One', status, notices: [] }]),
  } as unknown as WorkspaceSession;
  const watch = new OthersWatch(queries);
  const { result } = renderHook(() => useHasNews(), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <WorkspaceProvider value={session}>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </WorkspaceProvider>
    ),
  });
  const hear = async (id: string | null): Promise<void> => {
    watch.receive({ type: 'task.updated', actor: id && { id } } as TaskEvent);
    await act(() => vi.advanceTimersByTimeAsync(400));
  };
  return { session, asked, team, api, result, hear, watch };
}

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => void vi.useRealTimers());

test('others’ changes are news until they are looked at, and are asked for once', async () => {
  const { session, asked, team, api, result, hear } = open('team', FIRST);
  await waitFor(() => expect(result.current).toBe(true));
  expect(asked.splice(0).toSorted()).toEqual(['GET /events/others', 'GET /state/activity']);
  for (let i = 0; i < 5; i++) await hear(BEN);
  expect(asked).toEqual([]);

  team.newest = SECOND;
  await act(() => lookedAtOthers(session));
  await waitFor(() => expect(result.current).toBe(false));
  await act(() => session.stored.flush());
  expect(api.state.get('activity')).toEqual({ newest: SECOND });
  expect(asked.splice(0)).toEqual(['GET /events/others', 'PUT /state/activity']);

  await act(() => lookedAtOthers(session));
  await act(() => session.stored.flush());
  expect(asked.splice(0)).toEqual(['GET /events/others']);

  // One's own, and what is no event.
  await hear(api.me.id);
  await hear(null);
  expect(asked).toEqual([]);
  team.newest = FIRST;
  await hear(BEN);
  await waitFor(() => expect(result.current).toBe(true));
  expect(asked).toEqual(['GET /events/others']);
});

test('another window that has looked may know newer ones: they are asked for again', async () => {
  const { session, team, result, watch } = open('team', FIRST);
  await waitFor(() => expect(result.current).toBe(true));
  team.newest = SECOND;
  session.queries.setQueryData(queryKeys.state('activity'), { newest: SECOND });
  watch.looked();
  await waitFor(() => expect(result.current).toBe(false));
});

test('what is kept in another form counts as never looked', async () => {
  const { session, result } = open('team', FIRST);
  session.queries.setQueryData(queryKeys.state('activity'), { seen: true });
  await waitFor(() => expect(result.current).toBe(true));
});

test('a personal workspace asks nothing', async () => {
  const { session, asked, result, hear } = open('personal', FIRST);
  await waitFor(() => expect(session.queries.getQueryData(queryKeys.workspaces)).toBeTruthy());
  await hear(BEN);
  expect(result.current).toBe(false);
  expect(asked).toEqual([]);
});
