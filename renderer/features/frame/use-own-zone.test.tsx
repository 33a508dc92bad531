import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { createClient } from '../../../server/contract/client.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { fakeApi } from '../../test/fake-api.ts';
import { useOwnZone } from './use-own-zone.ts';

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A window on a workspace of a kind, whose person has a zone or none. */
function open(kind: WorkspaceItem['kind'], tz?: string) {
  const api = fakeApi([]);
  if (tz) Object.assign(api.me.profile, { tz });
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  const status = { state: 'synced', waiting: 0, conflicts: 0, syncedAt: null } as const;
  const session = {
    id: 'one',
    call: createClient({ api: 'http://x/w/one/api/v1', origin: 'http://x', fetch: api.fetch }),
    account: null,
    queries,
    workspaces: () => Promise.resolve([{ id: 'one', kind, name: 'One', status, notices: [] }]),
  } as unknown as WorkspaceSession;
  renderHook(() => useOwnZone(), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <WorkspaceProvider value={session}>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </WorkspaceProvider>
    ),
  });
  return { api, queries };
}

test('a team that does not know its person’s zone is told', async () => {
  const { api } = open('team');
  await waitFor(() => expect(api.me.profile.tz).toBe(HERE));
});

test.each([
  ['team', 'Asia/Tokyo'],
  ['personal', undefined],
] as const)('a zone that is known stays, and one’s own device needs none (%s)', async (kind, tz) => {
  const { api, queries } = open(kind, tz);
  await waitFor(() => expect(queries.getQueryData(queryKeys.profile)).toBeTruthy());
  await waitFor(() => expect(queries.getQueryData(queryKeys.workspaces)).toBeTruthy());
  expect(api.me.profile.tz).toBe(tz);
});
