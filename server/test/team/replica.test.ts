import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { JoinedApp } from './joined-app.ts';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

let server: TeamServer;
let ada: Person;
let ben: Person;
beforeAll(async () => {
  server = await startTeamServer();
  ada = await server.admin();
  ben = await server.member('ben@example.org', ada);
});
afterAll(() => server.close());

let apps: JoinedApp[] = [];
beforeEach(() => (apps = []));
afterEach(async () => {
  for (const app of apps) await app.close();
});
const join = async (who: Person): Promise<JoinedApp> => {
  const app = await JoinedApp.join(server.origin, await server.signIn(who.email));
  apps.push(app);
  await app.start();
  await app.synced();
  return app;
};

test('made in one app, it is on the team, and by news in another’s', async () => {
  const [one, two] = [await join(ada), await join(ben)];
  const made = await one.create('for Ben', ben.id);
  await two.until(async () => (await two.tasks()).some(({ id }) => id === made.id));
  await two.edit(made.id, { status: 'done' });
  await one.until(async () =>
    (await one.tasks()).some(({ id, status }) => id === made.id && status === 'done'),
  );
  await one.edit(made.id, { assigneeId: null });
  await two.until(async () => !(await two.tasks()).some(({ id }) => id === made.id));
  expect((await ada.request('GET', `/tasks/${made.id}`)).json).toMatchObject({
    status: 'done',
    assigneeId: null,
  });
  expect([...one.errors, ...two.errors]).toEqual([]);
});

test('who comes to the team is known in its apps by news, so that tasks can be theirs', async () => {
  const one = await join(ada);
  const { id } = await server.member('eve@example.org', ada);
  await one.until(async () => (await one.store.users.get(id)) !== null);
  expect((await one.create('for Eve', id)).assigneeId).toBe(id);
});

test('both edit one field while one is away: the team’s stands, the other is a conflict', async () => {
  const [one, two] = [await join(ada), await join(ben)];
  const made = await one.create('base', ben.id);
  await one.synced();
  await two.until(async () => (await two.tasks()).some(({ id }) => id === made.id));
  await two.stop();
  await two.edit(made.id, { title: 'Ben’s', priority: 'high' });
  await one.edit(made.id, { title: 'Ada’s' });
  await one.synced();
  await two.start();
  await two.until(async () => (await two.replica.conflicts.list()).length > 0);
  expect(await two.replica.conflicts.list()).toMatchObject([
    {
      kind: 'field',
      field: 'title',
      base: 'base',
      mine: 'Ben’s',
      theirs: 'Ada’s',
      theirsBy: ada.id,
      theirsAt: expect.any(String),
      author: { id: ada.id },
    },
  ]);
  expect((await ada.request('GET', `/tasks/${made.id}`)).json).toMatchObject({
    title: 'Ada’s',
    priority: 'high',
  });
});

test('an ended session: everything stays and waits; a new sign-in sends it', async () => {
  const app = await join(ben);
  await ben.request('DELETE', `/auth/sessions/${app.sessionId}`);
  await app.until(() => app.replica.status.state === 'sign_in');
  const made = await app.create('typed while signed out');
  expect(app.replica.status).toMatchObject({ state: 'sign_in' });
  const person = await server.signIn(ben.email);
  await app.signedIn(person);
  app.replica.reconnect();
  await app.synced();
  expect((await ben.request('GET', `/tasks/${made.id}`)).status).toBe(200);
});
