import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { createClient } from '../../../server/contract/client.ts';
import { StateWriter } from '../../api/state-writer.ts';
import { TaskCache } from '../../api/task-cache.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { fakeApi, fakeId } from '../../test/fake-api.ts';
import { clearToasts } from '../../ui/toast.tsx';
import { undoStack } from '../../undo/undo-stack.ts';
import { Description } from './description.tsx';
import { useTask } from './use-task.ts';

const ID = fakeId(1);
const KEY = `draft.${ID}`;

function Shown() {
  const { task } = useTask(ID);
  return task ? <Description task={task} isReadOnly={false} ownsKeys={false} /> : null;
}

/** A window on a workspace: opening a second one on the same api is what a restart is. */
function openWindow(api: ReturnType<typeof fakeApi>) {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  const call = createClient({ api: 'http://x/w/personal/api/v1', origin: 'http://x', fetch: api.fetch });
  const stored = new StateWriter(call);
  const session = {
    id: 'personal',
    call,
    queries,
    tasks: new TaskCache(queries),
    stored,
  } as WorkspaceSession;
  const view = render(
    <QueryClientProvider client={queries}>
      <WorkspaceProvider value={session}>
        <Shown />
      </WorkspaceProvider>
    </QueryClientProvider>,
  );
  return { ...view, stored };
}

afterEach(() => {
  act(clearToasts);
  undoStack.clear();
});

async function write(words: string): Promise<void> {
  await userEvent.click(await screen.findByRole('button', { name: 'Edit the description' }));
  await userEvent.type(screen.getByRole('textbox'), words);
}

test('Ctrl+Enter saves; nothing is left of the draft', async () => {
  const api = fakeApi([{ id: ID, description: 'one' }]);
  const { stored } = openWindow(api);
  await write(' two{Control>}{Enter}{/Control}');
  await waitFor(() => expect(api.tasks.get(ID)?.description).toBe('one two'));
  await waitFor(() => expect(screen.queryByText('Draft kept')).toBeNull());
  await act(() => stored.flush());
  expect(api.state.get(KEY) ?? null).toBeNull();
});

test('Esc keeps the draft, also for the next window, and the task stays as it was', async () => {
  const api = fakeApi([{ id: ID, description: 'one' }]);
  const first = openWindow(api);
  await write(' two{Escape}');
  await screen.findByText('Draft kept');
  await act(() => first.stored.flush());
  expect(JSON.stringify(api.state.get(KEY))).toContain('one two');
  first.unmount();
  openWindow(api);
  await screen.findByText('Draft kept');
  expect(api.tasks.get(ID)?.description).toBe('one');
  await write(' three{Control>}{Enter}{/Control}');
  await waitFor(() => expect(api.tasks.get(ID)?.description).toBe('one two three'));
});

test('what the server refuses stays a draft', async () => {
  const api = fakeApi([{ id: ID, description: 'one' }]);
  openWindow(api);
  await write(' two');
  api.refusal = 'DISK_FULL';
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByText('Draft kept');
  expect(api.tasks.get(ID)?.description).toBe('one');
});

test('a press before it is known whether a draft is there opens the editor once it is, with what was typed', async () => {
  const api = fakeApi([{ id: ID, description: null }]);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const fetch: typeof api.fetch = async (...request) => {
    if (new Request(...request).url.includes('/state/')) await held;
    return api.fetch(...request);
  };
  openWindow({ ...api, fetch });
  await userEvent.click(await screen.findByRole('button', { name: /^Add a description/ }));
  await userEvent.keyboard('At once');
  expect(screen.queryByRole('textbox')).toBeNull();
  await act(async () => release());
  await waitFor(() => expect(screen.getByRole('textbox')).toHaveProperty('value', 'At once'));
});
