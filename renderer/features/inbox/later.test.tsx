import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../../server/contract/client.ts';
import { TaskCache } from '../../api/task-cache.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { dispatcher } from '../../keys/use-key.tsx';
import { fakeApi, fakeId } from '../../test/fake-api.ts';
import { ToastRegion, clearToasts } from '../../ui/toast.tsx';
import { undoStack } from '../../undo/undo-stack.ts';
import { InboxPage } from './page.tsx';

let stop: () => void = () => undefined;
beforeEach(() => {
  stop = dispatcher.listen(window);
});
afterEach(() => {
  stop();
  act(clearToasts);
  undoStack.clear();
});

/** The inbox with two reminders; the second task is somebody else's by now. */
async function open() {
  const api = fakeApi([
    { id: fakeId(1), title: 'Water the plants', remindAt: '2026-03-12T09:00:00.000Z' },
    { id: fakeId(2), title: 'Call the bank', assigneeId: fakeId(5) },
  ]);
  const read: string[] = [];
  const items = [1, 2].map((n) => ({
    id: fakeId(100 + n),
    userId: api.me.id,
    kind: 'due',
    taskId: fakeId(n),
    actorId: null,
    actor: null,
    at: `2026-03-12T0${9 - n}:00:00.000Z`,
    readAt: null,
    title: api.tasks.get(fakeId(n))?.title,
  }));
  const fetch: typeof globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (!pathname.includes('/notifications')) return api.fetch(input, init);
    if (!pathname.endsWith('/read'))
      return Promise.resolve(Response.json({ items, nextCursor: null, unread: 2 }));
    read.push(...(JSON.parse(init?.body as string) as { ids: string[] }).ids);
    return Promise.resolve(new Response(null, { status: 204 }));
  };
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  queries.setQueryData(['profile'], api.me);
  const session = {
    id: 'personal',
    call: createClient({ api: 'http://x/w/personal/api/v1', origin: 'http://x', fetch }),
    queries,
    tasks: new TaskCache(queries),
  } as WorkspaceSession;
  render(
    <WorkspaceProvider value={session}>
      <QueryClientProvider client={queries}>
        <MemoryRouter>
          <InboxPage />
          <ToastRegion label="Messages" />
        </MemoryRouter>
      </QueryClientProvider>
    </WorkspaceProvider>,
  );
  await screen.findByRole('link', { name: /Water the plants/ });
  return { api, read, user: userEvent.setup() };
}

test('a reminder is put off by keys: it is read, the task reminds then, and undo takes it back', async () => {
  const { api, read, user } = await open();
  await user.keyboard('jh');
  await user.type(await screen.findByRole('combobox'), 'tomorrow{Enter}');
  await screen.findByText(/“Water the plants” comes back: Tomorrow 09:00/);
  const morning = new Date();
  morning.setDate(morning.getDate() + 1);
  morning.setHours(9, 0, 0, 0);
  const remindAt = () => api.tasks.get(fakeId(1))?.remindAt;
  await waitFor(() => expect(remindAt()).toBe(morning.toISOString()));
  expect(read).toEqual([fakeId(101)]);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(remindAt()).toBe('2026-03-12T09:00:00.000Z'));
});

test('E does the task of the one that has the focus', async () => {
  const { api, read, user } = await open();
  await user.keyboard('je');
  await waitFor(() => expect(api.tasks.get(fakeId(1))?.status).toBe('done'));
  expect(read).toEqual([fakeId(101)]);
});

test('a task that was given away reminds nobody else', async () => {
  const { api, read, user } = await open();
  await user.keyboard('jjh');
  await user.type(await screen.findByRole('combobox'), 'hour{Enter}');
  await screen.findByText(/somebody else’s now/);
  expect(api.tasks.get(fakeId(2))?.remindAt).toBeNull();
  expect(read).toEqual([]);
});
