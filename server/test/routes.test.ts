import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ERRORS, ErrorAnswer, type ErrorCode } from '../contract/errors.ts';
import { errorsOf } from '../contract/openapi.ts';
import { BUNDLED_ROUTES, RELAYED_ROUTES, ROUTES } from '../contract/routes.ts';
import type { Route } from '../contract/route.ts';
import type { LocalStore } from '../adapters/local/index.ts';
import { AppError } from '../errors.ts';
import { buildTask } from './build-task.ts';
import { rawRequest } from './raw-request.ts';
import { TestServer, type Answered } from './test-server.ts';

let server: TestServer;
let fault: ErrorCode | null = null;
/** Holds what reaches the store, until its promise resolves. */
let hold: (() => Promise<void>) | null = null;

/** Every store answers with the fault while there is one. */
function faulty<T extends object>(port: T, holds = true): T {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      // Reminders ask by themselves, and get no promise.
      if (name === 'remindable') return value.bind(target) as unknown;
      return async (...given: unknown[]) => {
        if (holds) await hold?.();
        const reads = name === 'get' || name === 'getMany';
        if (fault && !(reads && fault === 'DISK_FULL')) throw new AppError(fault, 'A fault of this test.');
        return Reflect.apply(value, target, given) as unknown;
      };
    },
  });
}

beforeAll(async () => {
  const wrapStore = (store: LocalStore): LocalStore =>
    Object.assign(Object.create(store) as LocalStore, {
      tasks: faulty(store.tasks),
      users: faulty(store.users, false),
      state: faulty(store.state),
      notifications: faulty(store.notifications),
      backups: faulty(store.backups),
    });
  server = await TestServer.start({ wrapStore });
});
afterAll(() => server.remove());

const SOME = '01a20bdd-c221-7172-9c43-22168b3ad724';
const BASES = { api: '/w/personal/api/v1', app: '/app/v1', root: '' };
const PARAMS: Record<string, string> = {
  id: SOME,
  key: 'view',
  noticeId: 'x',
  taskId: SOME,
  conflictId: SOME,
};

function pathOf(route: Route, params: Record<string, string> = PARAMS): string {
  return BASES[route.base] + route.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}

test('the document has every route, and every reference in it leads somewhere', async () => {
  const { json, text } = await server.request('GET', '/api/openapi.json');
  const paths = json['paths'] as Record<string, Record<string, { operationId: string; responses: object }>>;
  for (const route of [...BUNDLED_ROUTES, ...RELAYED_ROUTES]) {
    const base = route.base === 'api' ? '/w/{workspaceId}/api/v1' : BASES[route.base];
    const operation = paths[base + route.path]?.[route.method.toLowerCase()];
    expect(operation?.operationId).toBe(route.id);
    for (const status of errorsOf(route).keys()) expect(operation?.responses).toHaveProperty(String(status));
  }
  const schemas = (json['components'] as { schemas: object }).schemas;
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
    expect(schemas).toHaveProperty(name ?? '');
  expect(text.includes('#/$defs')).toBe(false);
});

