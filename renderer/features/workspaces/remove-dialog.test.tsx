import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { createClient } from '../../../server/contract/client.ts';
import type { Loss } from '../../../server/contract/joining.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { clearToasts } from '../../ui/toast.tsx';
import { RemoveDialog } from './remove-dialog.tsx';

afterEach(() => act(clearToasts));

const ITEM = {
  id: 'w',
  kind: 'team',
  name: 'Crew',
  status: { state: 'offline', waiting: 1, conflicts: 0, syncedAt: null },
  notices: [],
} as unknown as WorkspaceItem;

/** A server whose loss the test turns; it removes only what was looked at, as the real one does. */
function open(loss: () => Loss | null) {
  const asked: string[] = [];
  const fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const { url, method } = new Request(input, init);
    const { pathname, search, searchParams } = new URL(url);
    const now = loss();
    if (pathname.endsWith('/loss'))
      return now ? Response.json(now) : Response.json({ code: 'STORE_UNAVAILABLE' }, { status: 503 });
    if (method !== 'DELETE') return Response.json({ items: [] });
    asked.push(search);
    if (now && now.waiting + now.conflicts > 0 && searchParams.get('seen') !== now.mark)
      return Response.json({ code: 'CHANGES_WAITING', message: 'no', details: now }, { status: 409 });
    return new Response(null, { status: 204 });
  }) as typeof globalThis.fetch;
  const call = createClient({ api: 'http://x/w/w/api/v1', origin: 'http://x', fetch });
  let isClosed = false;
  const queries = new QueryClient();
  render(
    <QueryClientProvider client={queries}>
      <WorkspaceProvider value={{ id: 'w', call, queries } as WorkspaceSession}>
        <RemoveDialog item={ITEM} onClose={() => (isClosed = true)} />
      </WorkspaceProvider>
    </QueryClientProvider>,
  );
  return { asked, isClosed: () => isClosed };
}

const press = async (name: string): Promise<void> => {
  const button = await screen.findByRole('button', { name });
  await waitFor(() => expect(button).toHaveProperty('disabled', false));
  await userEvent.click(button);
};

test('it names edits and conflicts, and asks again about what came after it was looked at', async () => {
  let loss: Loss = { waiting: 2, conflicts: 1, mark: 'a' };
  const { asked, isClosed } = open(() => loss);
  await screen.findByText(/^2 changes have not been sent/);
  screen.getByText(/^1 conflict is undecided/);
  screen.getByRole('button', { name: 'Save what was not sent…' });
  screen.getByRole('button', { name: 'Save all tasks…' });
  loss = { waiting: 2, conflicts: 2, mark: 'b' };
  await press('Discard it and remove');
  await screen.findByText(/^Something came after you looked/);
  screen.getByText(/^2 conflicts are undecided/);
  expect(isClosed()).toBe(false);
  await press('Discard it and remove');
  await waitFor(() => expect(isClosed()).toBe(true));
  expect(asked).toEqual(['?discard=true&seen=a', '?discard=true&seen=b']);
});

test('where nothing would be lost it just removes, and the server still looks', async () => {
  const { asked, isClosed } = open(() => ({ waiting: 0, conflicts: 0, mark: 'a' }));
  await press('Remove');
  await waitFor(() => expect(isClosed()).toBe(true));
  expect(asked).toEqual(['']);
});

test('what cannot be counted is said, and can be removed all the same', async () => {
  const { asked, isClosed } = open(() => null);
  await screen.findByText(/cannot be counted/);
  await press('Remove');
  await waitFor(() => expect(isClosed()).toBe(true));
  expect(asked).toEqual(['?discard=true']);
});
