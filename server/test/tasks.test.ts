import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from '../contract/events.ts';
import { taskHistory } from '../contract/events.ts';
import * as contract from '../contract/tasks.ts';
import { getProfile } from '../contract/users.ts';
import { buildTask } from './build-task.ts';
import { TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.remove());

const historyOf = async (id: string): Promise<Event[]> =>
  (await server.call(taskHistory, { params: { id }, query: { limit: 100 } })).items;

test('every act leaves an event with what changed, who, and from where', async () => {
  const task = await buildTask(server, { title: ' Ride ', description: 'up', priority: 'high' });
  expect(task.title).toBe('Ride');
  const id = task.id;
  const headers = { 'x-request-id': 'request-of-this-test', 'user-agent': 'test\u0020agent' };
  await server.request('PATCH', `/tasks/${id}`, { version: 1, description: 'down', status: 'done' }, headers);
  await server.request('DELETE', `/tasks/${id}`);
  await server.request('POST', `/tasks/${id}/restore`);
  const me = await server.call(getProfile, {});
  await server.call(contract.assignTask, { params: { id }, body: { assigneeId: me.id, version: 4 } });
  const events = await historyOf(id);
  expect(events.map((event) => [event.type, event.payload.version])).toEqual([
    ['task.assigned', 5],
    ['task.restored', 4],
    ['task.deleted', 3],
    ['task.updated', 2],
    ['task.created', 1],
  ]);
  expect(events[3]).toMatchObject({
    actorId: me.id,
    correlationId: 'request-of-this-test',
    metadata: { userAgent: 'test agent', ipAddress: '127.0.0.1' },
    payload: {
      title: 'Ride',
      changes: { description: { from: 'up', to: 'down' }, status: { from: 'todo', to: 'done' } },
    },
  });
  expect(events[4]?.payload.changes).toMatchObject({
    title: { from: null, to: 'Ride' },
    priority: { from: 'medium', to: 'high' },
  });
});

test('an edit by which a task changes hands leaves two events of one version: what else it changed, and whose it is', async () => {
  const task = await buildTask(server, { title: 'Ride' });
  const me = await server.call(getProfile, {});
  const set = { version: 1, title: 'Ride home', assigneeId: me.id };
  expect((await server.request('PATCH', `/tasks/${task.id}`, set)).json['version']).toBe(2);
  const [assigned, updated] = await historyOf(task.id);
  expect([assigned?.type, assigned?.payload]).toEqual([
    'task.assigned',
    { title: 'Ride home', version: 2, changes: { assigneeId: { from: null, to: me.id } } },
  ]);
  expect([updated?.type, updated?.payload.changes]).toEqual([
    'task.updated',
    { title: { from: 'Ride', to: 'Ride home' } },
  ]);
});

test('a change that changes nothing raises no version and leaves no event', async () => {
  const task = await buildTask(server, { description: 'same' });
  const again = await server.call(contract.updateTask, {
    params: { id: task.id },
    body: { version: 1, description: 'same' },
  });
  expect(again).toEqual(task);
  expect(await historyOf(task.id)).toHaveLength(1);
});

test('a rank alone neither compares nor raises the version', async () => {
  const { id } = await buildTask(server);
  const { status, json } = await server.request('PATCH', `/tasks/${id}`, { version: 999, rank: 'a5' });
  expect([status, json['rank'], json['version']]).toEqual([200, 'a5', 1]);
  expect(await historyOf(id)).toHaveLength(1);
});

test('a move that comes while others edit is never undone, and every answer knows it', async () => {
  const { id } = await buildTask(server);
  for (let version = 1; version <= 20; version++) {
    const rank = `a${version}`;
    const [edited, moved] = await Promise.all([
      server.request('PATCH', `/tasks/${id}`, { version, title: `edit ${version}` }),
      server.request('PATCH', `/tasks/${id}`, { version, rank }),
    ]);
    expect([edited.status, moved.status, moved.json['rank']]).toEqual([200, 200, rank]);
    const { json } = await server.request('GET', `/tasks/${id}`);
    expect([json['title'], json['rank'], json['version']]).toEqual([`edit ${version}`, rank, version + 1]);
  }
});