test.each(BUNDLED_ROUTES.map((route) => [route.id, route] as const))(
  '%s asks for the key, knows its methods',
  async (_id, route) => {
    const address = pathOf(route);
    if (route.access !== 'keyless') {
      const keyless = await fetch(server.origin + address, { method: route.method });
      expect(keyless.status).toBe(401);
      expect(ErrorAnswer.parse(await keyless.json()).code).toBe('LAUNCH_KEY_REQUIRED');
    }
    const foreign = await server.request(route.method, address, undefined, { origin: 'http://evil.example' });
    expect([foreign.status, foreign.json['code']]).toEqual([403, 'FOREIGN_ORIGIN']);
    const other = await server.request('OPTIONS', address);
    expect([other.status, other.json['code']]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(other.headers.get('allow')).toContain(route.method);
    const slashed = await server.request(route.method, `${address}/`);
    expect([404, 405]).toContain(slashed.status);
  },
);

test.each(ROUTES.filter((route) => route.serves === 'team').map((route) => [route.id, route] as const))(
  '%s is not there in a personal workspace',
  async (_id, route) => {
    const answer = await server.request(route.method, pathOf(route), route.body ? {} : undefined);
    expect([answer.status, answer.json['code']]).toEqual([404, 'NOT_FOUND']);
  },
);

test.each(BUNDLED_ROUTES.filter((route) => route.body).map((route) => [route.id, route] as const))(
  '%s reads JSON and nothing else',
  async (_id, route) => {
    const send = async (body: string | Uint8Array, headers = {}) =>
      (await server.request(route.method, pathOf(route), body, headers)).json['code'];
    expect(await send('{}', { 'content-type': 'text/plain' })).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(await send('{}', { 'content-encoding': 'gzip' })).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(await send('{"a')).toBe('MALFORMED_JSON');
    expect(await send(Uint8Array.from([0x22, 0xff, 0x22]))).toBe('MALFORMED_JSON');
    expect(await send('{"x":{"__proto__":1}}')).toBe('FORBIDDEN_KEY');
    expect(await send('"no object"')).toBe('VALIDATION');
    expect(await send(`{"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)).toBe('VALIDATION');
    // What is announced as too large is refused before it is read.
    const head =
      `${route.method} ${pathOf(route)} HTTP/1.1\r\nhost: ${new URL(server.origin).host}\r\n` +
      `x-taskflow-launch: ${server.launchKey}\r\ncontent-type: application/json\r\n`;
    const large = await rawRequest(server.server.port, `${head}content-length: 9999999999\r\n\r\n{`);
    expect(large).toMatch(/^HTTP\/1.1 413 /);
    expect(large).toContain('"code":"TOO_LARGE"');
  },
);

const post = (path: string, body: unknown, headers = {}) => server.request('POST', path, body, headers);
const someVersion = { version: 1 };

/** A repeat while the first is held in the store. */
async function inFlight(path: string, body: unknown): Promise<Answered> {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  let release = (): void => undefined;
  const reached = new Promise<void>((arrive) => {
    hold = () => {
      arrive();
      return new Promise((resolve) => (release = resolve));
    };
  });
  const first = post(path, body, headers);
  await reached;
  hold = null;
  const second = await post(path, body, headers);
  release();
  await first;
  return second;
}

async function reused(path: string, first: unknown, second: unknown): Promise<Answered> {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  await post(path, first, headers);
  return post(path, second, headers);
}

async function full(method: string, path: string, body?: unknown): Promise<Answered> {
  fault = 'DISK_FULL';
  try {
    return await server.request(method, path, body);
  } finally {
    fault = null;
  }
}

async function trashed(): Promise<string> {
  const { id } = await buildTask(server);
  await server.request('DELETE', `/tasks/${id}`);
  return id;
}

const IMPORT = '/api/v1/import';
const CSV = { format: 'csv', content: 'title\nfrom a file' };

/** How each code that a route declares for itself comes about. */
const SCENARIOS: Record<string, () => Promise<Answered>> = {
  'listTasks CURSOR_INVALID': () => server.request('GET', '/tasks?cursor=nonsense'),
  'taskHistory CURSOR_INVALID': async () =>
    server.request('GET', `/tasks/${(await buildTask(server)).id}/history?cursor=nonsense`),
  'listEvents CURSOR_INVALID': () => server.request('GET', '/api/v1/events?cursor=nonsense'),
  'listNotifications CURSOR_INVALID': () => server.request('GET', '/api/v1/notifications?cursor=nonsense'),
  'createTask ID_TAKEN': async () => post('/tasks', { id: (await buildTask(server)).id, title: 'another' }),
  'createTask KEY_IN_FLIGHT': () => inFlight('/tasks', { title: 'a' }),
  'createTask KEY_REUSED': () => reused('/tasks', { title: 'a' }, { title: 'b' }),
  'createTask DISK_FULL': () => full('POST', '/tasks', { title: 'a' }),
  'updateTask VERSION_CONFLICT': async () =>
    server.request('PATCH', `/tasks/${(await buildTask(server)).id}`, { version: 9, title: 'b' }),
  'updateTask IN_TRASH': async () =>
    server.request('PATCH', `/tasks/${await trashed()}`, { version: 2, title: 'b' }),
  'updateTask DISK_FULL': async () =>
    full('PATCH', `/tasks/${(await buildTask(server)).id}`, { version: 1, title: 'b' }),
  'assignTask VERSION_CONFLICT': async () =>
    post(`/tasks/${(await buildTask(server)).id}/assign`, { version: 9, assigneeId: null }),
  'assignTask IN_TRASH': async () =>
    post(`/tasks/${await trashed()}/assign`, { version: 2, assigneeId: null }),
  'assignTask KEY_IN_FLIGHT': async () =>
    inFlight(`/tasks/${(await buildTask(server)).id}/assign`, { ...someVersion, assigneeId: null }),
  'assignTask KEY_REUSED': async () =>
    reused(
      `/tasks/${(await buildTask(server)).id}/assign`,
      { ...someVersion, assigneeId: null },
      { version: 2, assigneeId: null },
    ),
  'assignTask DISK_FULL': async () => {
    const me = (await server.request('GET', '/api/v1/auth/profile')).json['id'];
    return full('POST', `/tasks/${(await buildTask(server)).id}/assign`, { ...someVersion, assigneeId: me });
  },
  'deleteTask VERSION_CONFLICT': async () =>
    server.request('DELETE', `/tasks/${(await buildTask(server)).id}?version=9`),
  'deleteTask DISK_FULL': async () => full('DELETE', `/tasks/${(await buildTask(server)).id}`),
  'restoreTask KEY_IN_FLIGHT': async () => inFlight(`/tasks/${await trashed()}/restore`, undefined),
  'restoreTask KEY_REUSED': async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    await post(`/tasks/${await trashed()}/restore`, undefined, headers);
    return post(`/tasks/${await trashed()}/restore`, undefined, headers);
  },
  'restoreTask DISK_FULL': async () => full('POST', `/tasks/${await trashed()}/restore`),
  'purgeTask NOT_IN_TRASH': async () =>
    server.request('DELETE', `/tasks/${(await buildTask(server)).id}/forever`),
  'purgeTask DISK_FULL': async () => full('DELETE', `/tasks/${await trashed()}/forever`),
  'bulkTasks KEY_IN_FLIGHT': async () =>
    inFlight('/tasks/bulk', [{ op: 'delete', id: (await buildTask(server)).id }]),
  'bulkTasks KEY_REUSED': () =>
    reused('/tasks/bulk', [{ op: 'delete', id: SOME }], [{ op: 'restore', id: SOME }]),
  'bulkTasks DISK_FULL': async () =>
    full('POST', '/tasks/bulk', [{ op: 'delete', id: (await buildTask(server)).id }]),
  'updateProfile DISK_FULL': () => full('PATCH', '/api/v1/auth/profile', { firstName: crypto.randomUUID() }),
  'readNotifications KEY_IN_FLIGHT': () => inFlight('/api/v1/notifications/read', { all: true }),
  'readNotifications KEY_REUSED': () => reused('/api/v1/notifications/read', { all: true }, { ids: [SOME] }),
  'readNotifications DISK_FULL': () => full('POST', '/api/v1/notifications/read', { all: true }),
  'putState STATE_FULL': async () => {
    const value = 'x'.repeat(200 * 1024);
    for (let i = 0; i < 21; i++) await server.request('PUT', `/state/big${i}`, { value });
    return server.request('PUT', '/state/more', { value });
  },
  'putState DISK_FULL': () => full('PUT', '/state/a', { value: 1 }),
  'deleteState DISK_FULL': () => full('DELETE', '/state/a'),
  'launch LAUNCH_CODE_INVALID': () => post('/app/v1/launch', { code: 'x' }),
  'makeBackup DISK_FULL': () => full('POST', '/app/v1/backups'),
  'restoreBackup BACKUP_DAMAGED': async () => {
    const { json } = await server.request('POST', '/app/v1/backups');
    const file = path.join(server.folder, 'backups', String(json['id']));
    const bytes = await readFile(file);
    bytes.fill(0, bytes.length >> 1);
    await writeFile(file, bytes);
    return post(`/app/v1/backups/${String(json['id'])}/restore`, { preview: true });
  },
  'importTasks IMPORT_INVALID': () => post(IMPORT, { format: 'csv', content: 'title\n"never closed' }),
  'importTasks REPLACE_NOT_ALLOWED': () => post(IMPORT, { ...CSV, mode: 'replace' }),
  'importTasks DISK_FULL': () => full('POST', IMPORT, CSV),
  'restoreBackup DISK_FULL': () => full('POST', '/app/v1/backups/x/restore', {}),
};

/** Reached in another test, which names the code. */
const ELSEWHERE: Record<string, string> = {
  FORBIDDEN: 'second-person.test.ts',
  // Turns are a team's: on one's own machine nobody else imports.
  BUSY: '../http/turns.test.ts',
  'readyz STORE_UNAVAILABLE': 'closed-store.test.ts',
  'renameWorkspace DISK_FULL': 'full-disk.test.ts',
  'updateSettings DISK_FULL': 'full-disk.test.ts',
  addWorkspace: 'team/app-server.ts',
  removeWorkspace: 'team/joining-away.test.ts',
  signInAgain: 'team/joining-away.test.ts',
  retryQueued: 'team/joining-away.test.ts',
  discardQueued: 'team/joining-away.test.ts',
  resolveConflict: 'team/joining-away.test.ts',
};
const elsewhere = (name: string, code: ErrorCode): string | undefined =>
  ELSEWHERE[name] ?? ELSEWHERE[code] ?? ELSEWHERE[name.split(' ')[0] ?? ''];

test.each(Object.entries(ELSEWHERE))('%s is reached in %s', async (name, file) => {
  const text = await readFile(path.join(import.meta.dirname, file), 'utf8');
  for (const word of name.split(' ')) expect(text).toContain(word);
});

test('no scenario is left of a code that is no longer declared', () => {
  const names = BUNDLED_ROUTES.flatMap((route) => route.errors.map((code) => `${route.id} ${code}`));
  expect(Object.keys(SCENARIOS).filter((name) => !names.includes(name))).toEqual([]);
});

const declared = BUNDLED_ROUTES.flatMap((route) =>
  route.errors
    .filter((code) => !elsewhere(`${route.id} ${code}`, code))
    .map((code) => [`${route.id} ${code}`, code] as const),
);

test.each(declared)('%s can be reached', async (name, code) => {
  const answer = await SCENARIOS[name]?.();
  expect(answer?.json['code']).toBe(code);
  expect(answer?.status).toBe(ERRORS[code]);
  ErrorAnswer.parse(answer?.json);
  expect(answer?.headers.get('x-request-id')).toBe(answer?.json['requestId']);
});

test.each(
  BUNDLED_ROUTES.filter((route) => route.access === 'user').map((route) => [route.id, route] as const),
)('%s says 503 while the store is away', async (_id, route) => {
  fault = 'STORE_UNAVAILABLE';
  const answer = await server.request(route.method, pathOf(route), route.body ? {} : undefined);
  fault = null;
  expect([answer.status, answer.json['code'], answer.headers.get('retry-after')]).toEqual([
    503,
    'STORE_UNAVAILABLE',
    '1',
  ]);
});

test('what was never there is 404 in the same words as what may not be seen', async () => {
  for (const path of [
    '/api/v1/nothing',
    '/api/nothing',
    '/app/v1/nothing',
    `/api/v1/tasks/${SOME}`,
    '/w/other/api/v1/tasks',
    '/api/v1/%zz',
    '/api/v1/tasks/%00/x',
  ]) {
    const { status, json } = await server.request('GET', path);
    expect([path, status, json['code'], json['message']]).toEqual([
      path,
      404,
      'NOT_FOUND',
      'There is nothing here.',
    ]);
  }
});
