import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('a walk brings people, tasks with the trash, and notifications; then only what changes', async () => {
  const kept = await create(bob, { title: 'Kept' });
  const trashed = await create(bob, { title: 'Trashed' });
  await bob.request('DELETE', `/tasks/${trashed.id}`);
  const given = await create(ada, { title: 'Given', assigneeId: bob.id });
  const replica = new Replica(bob, 2);
  await replica.pull();
  expect(replica.users).toEqual(new Set([ada.id, bob.id, eve.id]));
  expect(new Set(replica.tasks.keys())).toEqual(new Set([kept.id, trashed.id, given.id]));
  expect(replica.tasks.get(trashed.id)?.deletedAt).not.toBeNull();
  expect(replica.notifications.size).toBe(1);
  // A transaction of another test holds the feed back: the walk's end is then a page of its own, and more may come behind it.
  const walks = replica.pages.flatMap(({ walk }) => walk ?? []);
  expect(new Set(walks.map(({ id }) => id)).size).toBe(1);
  expect(walks.at(-1)).toMatchObject({ done: 7, total: 7 });
  expect(replica.pages.filter(({ complete }) => complete)).toHaveLength(1);
  expect(replica.pages.findLast(({ walk }) => walk)?.complete).toBe(true);

  await bob.request('PATCH', `/tasks/${kept.id}`, { version: 1, title: 'Kept on' });
  await bob.request('POST', '/notifications/read', { all: true });
  const changes = await replica.pull();
  expect(changes.map(({ kind }) => kind)).toEqual(['task', 'notification']);
  expect(replica.tasks.get(kept.id)?.title).toBe('Kept on');
  expect(replica.pages.at(-1)).not.toHaveProperty('walk');
});

test('an edit is pushed, and comes to the others', async () => {
  const replica = new Replica(ada);
  await replica.pull();
  const made = await push(bob, { op: 'create', set: { title: 'Made offline', assigneeId: ada.id } });
  expect(made).toMatchObject({ result: 'applied', task: { title: 'Made offline', version: 1 } });
  const taskId = made.task?.id ?? '';
  const edited = await push(bob, { taskId, base: { title: 'Made offline' }, set: { title: 'Edited' } });
  expect(edited).toMatchObject({ result: 'applied', task: { title: 'Edited', version: 2 } });
  const both = await push(ada, { taskId, base: { title: 'Made offline' }, set: { title: 'Other' } });
  expect(both).toMatchObject({
    result: 'conflict',
    task: { title: 'Edited', version: 2 },
    conflicts: [{ field: 'title', base: 'Made offline', mine: 'Other', theirs: 'Edited' }],
  });
  await replica.pull();
  expect(replica.tasks.get(taskId)).toEqual(edited.task);
});
