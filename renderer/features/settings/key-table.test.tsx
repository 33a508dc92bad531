import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../../../server/contract/client.ts';
import { useSettings } from '../../api/settings.ts';
import { folderSettings } from '../../api/settings-store.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { dispatcher } from '../../keys/use-key.tsx';
import { fakeApi } from '../../test/fake-api.ts';
import { useApplySettings } from '../../theme/apply-settings.ts';
import { clearToasts } from '../../ui/toast.tsx';
import { KeysPage } from './keys-page.tsx';

let stop: () => void = () => undefined;
beforeEach(() => {
  stop = dispatcher.listen(window);
});
afterEach(() => {
  stop();
  act(() => dispatcher.choose({}));
  act(clearToasts);
});

function Page() {
  useApplySettings(useSettings());
  return <KeysPage />;
}

function open() {
  const api = fakeApi([]);
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  const call = createClient({ api: 'http://x/w/personal/api/v1', origin: 'http://x', fetch: api.fetch });
  const session = { id: 'personal', call, queries, settings: folderSettings(call) } as WorkspaceSession;
  render(
    <WorkspaceProvider value={session}>
      <QueryClientProvider client={queries}>
        <Page />
      </QueryClientProvider>
    </WorkspaceProvider>,
  );
  return { api, user: userEvent.setup() };
}

test('a key is chosen by pressing it; who had it is named, and has none then', async () => {
  const { user } = open();
  const acted = vi.fn();
  const off = dispatcher.register('search', acted);
  await user.click(await screen.findByRole('button', { name: 'Search: /. Change it' }));
  await user.click(screen.getByRole('textbox', { name: 'Press the keys' }));
  await user.keyboard('x');
  expect(screen.getByRole('status').textContent).toContain('“Select”');
  await user.keyboard('{Enter}');
  await screen.findByRole('button', { name: 'Search: x. Change it' });
  await screen.findByRole('button', { name: 'Select: no key. Change it' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  act(() => (document.activeElement as HTMLElement).blur());
  await user.keyboard('x');
  expect(acted).toHaveBeenCalledTimes(1);
  await user.keyboard('/');
  expect(acted).toHaveBeenCalledTimes(1);
  await user.click(screen.getByRole('button', { name: 'Back to the usual key of “Search”' }));
  await screen.findByRole('button', { name: 'Search: /. Change it' });
  off();
});

test('two letters make a sequence; what means something everywhere is refused', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: /^Sidebar: / }));
  await user.click(screen.getByRole('textbox', { name: 'Press the keys' }));
  await user.keyboard('{Control>}c{/Control}');
  expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
  await user.keyboard('qb');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByRole('button', { name: 'Sidebar: q b. Change it' });
});
