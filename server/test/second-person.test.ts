import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLocalStore, type LocalStore } from '../adapters/local/index.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { User } from '../contract/users.ts';
import { AppError } from '../errors.ts';
import { BulkService } from '../modules/tasks/index.ts';
import { ExportService } from '../modules/transfer/index.ts';
import type { Actor } from '../ports/actor.ts';
import { systemClock } from '../ports/clock.ts';
import { DomainEvents, type DomainEvent } from '../ports/domain-events.ts';
import { NO_EFFECTS } from '../ports/effects.ts';
import { systemTimer } from '../ports/timer.ts';
import { createServices, type Services } from '../services.ts';

/** The services with several people, as a team has them: what the personal workspace cannot show. */
let folder = '';
let store: LocalStore;
let services: Services;
const told: DomainEvent[] = [];
const metadata = { requestId: 'request-1' };

const person = (name: string, over: Partial<User> = {}): User => ({
  id: crypto.randomUUID(),
  email: `${name}@example.org`,
  profile: { firstName: name },
  role: 'user',
  disabled: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...over,
});
const [ann, ben, cleo, gone] = [
  person('Ann'),
  person('Ben'),
  person('Cleo'),
  person('Gone', { disabled: true }),
];
const actor = ({ id, role }: User): Actor => ({ id, role });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'taskflow-people-'));
  store = await openLocalStore({ folder, clock: systemClock });
  const domain = new DomainEvents(() => undefined);
  domain.subscribe((event) => void told.push(event));
  services = createServices({
    stores: store,
    domain,
    clock: systemClock,
    timer: systemTimer,
    remindAtDue: () => true,
    whole: { instanceId: store.meta.instanceId, backup: async () => undefined, replaceAll: null },
    onError: () => undefined,
  });
  for (const user of [ann, ben, cleo, gone]) await store.users.insert(user, NO_EFFECTS);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

