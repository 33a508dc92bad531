import { QueryClientProvider, QueryClient } from '@tanstack/react-query';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Link, MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../../../server/contract/client.ts';
import type { Task } from '../../../../server/contract/tasks.ts';
import { folderSettings } from '../../../api/settings-store.ts';
import { StateWriter } from '../../../api/state-writer.ts';
import { TaskCache } from '../../../api/task-cache.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../../api/workspace.tsx';
import { dispatcher } from '../../../keys/use-key.tsx';
import { fakeApi, fakeId, type FakeApi } from '../../../test/fake-api.ts';
import { ToastRegion, clearToasts } from '../../../ui/toast.tsx';
import { undoStack } from '../../../undo/undo-stack.ts';
import { TasksPage } from '../page.tsx';

const quiet = { close: () => undefined, subscribe: () => () => undefined };

function sessionOf(api: FakeApi): WorkspaceSession {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  const call = createClient({ api: 'http://x/w/personal/api/v1', origin: 'http://x', fetch: api.fetch });
  return {
    id: 'personal',
    origin: 'http://x',
    base: '',
    call,
    settings: folderSettings(call),
    workspaces: () => Promise.resolve([]),
    account: null,
    queries,
    tasks: new TaskCache(queries),
    stored: new StateWriter(call),
    makings: null,
    connection: {
      ...quiet,
      state: () => 'connected',
      onTask: () => () => undefined,
      onNotification: () => () => undefined,
    },
    close: () => undefined,
  };
}

function Where() {
  const { pathname } = useLocation();
  return <output data-testid="where">{pathname}</output>;
}

let stop: () => void = () => undefined;
beforeEach(() => {
  stop = dispatcher.listen(window);
});
afterEach(() => {
  stop();
  act(clearToasts);
  undoStack.clear();
});

/** Fifty tasks: 20 in progress, 30 to do, numbered from 0 as they stand in the list. */
function fifty(): (Partial<Task> & { id: string })[] {
  return Array.from({ length: 50 }, (_, index) => ({
    id: fakeId(index),
    title: `Task ${index}`,
    status: index < 20 ? 'in_progress' : 'todo',
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, 60 - index)).toISOString(),
  }));
}

async function open(seeds = fifty()) {
  const api = fakeApi(seeds);
  const session = sessionOf(api);
  render(
    <WorkspaceProvider value={session}>
      <QueryClientProvider client={session.queries}>
        <MemoryRouter initialEntries={['/tasks']}>
          <Routes>
            <Route path="/tasks" element={<TasksPage />} />
            <Route path="*" element={<Link to="/tasks">Back</Link>} />
          </Routes>
          <Where />
          <ToastRegion label="Messages" />
        </MemoryRouter>
      </QueryClientProvider>
    </WorkspaceProvider>,
  );
  const user = userEvent.setup();
  const list = await screen.findByRole('treegrid');
  return { api, session, user, list };
}

const focused = (list: HTMLElement): string | null => {
  const id = list.getAttribute('aria-activedescendant');
  return (id && document.getElementById(id)?.querySelector('.title, b')?.textContent) ?? null;
};
const selected = (list: HTMLElement): (string | null | undefined)[] =>
  [...list.querySelectorAll('[aria-selected=true]')].map((row) => row.querySelector('.title')?.textContent);

test('stands in groups with counts; what is finished is left out', async () => {
  const { list } = await open();
  const heads = [...list.querySelectorAll('.group')].map((head) => head.textContent);
  expect(heads).toEqual(['In progress20', 'Todo30']);
  expect(list.getAttribute('aria-rowcount')).toBe('52');
});

test('j, k, arrows, Home and End move the one cursor', async () => {
  const { user, list } = await open();
  await user.keyboard('j');
  expect(focused(list)).toBe('Task 0');
  await user.keyboard('j{ArrowDown}k');
  expect(focused(list)).toBe('Task 1');
  await user.keyboard('{End}');
  expect(list.getAttribute('aria-activedescendant')).toBe(`row-${fakeId(49)}`);
  await user.keyboard('{Home}k');
  expect(focused(list)).toBe('Task 0');
});

test('x selects, Shift+arrows stretch and give back, Esc lets go', async () => {
  const { user, list } = await open();
  await user.keyboard('jx');
  expect(selected(list)).toEqual(['Task 0']);
  await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  await waitFor(() => expect(selected(list)).toEqual(['Task 0', 'Task 1', 'Task 2']));
  await user.keyboard('{Shift>}{ArrowUp}{/Shift}');
  await waitFor(() => expect(selected(list)).toEqual(['Task 0', 'Task 1']));
  expect(screen.getByRole('toolbar').textContent).toContain('2 selected');
  await user.keyboard('{Escape}');
  expect(selected(list)).toEqual([]);
  expect(screen.queryByRole('toolbar')).toBeNull();
});

