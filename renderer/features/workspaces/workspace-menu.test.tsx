import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { OpenWorkspacesProvider, type OpenWorkspaces } from '../../api/open-workspaces.tsx';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { heldKeys } from '../../keys/held-keys.ts';
import { dispatcher } from '../../keys/use-key.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';

const acted: string[] = [];
let offs: readonly (() => void)[] = [];
beforeEach(() => {
  acted.length = 0;
  offs = [dispatcher.listen(window), dispatcher.register('newTask', () => void acted.push('new task'))];
});
afterEach(() => {
  heldKeys.drop();
  for (const off of offs) off();
});

const press = (init: KeyboardEventInit): boolean =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));

/** A window that has been told of no workspace yet; `ids` are told when it is asked to. */
function setUp(...ids: string[]) {
  let tell: (items: readonly WorkspaceItem[]) => void = () => undefined;
  const list = new Promise<readonly WorkspaceItem[]>((resolve) => (tell = resolve));
  const session = {
    id: 'personal',
    account: null,
    workspaces: () => list,
    queries: new QueryClient(),
  } as unknown as WorkspaceSession;
  const opened = {
    at: async (place: number) => (await list)[place]?.id ?? null,
    show: (id: string) => void acted.push(`show ${id}`),
  } as Partial<OpenWorkspaces> as OpenWorkspaces;
  render(
    <QueryClientProvider client={session.queries}>
      <OpenWorkspacesProvider value={opened}>
        <WorkspaceProvider value={session}>
          <MemoryRouter>
            <WorkspaceMenu />
          </MemoryRouter>
        </WorkspaceProvider>
      </OpenWorkspacesProvider>
    </QueryClientProvider>,
  );
  const status = { state: 'local' as const, waiting: 0, conflicts: 0, syncedAt: null };
  return () => tell(ids.map((id) => ({ id, kind: 'personal', name: id, status, notices: [] })));
}

test('the key of a workspace that is not known yet leads there once it is, and what is written behind it waits', async () => {
  const tell = setUp('personal', 'north');
  press({ key: '@', code: 'Digit2', ctrlKey: true, shiftKey: true });
  press({ key: 'c' });
  expect(acted).toEqual([]);
  await act(async () => tell());
  await vi.waitFor(() => expect(acted).toEqual(['show north']));
  // The page that came, as the shell of the pages does.
  heldKeys.release();
  expect(acted).toEqual(['show north', 'new task']);
});

test('where there is none at that place, what was written acts here', async () => {
  const tell = setUp('personal');
  press({ key: '@', code: 'Digit2', ctrlKey: true, shiftKey: true });
  press({ key: 'c' });
  await act(async () => tell());
  await vi.waitFor(() => expect(acted).toEqual(['new task']));
});
