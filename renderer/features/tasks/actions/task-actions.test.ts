import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError, type Call } from '../../../../server/contract/client.ts';
import type { Route } from '../../../../server/contract/route.ts';
import type { Task, TaskPage, TaskSet } from '../../../../server/contract/tasks.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { TaskCache } from '../../../api/task-cache.ts';
import { Unsent } from '../../../api/unsent.ts';
import { ToastRegion, clearToasts } from '../../../ui/toast.tsx';
import { UndoStack } from '../../../undo/undo-stack.ts';
import { blankTask } from './blank-task.ts';
import { TaskActions } from './task-actions.ts';
import { TaskWriter } from './task-writer.ts';

const PERSON = '00000000-0000-4000-8000-00000000000a';
const ID = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

function task(n: number, over: Partial<Task> = {}): Task {
  const at = '2026-03-12T09:00:00.000Z';
  return {
    ...blankTask(`Task ${n}`, undefined),
    id: ID(n),
    creatorId: PERSON,
    createdAt: at,
    updatedAt: at,
    ...over,
  };
}

/** A server of one table that answers as the contract says; `refuse` makes the next write fail. */
function server(tasks: Task[]) {
  const table = new Map(tasks.map((one) => [one.id, one]));
  const calls: string[] = [];
  let refuse: ApiError | null = null;
  const write = (id: string, version: number | undefined, set: Partial<Task>): Task => {
    if (refuse) {
      const error = refuse;
      refuse = null;
      throw error;
    }
    const current = table.get(id);
    if (!current) throw new ApiError('NOT_FOUND', 404, 'gone');
    if (version !== undefined && version !== current.version) {
      const fields = Object.keys(set).filter((f) => current[f as keyof Task] !== set[f as keyof Task]);
      throw new ApiError('VERSION_CONFLICT', 409, 'newer', { current, fields });
    }
    const next = { ...current, ...set, version: current.version + 1 };
    table.set(id, next);
    return next;
  };
  const answer = (route: Route, input: { params?: { id: string }; body?: unknown }): unknown => {
    calls.push(route.id);
    if (route.id === 'createTask') {
      const body = input.body as Partial<Task> & { id: string; title: string };
      if (refuse) throw refuse;
      const made = task(9, body);
      table.set(made.id, made);
      return made;
    }
    if (route.id === 'updateTask') {
      const { version, ...set } = input.body as TaskSet & { version: number };
      return write(input.params?.id ?? '', version, set as Partial<Task>);
    }
    const items = input.body as { id: string; op: string; version?: number; set?: Partial<Task> }[];
    return {
      results: items.map((item) => {
        try {
          const set =
            item.op === 'update' ? (item.set ?? {}) : { deletedAt: item.op === 'delete' ? '2026' : null };
          return { id: item.id, status: 200, task: write(item.id, item.version, set) };
        } catch (error) {
          const { code, message, details, status } = error as ApiError;
          return { id: item.id, status, error: { code, message, details } };
        }
      }),
    };
  };
  const call = vi.fn(async (route: Route, input: { params?: { id: string }; body?: unknown }) => {
    await Promise.resolve();
    return answer(route, input);
  }) as unknown as Call;
  return { table, calls, call, refuseNext: (error: ApiError) => void (refuse = error) };
}

const TODO = { status: ['todo' as const] };
let tasks: Task[];
let undo: UndoStack;
beforeEach(() => {
  tasks = [task(1), task(2)];
  undo = new UndoStack();
  localStorage.clear();
});

function setUp() {
  const queries = new QueryClient();
  const cache = new TaskCache(queries);
  const backend = server(tasks);
  queries.setQueryData<TaskPage>(queryKeys.list(TODO), {
    items: tasks,
    total: 2,
    page: 1,
    limit: 100,
    nextCursor: null,
  });
  const writer = new TaskWriter(backend.call, cache, new Unsent(localStorage, 'w', 'makings'));
  const actions = new TaskActions(writer, cache, undo, () => undefined);
  const list = (): Task[] => queries.getQueryData<TaskPage>(queryKeys.list(TODO))?.items ?? [];
  return { actions, cache, backend, list, queries };
}

test('a change shows before the server answers, leaves its list, and undo brings it back', async () => {
  const { actions, cache, backend, list } = setUp();
  const writing = actions.update([ID(1)], { status: 'done' });
  await Promise.resolve();
  expect(cache.find(ID(1))?.status ?? 'left').not.toBe('todo');
  expect(list().map((one) => one.id)).toEqual([ID(2)]);
  await writing;
  expect(backend.table.get(ID(1))).toMatchObject({ status: 'done', version: 2 });
  await undo.undo();
  expect(backend.table.get(ID(1))).toMatchObject({ status: 'todo', version: 3 });
  expect(list()).toHaveLength(2);
  await undo.redo();
  expect(backend.table.get(ID(1))?.status).toBe('done');
});

