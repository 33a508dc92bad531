import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { Issue } from '../../contract/errors.ts';
import type { MutationResult } from '../../contract/sync.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { create, mutationOf, push, send, type Mutating } from './sync-server.ts';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

let server: TeamServer;
let ada: Person;
let bob: Person;
let eve: Person;
beforeAll(async () => {
  server = await startTeamServer();
  ada = await server.admin();
  bob = await server.member('bob@example.org', ada);
  eve = await server.member('eve@example.org', ada);
});
afterAll(() => server.close());

const taskOf = async (id: string, who = ada): Promise<TaskRecord> =>
  (await who.request('GET', `/tasks/${id}`)).json as unknown as TaskRecord;
const typesOf = async (id: string): Promise<unknown[]> => {
  const { json } = await ada.request('GET', `/tasks/${id}/history`);
  return (json['items'] as { type: string }[]).map(({ type }) => type).toReversed();
};

test('what nobody else touched is applied, what somebody touched elsewhere is merged, what both changed is a conflict', async () => {
  const { id } = await create(ada, { title: 'Map', description: 'of the coast', assigneeId: bob.id });
  const first = await push(bob, { taskId: id, base: { status: 'todo' }, set: { status: 'done' } });
  expect(first).toMatchObject({ result: 'applied', task: { status: 'done', version: 2 } });
  expect(first.task?.completedAt).not.toBeNull();
  const second = await push(ada, { taskId: id, base: { title: 'Map' }, set: { title: 'Chart' } });
  expect(second).toMatchObject({ result: 'merged', task: { title: 'Chart', status: 'done', version: 3 } });
  const third = await push(bob, {
    taskId: id,
    baseVersion: 2,
    base: { title: 'Map', priority: 'medium' },
    set: { title: 'Plan', priority: 'high' },
  });
  expect(third).toMatchObject({
    result: 'conflict',
    conflicts: [
      {
        field: 'title',
        base: 'Map',
        mine: 'Plan',
        theirs: 'Chart',
        // Who wrote it, not who came last.
        theirsBy: ada.id,
        theirsAt: second.task?.updatedAt,
      },
    ],
    task: { title: 'Chart', priority: 'high', version: 4 },
  });
  const all = await push(bob, { taskId: id, base: { title: 'Map' }, set: { title: 'Draft' } });
  expect(all).toMatchObject({ result: 'conflict', task: { title: 'Chart', version: 4 } });
  expect(await typesOf(id)).toEqual([
    'task.created',
    'task.updated',
    'task.updated',
    'task.updated',
    'task.conflict',
    'task.conflict',
  ]);
  expect((await eve.request('GET', '/events')).text).not.toContain(id);
});

test('the same made by both is nothing to do; the last rank wins, and is no conflict', async () => {
  const { id } = await create(bob, { title: 'Row', rank: 'a1' });
  const same = await push(bob, { taskId: id, base: { title: 'Column' }, set: { title: 'Row' } });
  expect(same).toMatchObject({ result: 'applied', task: { version: 1 } });
  expect(same).not.toHaveProperty('conflicts');
  const moved = await push(bob, { taskId: id, base: { rank: 'a9' }, set: { rank: 'a5' } });
  expect(moved).toMatchObject({ result: 'applied', task: { rank: 'a5', version: 1 } });
});

test('an edit of what lies in the trash is one conflict; with the wish to have it back it is restored and set', async () => {
  const { id } = await create(bob, { title: 'Old' });
  await push(bob, { taskId: id, base: { deleted: false }, set: { deleted: true } });
  const edited = await push(bob, { taskId: id, base: { title: 'Old' }, set: { title: 'New' } });
  expect(edited).toMatchObject({
    result: 'conflict',
    conflicts: [
      {
        field: 'deleted',
        base: false,
        mine: { title: 'New' },
        theirs: true,
        theirsBy: expect.any(String),
        theirsAt: expect.any(String),
      },
    ],
    task: { title: 'Old', version: 2 },
  });
  const back = await push(bob, {
    taskId: id,
    baseVersion: 2,
    base: { title: 'Old', deleted: true },
    set: { title: 'New', deleted: false },
  });
  expect(back).toMatchObject({ result: 'applied', task: { title: 'New', deletedAt: null, version: 4 } });
  const gone = await push(bob, {
    taskId: id,
    baseVersion: 4,
    base: { title: 'New', deleted: false },
    set: { title: 'Last', deleted: true },
  });
  expect(gone).toMatchObject({ result: 'applied', task: { title: 'Last', version: 6 } });
  expect(gone.task?.deletedAt).not.toBeNull();
  expect(await typesOf(id)).toEqual([
    'task.created',
    'task.deleted',
    'task.conflict',
    'task.restored',
    'task.updated',
    'task.updated',
    'task.deleted',
  ]);
});