async function codeOf(run: Promise<unknown>): Promise<ErrorCode | 'done'> {
  try {
    await run;
    return 'done';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

test('what a stranger asks for does not exist; what an assignee may not do is forbidden', async () => {
  const { reader, tasks } = services;
  const made = await tasks.create(actor(ann), { title: 'ours', assigneeId: ben.id }, metadata, null);
  for (const run of [
    () => reader.get(actor(cleo), made.id),
    () => reader.history(actor(cleo), made.id, { limit: 5 }),
    () => tasks.update(actor(cleo), made.id, { version: 1, title: 'x' }, metadata),
    () => tasks.update(actor(cleo), made.id, { version: 1, rank: 'a1' }, metadata),
    () => tasks.delete(actor(cleo), made.id, undefined, metadata),
    () => tasks.restore(actor(cleo), made.id, metadata),
    () => tasks.purge(actor(cleo), made.id, metadata),
  ])
    expect(await codeOf(run())).toBe('NOT_FOUND');
  expect((await reader.get(actor(ben), made.id)).can).toEqual({
    update: true,
    assign: true,
    delete: false,
    restore: false,
  });
  expect(await codeOf(tasks.delete(actor(ben), made.id, undefined, metadata))).toBe('FORBIDDEN');
  expect(await codeOf(tasks.restore(actor(ben), made.id, metadata))).toBe('FORBIDDEN');
  expect(await codeOf(tasks.purge(actor(ann), made.id, metadata))).toBe('FORBIDDEN');
  expect(await codeOf(tasks.update(actor(ann), made.id, { version: 1, assigneeId: gone.id }, metadata))).toBe(
    'VALIDATION',
  );
  const list = (user: User) =>
    reader.list(actor(user), {
      page: 1,
      limit: 20,
      sort: 'createdAt',
      order: 'desc',
      match: 'all',
      tz: 'UTC',
    });
  expect((await list(cleo)).total).toBe(0);
  expect((await list(ben)).items[0]?.creator?.profile.firstName).toBe('Ann');
});

test('who is given a task is told, who gives it to themselves is not', async () => {
  const { tasks, notifications } = services;
  const inbox = async (user: User) => (await notifications.list(actor(user), { limit: 50 })).items;
  const before = (await inbox(ben)).length;
  const own = await tasks.create(actor(ben), { title: 'mine', assigneeId: ben.id }, metadata, null);
  const given = await tasks.create(actor(ann), { title: 'for Ben' }, metadata, null);
  await tasks.update(actor(ann), given.id, { version: 1, assigneeId: ben.id }, metadata);
  const rows = await inbox(ben);
  expect(rows).toHaveLength(before + 1);
  expect(rows[0]).toMatchObject({
    kind: 'assigned',
    title: 'for Ben',
    actor: { profile: { firstName: 'Ann' } },
  });
  await tasks.update(actor(ben), given.id, { version: 2, assigneeId: null }, metadata);
  expect((await inbox(ben)).find((row) => row.taskId === given.id)?.title).toBeNull();
  expect(
    told.filter((event) => event.kind === 'notification' && event.notification.taskId === own.id),
  ).toEqual([]);
});

test('an id of somebody else’s task is taken, whatever the body', async () => {
  const made = await services.tasks.create(actor(ann), { title: 'hers' }, metadata, null);
  const again = services.tasks.create(actor(ben), { id: made.id, title: 'hers' }, metadata, null);
  expect(await codeOf(again)).toBe('ID_TAKEN');
});

test('a history tells nobody but its actor and admins from where something was done', async () => {
  const from = { requestId: 'request-2', ipAddress: '192.0.2.7', userAgent: 'a browser', sessionId: 'one' };
  const made = await services.tasks.create(actor(ann), { title: 'shown', assigneeId: ben.id }, from, null);
  const metadataFor = async (who: Actor): Promise<unknown> =>
    (await services.reader.history(who, made.id, { limit: 1 })).items[0]?.metadata;
  expect(await metadataFor(actor(ben))).toEqual({});
  const { requestId: _id, ...kept } = from;
  expect(await metadataFor(actor(ann))).toEqual(kept);
  expect(await metadataFor({ id: cleo.id, role: 'admin' })).toEqual(kept);
});

test('people read what they did and what happens to their tasks, an admin everything', async () => {
  const own = await services.events.list(actor(cleo), { limit: 100 });
  expect(own.items).toEqual([]);
  expect((await services.events.list(actor(cleo), { limit: 100, actorId: ann.id })).items).toEqual([]);
  const task = await services.tasks.create(
    actor(ann),
    { title: 'for Ben', assigneeId: ben.id },
    { requestId: 'request-3', ipAddress: '192.0.2.8' },
    null,
  );
  const { items } = await services.events.list(actor(ben), { limit: 100, entityId: task.id });
  expect(items).toMatchObject([{ actorId: ann.id, metadata: {} }]);
  const all = await services.events.list({ id: cleo.id, role: 'admin' }, { limit: 100, actorId: ann.id });
  expect(new Set(all.items.map((event) => event.actorId))).toEqual(new Set([ann.id]));
});

test('who is no admin exports what they may see, and nobody else’s events; and of state even an admin only their own', async () => {
  const most = { keys: 9, bytes: 999 };
  await store.state.put(ann.id, 'draft', 'of Ann', most);
  await store.state.put(cleo.id, 'draft', 'of Cleo', most);
  await services.tasks.create(actor(ann), { title: 'secret of Ann' }, metadata, null);
  const exporter = new ExportService({ ...store, clock: systemClock, whole: false });
  const exported = async (who: Actor): Promise<string> => {
    let text = '';
    for await (const part of exporter.export(who, 'json').body) text += part;
    return text;
  };
  const text = await exported(actor(cleo));
  const file = JSON.parse(text) as { tasks: unknown[]; events: unknown[]; state: unknown };
  expect([file.tasks, file.events, file.state]).toEqual([[], [], { [cleo.id]: { draft: 'of Cleo' } }]);
  expect(text).not.toContain('of Ann');
  const all = await exported({ id: cleo.id, role: 'admin' });
  expect([all.includes('secret of Ann'), all.includes('"of Ann"')]).toEqual([true, false]);
});

test('what was written is answered and told, though it cannot be read again', async () => {
  let isAway = false;
  const tasks = new Proxy(store.tasks, {
    get: (target, name) => {
      if ((name === 'get' || name === 'getMany') && isAway)
        return () => Promise.reject(new AppError('STORE_UNAVAILABLE', 'away'));
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        const result: unknown = await Reflect.apply(member, target, given);
        isAway = name === 'write' || name === 'writeEach';
        return result;
      };
    },
  });
  const heard: DomainEvent[] = [];
  const domain = new DomainEvents(() => undefined);
  domain.subscribe((event) => void heard.push(event));
  const shaky = createServices({
    stores: { ...store, tasks },
    domain,
    clock: systemClock,
    timer: systemTimer,
    remindAtDue: () => true,
    whole: { instanceId: store.meta.instanceId, backup: async () => undefined, replaceAll: null },
    onError: () => undefined,
  });
  const made = await services.tasks.create(actor(ann), { title: 'shaky' }, metadata, null);
  const edited = await shaky.tasks.update(actor(ann), made.id, { version: 1, title: 'firm' }, metadata);
  expect(edited).toMatchObject({ title: 'firm', version: 2 });
  expect(heard).toMatchObject([{ kind: 'task', type: 'task.updated', after: { title: 'firm' } }]);
  isAway = false;
  const { reader, users, presenter } = shaky;
  const bulk = new BulkService({ tasks, reader, users, presenter, domain, clock: systemClock });
  const item = { id: made.id, version: 2, op: 'update', set: { title: 'in bulk' } } as const;
  expect(await codeOf(bulk.run(actor(ann), [item], metadata))).toBe('STORE_UNAVAILABLE');
  expect(heard[1]).toMatchObject({ kind: 'task', after: { title: 'in bulk', version: 3 } });
});
