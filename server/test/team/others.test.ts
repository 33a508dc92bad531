import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOOKED_KEY } from '../../contract/state.ts';
import { Replica, create, push } from './sync-server.ts';
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

const newest = async (person: Person): Promise<string | null> => {
  const { status, json } = await person.request('GET', '/events/others');
  expect(status).toBe(200);
  return json['newest'] as string | null;
};
const all = async () => ({ ada: await newest(ada), bob: await newest(bob), eve: await newest(eve) });

test('what somebody else did to a task that one may see has a name of its own; one’s own acts have none', async () => {
  expect(await all()).toEqual({ ada: null, bob: null, eve: null });
  const { id } = await create(bob, { title: 'Bob’s' });
  const made = await all();
  expect(made).toEqual({ ada: expect.any(String), bob: null, eve: null });

  // A card that moves in its column is no event.
  await ada.request('PATCH', `/tasks/${id}`, { version: 1, rank: 'b1' });
  expect(await all()).toEqual(made);

  await ada.request('PATCH', `/tasks/${id}`, { version: 1, title: 'Ada’s' });
  const edited = await all();
  expect(edited).toEqual({ ada: made.ada, bob: expect.any(String), eve: null });
  await push(ada, { taskId: id, base: { status: 'todo' }, set: { status: 'done' } });
  expect((await all()).bob).not.toBe(edited.bob);

  await bob.request('PATCH', `/tasks/${id}`, { version: 3, assigneeId: eve.id });
  const given = await all();
  expect(given.eve).toEqual(expect.any(String));
  expect(given.ada).not.toBe(made.ada);
  // Who lost sight of it hears of nothing more.
  await bob.request('PATCH', `/tasks/${id}`, { version: 4, assigneeId: null });
  await bob.request('PATCH', `/tasks/${id}`, { version: 5, title: 'Bob’s again' });
  expect((await all()).eve).toBe(given.eve);
});

test('a replica is told who else changed a task, and nothing of its own person’s acts', async () => {
  const followers = { ada: new Replica(ada), bob: new Replica(bob) };
  for (const one of Object.values(followers)) await one.pull();
  const named = async (follower: Replica) =>
    (await follower.pull()).flatMap((change) => (change.kind === 'task' ? [change.by ?? null] : []));
  const { id } = await create(bob, { title: 'Told' });
  expect([await named(followers.ada), await named(followers.bob)]).toEqual([[bob.id], [null]]);
  await ada.request('PATCH', `/tasks/${id}`, { version: 1, title: 'Told by Ada' });
  await bob.request('PATCH', `/tasks/${id}`, { version: 2, status: 'done' });
  expect([await named(followers.ada), await named(followers.bob)]).toEqual([[bob.id], [ada.id]]);
  await ada.request('PATCH', `/tasks/${id}`, { version: 3, rank: 'c1' });
  expect([await named(followers.ada), await named(followers.bob)]).toEqual([[null], [null]]);
});

test('up to where one has looked is kept in one form, and told to every window of that person alone', async () => {
  const put = (value: unknown) => bob.request('PUT', `/state/${LOOKED_KEY}`, { value });
  for (const value of [1, {}, { newest: 'yesterday' }, { newest: crypto.randomUUID(), more: 1 }, null])
    expect((await put(value)).json['code']).toBe('VALIDATION');

  const heard: string[] = [];
  const open = async (person: Person) => {
    const socket = io(`${server.origin}/tasks`, {
      transports: ['websocket'],
      auth: { token: person.token },
      forceNew: true,
    });
    socket.on('state', (key: string) => heard.push(`${person.email} ${key}`));
    await new Promise<void>((resolve) => socket.once('connected', () => resolve()));
    return socket;
  };
  const sockets = await Promise.all([open(ada), open(bob), open(bob)]);
  const value = { newest: crypto.randomUUID() };
  expect((await put(value)).status).toBe(204);
  expect((await bob.request('PUT', '/state/view', { value: 1 })).status).toBe(204);
  expect((await bob.request('GET', `/state/${LOOKED_KEY}`)).json['value']).toEqual(value);
  // The same server tells of this after that.
  const told = sockets.map((socket) => new Promise((resolve) => socket.once('task-event', resolve)));
  await create(bob, { title: 'Behind it' });
  await Promise.all(told);
  expect(heard).toEqual([`${bob.email} activity`, `${bob.email} activity`]);
  for (const socket of sockets) socket.disconnect();
});
