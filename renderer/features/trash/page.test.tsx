import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../../server/contract/client.ts';
import { folderSettings } from '../../api/settings-store.ts';
import { TaskCache } from '../../api/task-cache.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { dispatcher } from '../../keys/use-key.tsx';
import { fakeApi, fakeId } from '../../test/fake-api.ts';
import { clearToasts } from '../../ui/toast.tsx';
import { undoStack } from '../../undo/undo-stack.ts';
import { TrashPage } from './page.tsx';

let stop: () => void = () => undefined;
beforeEach(() => {
  stop = dispatcher.listen(window);
});
afterEach(() => {
  stop();
  act(clearToasts);
  undoStack.clear();
});

test('what was deleted is found by its words, and comes back by its key', async () => {
  const deletedAt = '2026-03-11T09:00:00.000Z';
  const api = fakeApi([
    { id: fakeId(1), title: 'Water the plants', deletedAt },
    { id: fakeId(2), title: 'Call the bank', deletedAt },
  ]);
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  const call = createClient({ api: 'http://x/w/personal/api/v1', origin: 'http://x', fetch: api.fetch });
  const session = {
    id: 'personal',
    call,
    queries,
    settings: folderSettings(call),
    workspaces: () => Promise.resolve([]),
    account: null,
    tasks: new TaskCache(queries),
  } as unknown as WorkspaceSession;
  render(
    <WorkspaceProvider value={session}>
      <QueryClientProvider client={queries}>
        <MemoryRouter>
          <TrashPage />
        </MemoryRouter>
      </QueryClientProvider>
    </WorkspaceProvider>,
  );
  const user = userEvent.setup();
  const list = await screen.findByRole('treegrid');
  expect(screen.getByRole('button', { name: 'Empty trash' })).toBeTruthy();
  await user.keyboard('/bank');
  await waitFor(() => expect(within(list).queryByText('Water the plants')).toBeNull());
  expect(within(list).getByText('Call the bank')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Empty trash' })).toBeNull();
  await user.keyboard('{Enter}j#');
  await waitFor(() => expect(api.tasks.get(fakeId(2))?.deletedAt).toBeNull());
  expect(await screen.findByText('Nothing in the trash matches.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Clear the search' }));
  expect(await screen.findByText('Water the plants')).toBeTruthy();
});
