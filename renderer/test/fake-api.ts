import { ERRORS, type ErrorCode } from '../../server/contract/errors.ts';
import { PRIORITIES, STATUSES, type BulkItem, type Task, type TaskSet } from '../../server/contract/tasks.ts';
import type { User } from '../../server/contract/users.ts';
import { matches } from '../api/matches.ts';
import type { TaskQuery } from '../api/query-keys.ts';
import { blankTask } from '../features/tasks/actions/blank-task.ts';

/** A workspace in memory behind `fetch`, for tests of components: tasks, people, settings, state; the wire's own shapes. */
export interface FakeApi {
  readonly fetch: typeof fetch;
  readonly tasks: Map<string, Task>;
  readonly me: User;
  /** Each request as "GET /tasks?…", in order. */
  readonly asked: string[];
  readonly state: Map<string, unknown>;
  /** Refuses writes with this code until it is null again. */
  refusal: ErrorCode | null;
}

const NOW = '2026-03-12T09:00:00.000Z';

/** A task of the user of fakeApi; `over` says what matters to the test. */
export function fakeTask(me: User, over: Partial<Task> & { id: string }): Task {
  return {
    ...blankTask(`Task ${over.id.slice(-3)}`, me),
    creator: me,
    createdAt: NOW,
    updatedAt: NOW,
    ...over,
  };
}

/** An id that reads as its number. */
export const fakeId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

function queryOf(params: URLSearchParams): NonNullable<TaskQuery> {
  const query: Record<string, unknown> = {};
  for (const key of new Set(params.keys())) {
    const isList = ['status', 'priority', 'assigneeId', 'creatorId'].includes(key);
    const text = params.get(key);
    query[key] = isList
      ? params.getAll(key)
      : text === 'true' || text === 'false'
        ? text === 'true'
        : key === 'page' || key === 'limit'
          ? Number(text)
          : text;
  }
  return query as NonNullable<TaskQuery>;
}

function sortKey(task: Task, sort: string): string | number | null {
  if (sort === 'priority') return PRIORITIES.indexOf(task.priority);
  if (sort === 'status') return STATUSES.indexOf(task.status);
  if (sort === 'title') return task.title.toLowerCase();
  return (task as unknown as Record<string, string | null>)[sort] ?? null;
}

function sorted(tasks: Task[], sort: string, order: string): Task[] {
  const sign = order === 'asc' ? 1 : -1;
  return tasks.sort((a, b) => {
    const [x, y] = [sortKey(a, sort), sortKey(b, sort)];
    if (x === y) return (a.id < b.id ? -1 : 1) * sign;
    if (x === null) return 1;
    if (y === null) return -1;
    return (x < y ? -1 : 1) * sign;
  });
}

export function fakeApi(seeds: readonly (Partial<Task> & { id: string })[]): FakeApi {
  const me: User = {
    id: fakeId(999_999),
    email: null,
    profile: { firstName: 'Mara' },
    role: 'admin',
    disabled: false,
    createdAt: NOW,
    updatedAt: NOW,
  };
  const tasks = new Map(seeds.map((seed) => [seed.id, fakeTask(me, seed)]));
  const state = new Map<string, unknown>();
  let settings = {
    theme: 'system',
    language: 'en',
    density: 'standard',
    reminders: true,
    quiet: null,
    letterKeys: true,
    keys: {},
    welcomed: true,
    workspace: 'personal',
    dataFolder: '/tmp',
    version: '0',
  };
  const api: FakeApi = { fetch: answer, tasks, me, asked: [], state, refusal: null };

  const refuse = (code: ErrorCode): Response =>
    Response.json(
      { statusCode: ERRORS[code], code, message: code, timestamp: NOW, path: '/', requestId: 'r' },
      { status: ERRORS[code] },
    );
  const write = (id: string, set: TaskSet & { deletedAt?: string | null }): Task | null => {
    const task = tasks.get(id);
    if (!task) return null;
    const assignee = set.assigneeId === undefined ? task.assignee : set.assigneeId === me.id ? me : null;
    const next: Task = { ...task, ...(set as Partial<Task>), assignee, version: task.version + 1 };
    tasks.set(id, next);
    return next;
  };
  const bulk = (items: readonly BulkItem[]) =>
    items.map((item) => {
      if (item.op === 'forever') return { id: item.id, status: tasks.delete(item.id) ? 204 : 404 };
      const set = item.op === 'update' ? item.set : { deletedAt: item.op === 'delete' ? NOW : null };
      const task = write(item.id, set as TaskSet);
      return task ? { id: item.id, status: 200, task } : { id: item.id, status: 404 };
    });

  async function answer(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    const path = url.pathname.replace(/^\/w\/[^/]+\/api\/v1/, '');
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    api.asked.push(`${method} ${path}${url.search}`);
    if (api.refusal && method !== 'GET' && !path.startsWith('/state')) return refuse(api.refusal);
    const query = queryOf(url.searchParams);
    const fitting = () => [...tasks.values()].filter((task) => matches(task, query, me.id));

    if (path === '/tasks' && method === 'GET') {
      const [page, limit] = [query.page ?? 1, query.limit ?? 20];
      const all = sorted(fitting(), query.sort ?? 'createdAt', query.order ?? 'desc');
      const items = all.slice((page - 1) * limit, page * limit);
      return Response.json({ items, total: all.length, page, limit, nextCursor: null });
    }
    if (path === '/tasks' && method === 'POST') {
      const seed = body as TaskSet & { id?: string };
      const task = fakeTask(me, { id: crypto.randomUUID(), ...(seed as Partial<Task>) });
      tasks.set(task.id, task);
      return Response.json(task, { status: 201 });
    }
    if (path === '/tasks/stats') {
      const all = fitting();
      const count = (test: (task: Task) => boolean): number => all.filter(test).length;
      const byStatus = Object.fromEntries(
        STATUSES.map((status) => [status, count((task) => task.status === status)]),
      );
      const byPriority = Object.fromEntries(
        PRIORITIES.map((priority) => [priority, count((task) => task.priority === priority)]),
      );
      return Response.json({
        total: all.length,
        byStatus,
        byPriority,
        overdue: 0,
        completedPerDay: [],
        medianTimeToDone: null,
        timeToDone: [],
      });
    }
    if (path === '/tasks/bulk') return Response.json({ results: bulk(body as BulkItem[]) });
    if (path.startsWith('/tasks/')) {
      const id = path.split('/')[2] ?? '';
      const task = method === 'PATCH' ? write(id, body as TaskSet) : tasks.get(id);
      return task ? Response.json(task) : refuse('NOT_FOUND');
    }
    if (path.startsWith('/state/')) {
      const key = decodeURIComponent(path.slice('/state/'.length));
      if (method === 'PUT') state.set(key, (body as { value: unknown }).value);
      if (method === 'DELETE') state.delete(key);
      return method !== 'GET'
        ? new Response(null, { status: 204 })
        : Response.json({ value: state.get(key) ?? null });
    }
    if (path === '/auth/profile') {
      if (method === 'PATCH') Object.assign(me.profile, body);
      return Response.json({ ...me, profile: { ...me.profile } });
    }
    if (path === '/users') return Response.json({ items: [me], total: 1, page: 1, limit: 100 });
    if (path === '/notifications') return Response.json({ items: [], nextCursor: null, unread: 0 });
    if (path === '/app/v1/settings') {
      settings = { ...settings, ...(body as Partial<typeof settings> | undefined) };
      return Response.json(settings);
    }
    if (path === '/app/v1/workspaces') return Response.json({ items: [] });
    return refuse('NOT_FOUND');
  }
  return api;
}