test('many made at once show at once, arrive in their order, and what is refused of them is told once', async () => {
  const { actions, backend, list } = setUp();
  const titles = Array.from({ length: 200 }, (_, i) => `Line ${i}`);
  const arrived: string[] = [];
  let waiting = 0;
  vi.mocked(backend.call).mockImplementation((async (_route: Route, input: { body: Task }) => {
    expect(++waiting).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 0));
    waiting--;
    arrived.push(input.body.title);
    if (arrived.length > 198) throw new ApiError('DISK_FULL', 507, 'full');
    return { ...task(1), ...input.body };
  }) as unknown as Call);
  const making = actions.createMany(titles.map((title) => ({ title, status: 'todo' as const })));
  await vi.waitFor(() => expect(list()).toHaveLength(202));
  const made = await making;
  expect(arrived).toEqual(titles);
  expect(made.map(({ title }) => title)).toEqual(titles.slice(0, 198));
  expect(made.map(({ id }) => id)).toEqual(made.map(({ id }) => id).sort());
  render(createElement(ToastRegion, { label: 'Messages' }));
  expect(screen.getAllByRole('alert').map((one) => one.querySelector('b')?.textContent)).toEqual([
    '2 tasks were not kept.',
  ]);
});

test('several at once are one request and one step', async () => {
  const { actions, backend } = setUp();
  await actions.update([ID(1), ID(2)], { priority: 'high' });
  expect(backend.calls).toEqual(['bulkTasks']);
  expect(undo.size.done).toBe(1);
  await undo.undo();
  expect([...backend.table.values()].map((one) => one.priority)).toEqual(['medium', 'medium']);
});

test('quick changes of one task go out in order, each with the version that came back', async () => {
  const { actions, backend, cache } = setUp();
  const both = [actions.update([ID(1)], { priority: 'high' }), actions.update([ID(1)], { title: 'New' })];
  await Promise.resolve();
  expect(cache.find(ID(1))).toMatchObject({ priority: 'high', title: 'New' });
  await Promise.all(both);
  expect(backend.table.get(ID(1))).toMatchObject({ priority: 'high', title: 'New', version: 3 });
});

test('what is done to a task that is still being made waits until it is there', async () => {
  const { actions, backend, list } = setUp();
  const { call } = backend;
  const answer = vi.mocked(call).getMockImplementation() as unknown as Call;
  let arrive = (): void => undefined;
  const onItsWay = new Promise<void>((resolve) => (arrive = resolve));
  vi.mocked(call).mockImplementation((async (...asked: Parameters<Call>) => {
    if (asked[0].id === 'createTask') await onItsWay;
    return answer(...asked);
  }) as unknown as Call);
  const making = actions.create({ title: 'Quick', status: 'todo' });
  await vi.waitFor(() => expect(list()).toHaveLength(3));
  const id = list().find(({ title }) => title === 'Quick')?.id ?? '';
  const done = actions.update([id], { status: 'done' });
  // It would be asked for by now.
  await new Promise((resolve) => setTimeout(resolve, 0));
  arrive();
  await Promise.all([making, done]);
  expect(backend.calls).toEqual(['createTask', 'updateTask']);
  expect(backend.table.get(id)).toMatchObject({ title: 'Quick', status: 'done' });
});

test('what is refused goes back, and is no step of undo', async () => {
  const { actions, backend, cache } = setUp();
  backend.refuseNext(new ApiError('FORBIDDEN', 403, 'no'));
  const outcome = await actions.update([ID(1)], { title: 'Mine' });
  expect(outcome.refused).toMatchObject([{ id: ID(1), error: { code: 'FORBIDDEN' } }]);
  expect(cache.find(ID(1))?.title).toBe('Task 1');
  expect(undo.size.done).toBe(0);
});

test('another field changed elsewhere: the change goes out again on top of it', async () => {
  const { actions, backend } = setUp();
  backend.table.set(ID(1), task(1, { title: 'Theirs', version: 5 }));
  const outcome = await actions.update([ID(1)], { priority: 'low' });
  expect(outcome.done).toHaveLength(1);
  expect(backend.table.get(ID(1))).toMatchObject({ title: 'Theirs', priority: 'low', version: 6 });
});

test('the same field changed elsewhere: theirs is shown, and the refusal says so', async () => {
  const { actions, backend, cache } = setUp();
  backend.table.set(ID(1), task(1, { title: 'Theirs', version: 5 }));
  const onRefused = vi.fn();
  await actions.update([ID(1)], { title: 'Mine' }, { onRefused });
  expect(onRefused.mock.calls[0]?.[0]).toMatchObject([{ error: { code: 'VERSION_CONFLICT' } }]);
  expect(cache.find(ID(1))).toMatchObject({ title: 'Theirs', version: 5 });
});

