import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router';
import { expect, test, vi } from 'vitest';
import { createClient } from '../../../server/contract/client.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { fakeApi } from '../../test/fake-api.ts';
import { WelcomePage } from './index.tsx';

const shell = await vi.hoisted(async () => (await import('../../test/fake-shell.ts')).fakeShell());

const Here = () => <output>{useLocation().pathname}</output>;

test('what the menu asks for here is not done later; what it asks for on the way out is left to the page that comes', async () => {
  const api = fakeApi([]);
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  const call = createClient({ api: 'http://x/api/v1', origin: 'http://x', fetch: api.fetch });
  render(
    <WorkspaceProvider
      value={{ id: 'personal', call, account: null, queries } as unknown as WorkspaceSession}
    >
      <QueryClientProvider client={queries}>
        <MemoryRouter initialEntries={['/welcome']}>
          <WelcomePage />
          <Here />
        </MemoryRouter>
      </QueryClientProvider>
    </WorkspaceProvider>,
  );
  shell.press('settings');
  await waitFor(() => expect(shell.pressed()).toBe(0));
  await userEvent.click(await screen.findByRole('button', { name: /Work offline/ }));
  expect(screen.getAllByRole('status').at(-1)?.textContent).toBe('/tasks');
  shell.press('newTask');
  await Promise.resolve();
  expect(shell.pressed()).toBe(1);
});