test('a create may say where it came from and when it was done, and begin in the trash; nobody is told of that', async () => {
  const source = { format: 'csv', key: 'k1', list: null, tags: ['x'], parentKey: null, raw: 'a\u0000b' };
  const past = '2020-01-01T00:00:00.000Z';
  const made = await push(bob, {
    op: 'create',
    set: { title: 'Imported', status: 'done', completedAt: past, source },
  });
  expect(made).toMatchObject({ result: 'applied', task: { completedAt: past, source, creatorId: bob.id } });
  const future = await push(bob, {
    op: 'create',
    set: { title: 'Ahead', status: 'done', completedAt: '2999-01-01T00:00:00.000Z' },
  });
  expect(Date.parse(future.task?.completedAt ?? '')).toBeLessThan(Date.now() + 60_000);
  const told = async () => (await eve.request('GET', '/notifications')).json['unread'];
  const trashed = await push(bob, {
    op: 'create',
    set: { title: 'Never mind', assigneeId: eve.id, deleted: true },
  });
  expect(trashed.task?.deletedAt).not.toBeNull();
  expect(await told()).toBe(0);
  await push(bob, { op: 'create', set: { title: 'For you', assigneeId: eve.id } });
  expect(await told()).toBe(1);
});

test('a create that comes again under another opId is harmless; an id of another’s is taken, a purged one gone', async () => {
  const taskId = randomUUID();
  const set = { title: 'Once' };
  expect((await push(bob, { op: 'create', taskId, set })).result).toBe('applied');
  await push(bob, { taskId, base: { title: 'Once' }, set: { title: 'Twice' } });
  const again = await push(bob, { op: 'create', taskId, set });
  expect(again).toMatchObject({ result: 'merged', task: { title: 'Twice', version: 2 } });
  const other = await push(bob, { op: 'create', taskId, set: { title: 'Other' } });
  expect(other).toMatchObject({ result: 'rejected', code: 'ID_TAKEN' });
  expect(other).not.toHaveProperty('task');
  const theirs = await push(eve, { op: 'create', taskId, set });
  expect(theirs).toMatchObject({ result: 'rejected', code: 'ID_TAKEN' });
  expect(JSON.stringify(theirs)).not.toContain('Twice');
  await ada.request('DELETE', `/tasks/${taskId}`);
  await ada.request('DELETE', `/tasks/${taskId}/forever`);
  expect(await push(bob, { op: 'create', taskId, set })).toMatchObject({ result: 'rejected', code: 'GONE' });
  const update = await push(bob, { taskId, base: { title: 'Twice' }, set: { title: 'Thrice' } });
  expect(update).toMatchObject({ result: 'rejected', code: 'NOT_FOUND' });
});