test('deleting and undoing, creating and undoing', async () => {
  const { actions, backend, list } = setUp();
  await actions.delete([ID(1), ID(2)]);
  expect(list()).toHaveLength(0);
  await undo.undo();
  expect(list()).toHaveLength(2);
  const made = await actions.create({ title: 'Fresh', status: 'todo' });
  expect(list()).toHaveLength(3);
  await undo.undo();
  expect(backend.table.get(made?.id ?? '')?.deletedAt).toBeTruthy();
  expect(list()).toHaveLength(2);
});

test('what is not the person’s to delete is not asked for; the rest goes, and undo brings that back', async () => {
  const mayNot = { update: true, delete: false, assign: true, restore: false };
  tasks = [task(1), task(2, { can: mayNot })];
  const { actions, backend } = setUp();
  const { done, refused } = await actions.delete([ID(1), ID(2)]);
  expect(done.map((one) => one.id)).toEqual([ID(1)]);
  expect(refused).toMatchObject([{ id: ID(2), error: { code: 'FORBIDDEN' } }]);
  await undo.undo();
  expect([...backend.table.values()].map((one) => one.deletedAt)).toEqual([null, null]);
  await actions.delete([ID(2)]);
  expect(backend.calls).toHaveLength(2);
  expect(undo.size.done).toBe(0);
});

test('a refused change tells what the other has set', async () => {
  const { actions, backend } = setUp();
  backend.table.set(ID(1), task(1, { version: 2, status: 'in_review' }));
  await actions.update([ID(1)], { status: 'done' });
  render(createElement(ToastRegion, { label: 'Messages' }));
  expect(screen.getByRole('region').textContent).toContain('Status is “In review” now.');
});

test('a task taken from sight leaves the lists, and who looks at it is told', () => {
  const { cache, queries, list } = setUp();
  const shown = new QueryObserver<Task>(queries, {
    queryKey: queryKeys.one(ID(1)),
    queryFn: () => task(1),
    staleTime: Infinity,
  });
  queries.setQueryData(queryKeys.one(ID(1)), task(1));
  const stop = shown.subscribe(() => undefined);
  cache.receive({ type: 'task.removed', seq: 1, taskId: ID(1) });
  expect(list().map((one) => one.id)).toEqual([ID(2)]);
  expect(shown.getCurrentResult()).toMatchObject({ data: undefined, error: { name: 'TaskHidden' } });
  stop();
  cache.close();
});

const unmade = () => new Unsent(localStorage, 'w', 'makings').all();
const bodiesOf = ({ call }: ReturnType<typeof server>) =>
  vi.mocked(call).mock.calls.map(([, input]) => (input as { body: Task }).body);
const AWAY = new ApiError('UNREACHABLE', 0, 'away');

test('a task that was asked for is made by the next page, where this one was left before it was answered', async () => {
  const first = setUp();
  vi.mocked(first.backend.call).mockImplementation((() => new Promise(() => undefined)) as unknown as Call);
  void first.actions.create({ title: 'Left behind', priority: 'high' });
  // At once: nothing has been awaited.
  expect(unmade()).toEqual([[expect.any(String), { title: 'Left behind', priority: 'high' }]]);
  const [[id] = ['']] = unmade();
  const second = setUp();
  await second.actions.resume();
  expect(bodiesOf(second.backend)).toEqual([{ title: 'Left behind', priority: 'high', id }]);
  expect(unmade()).toEqual([]);
  await second.actions.resume();
  expect(second.backend.calls).toEqual(['createTask']);
});

test('an answer that was lost makes no second task: it is asked for again under its id, and the bad word goes', async () => {
  clearToasts();
  const { actions, backend } = setUp();
  backend.refuseNext(AWAY);
  expect(await actions.create({ title: 'Once' })).toBeNull();
  render(createElement(ToastRegion, { label: 'Messages' }));
  await screen.findByText('“Once” was not kept.');
  const [[id] = ['']] = unmade();
  vi.mocked(backend.call).mockImplementation((async (_route: Route, { body }: { body: Task }) =>
    task(9, body)) as unknown as Call);
  await actions.resume();
  expect(bodiesOf(backend).map((body) => body.id)).toEqual([id, id]);
  await vi.waitFor(() => expect(screen.queryByText('“Once” was not kept.')).toBeNull());
});

test('what was refused and is discarded is not asked for again', async () => {
  clearToasts();
  const { actions, backend } = setUp();
  backend.refuseNext(new ApiError('DISK_FULL', 507, 'full'));
  await actions.create({ title: 'Too much' });
  expect(unmade()).toHaveLength(1);
  render(createElement(ToastRegion, { label: 'Messages' }));
  (await screen.findByRole('button', { name: 'Discard' })).click();
  expect(unmade()).toEqual([]);
});
