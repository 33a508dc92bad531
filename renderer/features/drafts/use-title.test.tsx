import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { createClient } from '../../../server/contract/client.ts';
import { StateWriter } from '../../api/state-writer.ts';
import { TaskCache } from '../../api/task-cache.ts';
import { Unsent } from '../../api/unsent.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { fakeApi, fakeId } from '../../test/fake-api.ts';
import { ToastRegion, clearToasts } from '../../ui/toast.tsx';
import { undoStack } from '../../undo/undo-stack.ts';
import { Title } from '../detail/title.tsx';
import { useTask } from '../detail/use-task.ts';
import { Composer } from '../board/composer.tsx';
import { Rename } from '../tasks/list/rename.tsx';

const ID = fakeId(1);
const KEY = `draft.${ID}`;
const noop = (): void => undefined;

function Shown({ as }: { as: 'page' | 'row' }) {
  const { task } = useTask(ID);
  if (!task) return null;
  return as === 'page' ? <Title task={task} isReadOnly={false} /> : <Rename task={task} onRenamed={noop} />;
}

/** A window on a workspace: opening a second one on the same api is what a restart is. */
function openWindow(api: ReturnType<typeof fakeApi>, content: React.ReactNode = <Shown as="page" />) {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  const call = createClient({ api: 'http://x/w/personal/api/v1', origin: 'http://x', fetch: api.fetch });
  const stored = new StateWriter(call, new Unsent(localStorage, 'w', 'texts'));
  const tasks = new TaskCache(queries);
  const session = { id: 'personal', call, queries, tasks, stored } as WorkspaceSession;
  const view = render(
    <QueryClientProvider client={queries}>
      <WorkspaceProvider value={session}>
        {content}
        <ToastRegion label="Notices" />
      </WorkspaceProvider>
    </QueryClientProvider>,
  );
  return { ...view, stored, tasks };
}

afterEach(() => {
  localStorage.clear();
  act(clearToasts);
  undoStack.clear();
});

const titleOf = (api: ReturnType<typeof fakeApi>) => api.tasks.get(ID)?.title;
const field = () => screen.findByRole('textbox', { name: 'Title' });
const kept = (api: ReturnType<typeof fakeApi>) => JSON.stringify(api.state.get(KEY) ?? null);

test('a title that is being written survives its window, and is saved by the next', async () => {
  const api = fakeApi([{ id: ID, title: 'one' }]);
  const first = openWindow(api);
  await userEvent.type(await field(), ' two');
  await act(() => first.stored.flush());
  first.unmount();
  expect(kept(api)).toContain('one two');
  expect(titleOf(api)).toBe('one');
  // Another window, which was not there before: the first one crashed.
  sessionStorage.clear();
  const second = openWindow(api);
  await screen.findByText('This title is not saved yet');
  expect(await field()).toHaveProperty('value', 'one two');
  // Passing through the field changes nothing.
  await userEvent.click(await field());
  await userEvent.tab();
  expect(titleOf(api)).toBe('one');
  await userEvent.type(await field(), ' three{Enter}');
  await waitFor(() => expect(titleOf(api)).toBe('one two three'));
  await waitFor(() => expect(screen.queryByText('This title is not saved yet')).toBeNull());
  await act(() => second.stored.flush());
  expect(kept(api)).toBe('null');
});

test('a title that was given while the server was away is there when the page has been reloaded', async () => {
  const api = fakeApi([{ id: ID, title: 'one' }]);
  const first = openWindow(api);
  await field();
  api.refusal = 'STORE_UNAVAILABLE';
  await userEvent.type(await field(), ' two{Enter}');
  await screen.findByText('“one” was not changed.');
  // Nothing is sent at the end: whoever would hear it is gone.
  first.stored.close();
  first.unmount();
  act(clearToasts);
  api.refusal = null;
  const second = openWindow(api);
  await screen.findByText('This title is not saved yet');
  expect(await field()).toHaveProperty('value', 'one two');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(titleOf(api)).toBe('one two'));
  await act(() => second.stored.flush());
  await waitFor(() => expect(localStorage).toHaveLength(0));
});