test('each operation is refused alone, with its code and a sentence', async () => {
  const { id } = await create(ada, { title: 'Shared', assigneeId: bob.id });
  const { id: hidden } = await create(ada, { title: 'Hidden' });
  const { status } = await ada.request('PATCH', `/users/${eve.id}`, { disabled: true });
  expect(status).toBe(200);
  const cases: [Mutating, string, RegExp][] = [
    [{ taskId: id, base: { colour: 1 }, set: { colour: 2 } }, 'UNKNOWN_FIELD', /colour/],
    [{ taskId: id, base: { mood: 1 }, set: {} }, 'UNKNOWN_FIELD', /mood/],
    [{ taskId: id, base: { title: 'Shared' }, set: { title: '' } }, 'VALIDATION', /^title: needs at least/],
    [{ taskId: id, base: {}, set: { title: 'x' } }, 'VALIDATION', /^base.title: is missing/],
    [{ taskId: id, base: { title: 7 }, set: { title: 'x' } }, 'VALIDATION', /^base.title: /],
    [{ op: 'create', set: { status: 'done' } }, 'VALIDATION', /^title: is missing/],
    [{ op: 'create', set: { title: 'x', completedAt: null, status: 'asleep' } }, 'VALIDATION', /^status: /],
    [
      { op: 'create', set: { title: 'x', completedAt: '2020-01-01T00:00:00Z' } },
      'VALIDATION',
      /^completedAt/,
    ],
    [{ taskId: id, base: { source: null }, set: { source: null } }, 'VALIDATION', /^source/],
    [
      { taskId: id, base: { assigneeId: bob.id }, set: { assigneeId: randomUUID() } },
      'VALIDATION',
      /^assigneeId: is nobody/,
    ],
    [{ op: 'create', set: { title: 'x', assigneeId: eve.id } }, 'VALIDATION', /disabled/],
    [{ taskId: id, base: { deleted: false }, set: { deleted: true } }, 'FORBIDDEN', /not changed by you/],
    [{ taskId: hidden, base: { title: 'Hidden' }, set: { title: 'x' } }, 'NOT_FOUND', /nothing here/],
    [{ taskId: randomUUID(), base: { title: 'a' }, set: { title: 'x' } }, 'NOT_FOUND', /nothing here/],
  ];
  const good = mutationOf({ taskId: id, base: { priority: 'medium' }, set: { priority: 'urgent' } });
  const { status: ok, json, text } = await send(bob, [...cases.map(([one]) => mutationOf(one)), good]);
  expect(ok, text).toBe(200);
  const results = json['results'] as MutationResult[];
  for (const [index, [one, code, message]] of cases.entries()) {
    expect(results[index], JSON.stringify(one)).toMatchObject({ result: 'rejected', code });
    expect(results[index]?.message).toMatch(message);
    if (code !== 'VALIDATION') continue;
    const [issue] = z.parse(z.array(Issue), results[index]?.details);
    expect(issue?.code).not.toBe('NOT_EXPECTED');
    expect(results[index]?.message).toBe(`${issue?.path}: ${issue?.message}`);
  }
  expect(results.at(-1)).toMatchObject({ result: 'applied' });
  expect(text).not.toContain('Hidden');
  expect((await taskOf(id)).version).toBe(2);
  await ada.request('PATCH', `/users/${eve.id}`, { disabled: false });
});

test('only the envelope is a bad request, and one that is too large is refused whole', async () => {
  const one = mutationOf({ op: 'create', set: { title: 'x' } });
  for (const mutations of [[], [{ ...one, opId: 'x' }], [{ ...one, op: 'purge' }], Array(201).fill(one)])
    expect((await send(bob, mutations)).json).toMatchObject({ code: 'VALIDATION' });
  const description = 'x'.repeat(60_000);
  const large = Array.from({ length: 80 }, () =>
    mutationOf({ op: 'create', set: { title: 'x', description } }),
  );
  expect((await send(bob, large)).json).toMatchObject({ code: 'TOO_LARGE', statusCode: 413 });
  expect((await send(bob, large.slice(0, 3))).status).toBe(200);
});

test('a repeat answers the same with the task as it is by then, another content under its opId is refused', async () => {
  const { id } = await create(ada, { title: 'Kept', assigneeId: bob.id });
  const operation = mutationOf({ taskId: id, base: { title: 'Kept' }, set: { title: 'Kept on' } });
  const before = await push(bob, operation);
  await ada.request('PATCH', `/tasks/${id}`, { version: 2, description: 'later' });
  const reordered = Object.fromEntries(Object.entries(operation).toReversed());
  const { json } = await send(bob, [reordered, reordered]);
  for (const repeat of json['results'] as MutationResult[])
    expect(repeat).toMatchObject({ ...before, task: { title: 'Kept on', description: 'later', version: 3 } });
  const other = await push(bob, { ...operation, set: { title: 'Else' } });
  expect(other).toMatchObject({ result: 'rejected', code: 'OP_REUSED' });
  // Another’s operation is nobody’s business, whatever its id.
  expect((await push(ada, { ...operation, base: {}, set: {} })).result).not.toBe('rejected');
  await ada.request('POST', `/tasks/${id}/assign`, { version: 3, assigneeId: null });
  const unseen = await push(bob, operation);
  expect(unseen).toEqual({ opId: operation.opId, result: 'applied' });
});

test('lists that were cached know a pushed edit at once', async () => {
  const { id } = await create(bob, { title: 'Listed' });
  expect((await bob.request('GET', '/tasks?search=listed')).text).toContain('Listed');
  await push(bob, { taskId: id, base: { title: 'Listed' }, set: { title: 'Listed anew' } });
  expect((await bob.request('GET', '/tasks?search=listed')).text).toContain('Listed anew');
});