test('e finishes the selection as one step; undo brings all of it back', async () => {
  const { user, list, api } = await open();
  await user.keyboard('jxjxje');
  await waitFor(() => expect(within(list).queryByText('Task 0')).toBeNull());
  expect(within(list).queryByText('Task 1')).toBeNull();
  expect(focused(list)).toBe('Task 2');
  await waitFor(() => expect(api.tasks.get(fakeId(1))?.status).toBe('done'));
  expect(selected(list)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(api.tasks.get(fakeId(0))?.status).toBe('in_progress'));
  await waitFor(() => expect(within(list).getByText('Task 1')).toBeTruthy());
});

test('Ctrl+A selects every row, those that are not in the document too', async () => {
  const { user } = await open();
  await user.keyboard('{Control>}a{/Control}');
  await waitFor(() => expect(screen.getByRole('toolbar').textContent).toContain('50 selected'));
});

test('a property opens by its key for the row under the cursor, and types ahead', async () => {
  const { user, api } = await open();
  await user.keyboard('jp');
  const field = await screen.findByRole('combobox', { name: 'Priority' });
  await user.type(field, 'urg{Enter}');
  await waitFor(() => expect(api.tasks.get(fakeId(0))?.priority).toBe('urgent'));
});

test('rows are moved by keys once they are sorted by hand, several together', async () => {
  const { user, list, api } = await open();
  const shown = (): (string | null)[] =>
    [...list.querySelectorAll('.row .title')].slice(0, 4).map((title) => title.textContent);
  await user.keyboard('j{Control>}{Shift>}{ArrowDown}{/Shift}{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Sort by hand' }));
  await waitFor(() => expect(api.state.get('view.tasks')).toMatchObject({ sort: 'rank', order: 'asc' }));
  await waitFor(() => expect(shown()).toEqual(['Task 0', 'Task 1', 'Task 2', 'Task 3']));
  await user.keyboard('{Home}{Control>}{Shift>}{ArrowDown}{/Shift}{/Control}');
  await waitFor(() => expect(shown()).toEqual(['Task 1', 'Task 0', 'Task 2', 'Task 3']));
  expect(focused(list)).toBe('Task 0');
  await user.keyboard('kxjx{Control>}{Shift>}{ArrowDown}{/Shift}{/Control}');
  await waitFor(() => expect(shown()).toEqual(['Task 2', 'Task 1', 'Task 0', 'Task 3']));
  await waitFor(() => expect(api.tasks.get(fakeId(1))?.rank).not.toBeNull());
});

test('Shift+F drops the filter that was added last, Alt+V keeps the view under a name', async () => {
  const { user, api } = await open();
  await user.keyboard('/Task 1');
  await screen.findByText('“Task 1”');
  await user.keyboard('{Enter}{Alt>}v{/Alt}');
  await user.type(await screen.findByRole('textbox', { name: 'Name of the view' }), 'Ones{Enter}');
  await waitFor(() => expect(api.state.get('views')).toMatchObject([{ name: 'Ones' }]));
  await user.keyboard('{Shift>}F{/Shift}');
  await waitFor(() => expect(screen.queryByText('“Task 1”')).toBeNull());
});

test('a saved view is renamed, kept as another one, and moved among the others', async () => {
  const { user, api } = await open();
  const kept = (): unknown => (api.state.get('views') as { name: string }[]).map((view) => view.name);
  const choose = async (name: string): Promise<void> => {
    await user.click(screen.getByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name }));
  };
  const write = async (name: string): Promise<void> => {
    const field = await screen.findByRole('textbox', { name: 'Name of the view' });
    await user.clear(field);
    await user.type(field, `${name}{Enter}`);
  };
  await user.keyboard('/Task 1{Enter}');
  await screen.findByText('“Task 1”');
  await user.keyboard('{Alt>}v{/Alt}');
  await write('Ones');
  await screen.findByRole('heading', { name: 'Ones' });
  await choose('Rename…');
  await write('First');
  await screen.findByRole('heading', { name: 'First' });
  await choose('Save as a new view…');
  await write('Second');
  await screen.findByRole('heading', { name: 'Second' });
  await waitFor(() => expect(kept()).toEqual(['First', 'Second']));
  await choose('Further up');
  await waitFor(() => expect(kept()).toEqual(['Second', 'First']));
});