test('in a list the same draft is what the line opens with; Esc takes the task’s title', async () => {
  const api = fakeApi([{ id: ID, title: 'one' }]);
  const first = openWindow(api, <Shown as="row" />);
  await userEvent.type(await field(), 'written{End}');
  await act(() => first.stored.flush());
  first.unmount();
  const second = openWindow(api, <Shown as="row" />);
  await waitFor(async () => expect(await field()).toHaveProperty('value', 'onewritten'));
  await userEvent.type(await field(), '{Escape}');
  await act(() => second.stored.flush());
  expect(kept(api)).toBe('null');
  expect(titleOf(api)).toBe('one');
});

test('what the server refuses stays a draft', async () => {
  const api = fakeApi([{ id: ID, title: 'one' }]);
  openWindow(api);
  await userEvent.type(await field(), ' two');
  api.refusal = 'DISK_FULL';
  await userEvent.keyboard('{Enter}');
  await screen.findByText('This title is not saved yet');
  expect(titleOf(api)).toBe('one');
  api.refusal = null;
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(titleOf(api)).toBe('one two'));
});

test('renamed by somebody else meanwhile: neither is lost, and it is asked which one stands', async () => {
  const api = fakeApi([{ id: ID, title: 'one' }]);
  const { tasks } = openWindow(api);
  await userEvent.type(await field(), ' mine');
  const task = api.tasks.get(ID)!;
  const renamed = { ...task, title: 'theirs', version: task.version + 1 };
  api.tasks.set(ID, renamed);
  act(() => tasks.place(renamed));
  await userEvent.keyboard('{Enter}');
  expect(await screen.findAllByText(/somebody else called it “theirs” meanwhile/)).not.toEqual([]);
  expect(titleOf(api)).toBe('theirs');
  await userEvent.click(screen.getAllByRole('button', { name: 'Save' })[0]!);
  await waitFor(() => expect(titleOf(api)).toBe('one mine'));
});

test('a card that is being written on the board survives too, until it is a task', async () => {
  const api = fakeApi([]);
  const made: string[] = [];
  const composer = (
    <Composer
      status="todo"
      onAdd={(title) => Promise.resolve(made.push(title) > 0)}
      onClose={() => undefined}
    />
  );
  const first = openWindow(api, composer);
  await userEvent.type(screen.getByRole('textbox'), 'Half a tho');
  await act(() => first.stored.flush());
  first.unmount();
  const second = openWindow(api, composer);
  await waitFor(() => expect(screen.getByRole('textbox')).toHaveProperty('value', 'Half a tho'));
  await userEvent.type(screen.getByRole('textbox'), 'ught{Enter}');
  expect(made).toEqual(['Half a thought']);
  expect(screen.getByRole('textbox')).toHaveProperty('value', '');
  await act(() => second.stored.flush());
  expect(api.state.get('draft.new.todo') ?? null).toBeNull();
});

test('a title that was written before it was known what is kept stands there, though the server goes', async () => {
  const api = fakeApi([{ id: ID, title: 'As it was' }]);
  let isGone = false;
  let refuse = noop;
  const fetch: typeof api.fetch = (input, init) => {
    const gone = new Promise<Response>((_resolve, reject) => {
      if (isGone) reject(new TypeError('gone'));
      else refuse = () => reject(new TypeError('gone'));
    });
    return isGone || new Request(input).url.includes('/state/') ? gone : api.fetch(input, init);
  };
  openWindow({ ...api, fetch });
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox');
  await userEvent.clear(field);
  await userEvent.type(field, 'As it is to be');
  isGone = true;
  await userEvent.type(field, '{Enter}');
  await act(async () => refuse());
  expect(await screen.findByText('This title is not saved yet')).toBeTruthy();
  expect(field.value).toBe('As it is to be');
});