test('a filter that is false asks for the rest', async () => {
  const own = await TestServer.start();
  const past = '2020-01-01T00:00:00Z';
  for (const set of [
    { title: 'late', dueDate: past },
    { title: 'settled', dueDate: past, status: 'done' as const },
    { title: 'open' },
  ])
    await buildTask(own, set);
  const titles = async (query: string) =>
    (
      (await own.request('GET', `/tasks?sort=title&order=asc&${query}`)).json['items'] as { title: string }[]
    ).map((task) => task.title);
  expect(await titles('overdue=true')).toEqual(['late']);
  expect(await titles('overdue=false')).toEqual(['open', 'settled']);
  expect(await titles('noDue=true')).toEqual(['open']);
  expect(await titles('noDue=false')).toEqual(['late', 'settled']);
  expect(await titles('noDue=false&overdue=false')).toEqual(['settled']);
  expect(await titles('noDue=false&overdue=false&match=any')).toEqual(['late', 'open', 'settled']);
  expect(await titles('mine=false&deleted=false')).toEqual(['late', 'open', 'settled']);
  expect((await own.request('GET', '/tasks?overdue=maybe')).status).toBe(400);
  await own.remove();
});

test('of 8 simultaneous edits with one version exactly one wins, in every one of 25 rounds', async () => {
  const { id } = await buildTask(server);
  for (let version = 1; version <= 25; version++) {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        server.request('PATCH', `/tasks/${id}`, { version, title: `${version} by ${i}` }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(7);
    const lost = answers.find((answer) => answer.status === 409);
    expect(lost?.json['details']).toMatchObject({ current: { version: version + 1 }, fields: ['title'] });
  }
  expect(await historyOf(id)).toHaveLength(26);
});

test('a client’s id and body sent again are one task, also after it was edited; another body is refused', async () => {
  const body = { id: crypto.randomUUID(), title: 'once', dueDate: '2026-05-01T09:00:00Z' };
  const first = await server.request('POST', '/tasks', body);
  expect(first.status).toBe(201);
  await server.request('PATCH', `/tasks/${body.id}`, { version: 1, title: 'edited' });
  const again = await server.request('POST', '/tasks', body);
  expect([again.status, again.json['title']]).toEqual([201, 'edited']);
  expect((await server.request('POST', '/tasks', { ...body, title: 'x' })).json['code']).toBe('ID_TAKEN');
  expect(await historyOf(body.id)).toHaveLength(2);
});

test('an Idempotency-Key makes one task of many tries, and survives a restart', async () => {
  const folderServer = await TestServer.start();
  const headers = { 'idempotency-key': 'k-1' };
  const make = (on: TestServer, title = 'a') => on.request('POST', '/tasks', { title }, headers);
  const first = await make(folderServer);
  const again = await make(folderServer);
  expect(again.text).toBe(first.text);
  expect((await make(folderServer, 'b')).status).toBe(422);
  await folderServer.close();
  const restarted = await TestServer.start({ folder: folderServer.folder });
  const later = await make(restarted);
  expect([later.status, later.json['id']]).toEqual([201, first.json['id']]);
  await restarted.remove();
});

test('an assignee must be somebody', async () => {
  const nobody = crypto.randomUUID();
  const made = await server.request('POST', '/tasks', { title: 'a', assigneeId: nobody });
  expect([made.status, made.json['code']]).toEqual([400, 'VALIDATION']);
  const { id } = await buildTask(server);
  expect((await server.request('PATCH', `/tasks/${id}`, { version: 1, assigneeId: nobody })).status).toBe(
    400,
  );
  expect(
    (await server.request('POST', `/tasks/${id}/assign`, { version: 1, assigneeId: nobody })).status,
  ).toBe(400);
});

test('bulk judges each item alone, in order', async () => {
  const [a, b, c, d] = await Promise.all([1, 2, 3, 4].map(() => buildTask(server)));
  if (!a || !b || !c || !d) throw new Error('no tasks');
  const { results } = await server.call(contract.bulkTasks, {
    body: [
      { op: 'update', id: a.id, version: 1, set: { status: 'done' } },
      { op: 'delete', id: a.id, version: 2 },
      { op: 'update', id: b.id, version: 7, set: { title: 'x' } },
      { op: 'delete', id: crypto.randomUUID() },
      { op: 'update', id: c.id, version: 999, set: { rank: 'b1' } },
      { op: 'update', id: c.id, version: 1, set: { title: 'C' } },
      { op: 'forever', id: d.id },
      { op: 'delete', id: d.id },
      { op: 'forever', id: d.id },
    ],
  });
  expect(results.map((result) => result.status)).toEqual([200, 204, 409, 404, 200, 200, 409, 204, 204]);
  expect(results[2]?.error?.details).toMatchObject({ current: { version: 1 }, fields: ['title'] });
  expect(await server.call(contract.getTask, { params: { id: c.id } })).toMatchObject({
    rank: 'b1',
    title: 'C',
    version: 2,
  });
  expect((await server.request('GET', `/tasks/${d.id}`)).status).toBe(404);
});

test('bulk keeps the order of moves and edits of one task', async () => {
  const { id } = await buildTask(server);
  const { results } = await server.call(contract.bulkTasks, {
    body: [
      { op: 'update', id, version: 9, set: { rank: 'b1' } },
      { op: 'update', id, version: 1, set: { rank: 'b2', title: 'placed' } },
      { op: 'update', id, version: 2, set: { title: 'named' } },
      { op: 'update', id, version: 9, set: { rank: 'b3' } },
    ],
  });
  expect(results.map((result) => result.status)).toEqual([200, 200, 200, 200]);
  expect(await server.call(contract.getTask, { params: { id } })).toMatchObject({
    rank: 'b3',
    title: 'named',
    version: 3,
  });
});

test('the trash: listed apart, restored, emptied for good', async () => {
  const { id } = await buildTask(server, { title: 'to the trash' });
  await server.request('DELETE', `/tasks/${id}`);
  expect((await server.request('DELETE', `/tasks/${id}`)).status).toBe(204);
  const ids = async (query: string) =>
    ((await server.request('GET', `/tasks?limit=100${query}`)).json['items'] as { id: string }[]).map(
      (task) => task.id,
    );
  expect(await ids('')).not.toContain(id);
  expect(await ids('&deleted=true')).toContain(id);
  expect((await server.request('POST', `/tasks/${id}/restore`)).json['deletedAt']).toBeNull();
  expect((await server.request('POST', `/tasks/${id}/restore`)).status).toBe(200);
  await server.request('DELETE', `/tasks/${id}`);
  expect((await server.request('DELETE', `/tasks/${id}/forever`)).status).toBe(204);
  expect((await server.request('GET', `/tasks/${id}`)).status).toBe(404);
  // Its id is nobody's again: who repeats the creation late does not bring it back.
  const again = await server.request('POST', '/tasks', { title: 'to the trash', id });
  expect([again.status, again.json['code']]).toEqual([409, 'ID_TAKEN']);
  expect((await server.request('GET', `/tasks/${id}`)).status).toBe(404);
});

test('an unchanged answer is 304', async () => {
  const { id } = await buildTask(server);
  for (const path of [`/tasks/${id}`, '/tasks?limit=5', '/tasks/stats']) {
    const first = await server.request('GET', path);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const etag = first.headers.get('etag') ?? '';
    expect((await server.request('GET', path, undefined, { 'if-none-match': etag })).status).toBe(304);
    await server.request('PATCH', `/tasks/${id}`, {
      version: (await server.call(contract.getTask, { params: { id } })).version,
      title: crypto.randomUUID(),
      priority: 'urgent',
    });
  }
});

test('unknown fields are stripped; what the server decides cannot be sent', async () => {
  const { json } = await server.request('POST', '/tasks', {
    title: 'a',
    version: 9,
    creatorId: crypto.randomUUID(),
    deletedAt: '2026-01-01T00:00:00Z',
    completedAt: '2026-01-01T00:00:00Z',
    nonsense: 1,
  });
  const me = await server.call(getProfile, {});
  expect(json).toMatchObject({ version: 1, creatorId: me.id, deletedAt: null, completedAt: null });
  expect(json).not.toHaveProperty('nonsense');
});

test('unknown parameters of a query are passed over, as what a newer or older client may ask for', async () => {
  const plain = await server.request('GET', '/tasks?limit=1');
  const asked = await server.request('GET', '/tasks?limit=1&stauts=done&stauts=todo&constructor=1');
  expect([asked.status, asked.json]).toEqual([200, plain.json]);
});

test('paging by cursor and by page meets every task once', async () => {
  const own = await TestServer.start();
  for (let i = 0; i < 25; i++) await buildTask(own, { priority: i % 2 ? 'low' : 'urgent' });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await own.call(contract.listTasks, {
      query: { limit: 7, sort: 'priority', ...(cursor ? { cursor } : {}) },
    });
    expect(page.total).toBe(25);
    seen.push(...page.items.map((task) => task.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(25);
  expect(seen).toHaveLength(25);
  await own.remove();
});