test('columns of the table are hidden, and the cursor passes over them', async () => {
  const { user, api } = await open();
  await user.keyboard('{Control>}3{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Display' }));
  for (const name of ['Status', 'Created']) await user.click(await screen.findByRole('checkbox', { name }));
  await waitFor(() => expect(api.state.get('table-hidden')).toEqual(['status', 'created']));
  const columns = document.querySelector<HTMLElement>('.columns');
  expect(columns?.dataset['hides']).toBe('status created');
  await user.keyboard('{Escape}');
  await user.keyboard('j{ArrowRight}');
  const list = screen.getByRole('treegrid');
  expect(list.getAttribute('aria-activedescendant')).toMatch(/^cell-priority-/);
});

test('a refused change goes back, and its row says so', async () => {
  const { user, list, api } = await open();
  api.refusal = 'FORBIDDEN';
  await user.keyboard('je');
  await waitFor(() =>
    expect(within(list).getByText('Task 0').closest('.row')?.className).toContain('refused'),
  );
  expect(screen.getByRole('alert').textContent).toContain('Task 0');
});

test('F2 renames in place; Esc leaves the old title', async () => {
  const { user, list, api } = await open();
  await user.keyboard('j{F2}');
  await user.keyboard('New words{Enter}');
  await waitFor(() => expect(api.tasks.get(fakeId(0))?.title).toBe('New words'));
  await user.keyboard('{F2}Never{Escape}');
  expect(within(list).getByText('New words')).toBeTruthy();
  expect(api.tasks.get(fakeId(0))?.title).toBe('New words');
});

test('a ring ticks, a click on the title opens, Ctrl+click selects', async () => {
  const { user, list, api } = await open();
  const row = (title: string) => within(list).getByText(title).closest('.row') as HTMLElement;
  await user.click(within(row('Task 3')).getByRole('checkbox'));
  await waitFor(() => expect(api.tasks.get(fakeId(3))?.status).toBe('done'));
  await user.keyboard('{Control>}');
  await user.click(within(list).getByText('Task 5'));
  await user.keyboard('{/Control}');
  expect(selected(list)).toEqual(['Task 5']);
  await user.click(within(list).getByText('Task 6'));
  expect(screen.getByTestId('where').textContent).toBe(`/tasks/${fakeId(6)}`);
});

test('whoever comes back from a task goes on from its row', async () => {
  const { user } = await open();
  await user.keyboard('jjj{Enter}');
  expect(screen.getByTestId('where').textContent).toBe(`/tasks/${fakeId(2)}`);
  await user.click(screen.getByRole('link', { name: 'Back' }));
  const list = await screen.findByRole('treegrid');
  expect(focused(list)).toBe('Task 2');
  await user.keyboard('j');
  expect(focused(list)).toBe('Task 3');
});

test('arrows fold and unfold a group; folds are kept on the server', async () => {
  const { user, list, api } = await open();
  await user.keyboard('j{ArrowLeft}');
  expect(focused(list)).toBe('In progress');
  expect(within(list).queryByText('Task 0')).toBeNull();
  await waitFor(() => expect(api.state.get('view.tasks')).toMatchObject({ folded: ['status:in_progress'] }));
  await user.keyboard('j');
  expect(focused(list)).toBe('Task 20');
  await user.keyboard('k{ArrowRight}j');
  expect(within(list).getByText('Task 0')).toBeTruthy();
});

test('what another window changed shows in place and moves the cursor with its row', async () => {
  const { user, list, session, api } = await open();
  await user.keyboard('jjj');
  expect(focused(list)).toBe('Task 2');
  const task = api.tasks.get(fakeId(0));
  if (!task) throw new Error('a task');
  const moved: Task = { ...task, status: 'done', version: 2 };
  api.tasks.set(task.id, moved);
  act(() =>
    session.tasks.receive({ type: 'task.updated', seq: 1, task: moved, actor: null, at: moved.updatedAt }),
  );
  await waitFor(() => expect(within(list).queryByText('Task 0')).toBeNull());
  expect(focused(list)).toBe('Task 2');
});

test('no match offers to clear the filters', async () => {
  const { user } = await open();
  await user.keyboard('/nothing like it');
  expect(await screen.findByText('None of the 50 tasks matches these filters.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(await screen.findByText('Task 0')).toBeTruthy();
});

test('an empty workspace asks for the first task', async () => {
  const api = fakeApi([]);
  const session = sessionOf(api);
  render(
    <WorkspaceProvider value={session}>
      <QueryClientProvider client={session.queries}>
        <MemoryRouter>
          <TasksPage />
        </MemoryRouter>
      </QueryClientProvider>
    </WorkspaceProvider>,
  );
  expect(await screen.findByText('No tasks yet. The first one takes five seconds.')).toBeTruthy();
});
