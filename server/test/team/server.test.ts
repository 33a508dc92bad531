import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PASSWORD, startTeamServer, type Person, type TeamServer } from './team-server.ts';

let server: TeamServer;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  server = await startTeamServer();
  ada = await server.admin();
  bob = await server.member('bob@example.org', ada);
});
afterAll(() => server.close());

test('who may not see a task finds nothing, and who is assigned finds it', async () => {
  const { json: task } = await ada.request('POST', '/tasks', { title: 'Map of the coast' });
  const route = `/tasks/${String(task['id'])}`;
  expect((await bob.request('GET', route)).status).toBe(404);
  expect((await bob.request('GET', '/tasks')).json).toMatchObject({ total: 0 });
  await ada.request('POST', `${route}/assign`, { assigneeId: bob.id, version: 1 });
  expect((await bob.request('GET', '/tasks')).json).toMatchObject({ total: 1 });
  expect((await bob.request('DELETE', route)).status).toBe(403);
  expect((await bob.request('GET', '/notifications')).json).toMatchObject({ unread: 1 });
});

test('a list is answered from the cache until it changes, also by somebody else', async () => {
  const first = await bob.request('GET', '/tasks');
  const etag = first.headers.get('etag') ?? '';
  expect((await bob.request('GET', '/tasks', undefined, { 'if-none-match': etag })).status).toBe(304);
  const title = 'A list that changed';
  await ada.request('POST', '/tasks', { title, assigneeId: bob.id });
  const after = await bob.request('GET', '/tasks', undefined, { 'if-none-match': etag });
  expect(after.status).toBe(200);
  expect(after.text).toContain(title);
});

test('after a restore nothing is answered from the cache of before, though nobody has written since', async () => {
  const first = await startTeamServer();
  const { json: task } = await (
    await first.admin('eve@example.org')
  ).request('POST', '/tasks', { title: 'Lost' });
  const before = await (await first.signIn('eve@example.org')).request('GET', '/tasks');
  expect(before.text).toContain('Lost');
  // As a dump of an hour ago and `new-epoch` leave it.
  const client = new pg.Client(first.databaseUrl);
  await client.connect();
  await client.query('DELETE FROM tasks WHERE id = $1', [task['id']]);
  await client.query('UPDATE meta SET epoch = gen_random_uuid()');
  await client.end();
  const { databaseUrl } = first;
  const restored = await startTeamServer({ databaseUrl });
  const eve = await restored.signIn('eve@example.org');
  const known = { 'if-none-match': before.headers.get('etag') ?? '' };
  for (let n = 0; n < 3; n++)
    expect(await eve.request('GET', '/tasks', undefined, known)).toMatchObject({
      status: 200,
      json: { total: 0, items: [] },
    });
  await restored.close();
  await first.close();
});

test('a password is kept as bcrypt of twelve rounds, unless a test is in a hurry', async () => {
  const careful = await startTeamServer({ passwordRounds: undefined });
  await careful.team.console.createAdmin('ada@example.org', PASSWORD);
  const client = new pg.Client({ connectionString: careful.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ hash: string }>('SELECT password_hash AS hash FROM users');
  await client.end();
  expect(rows).toEqual([{ hash: expect.stringMatching(/^\$2[ab]\$12\$/) as string }]);
  await careful.close();
});

test('what was done is in the history at once, and in the event log soon', async () => {
  const { json: task } = await ada.request('POST', '/tasks', { title: 'Kept' });
  const route = `/tasks/${String(task['id'])}/history`;
  expect((await ada.request('GET', route)).json).toMatchObject({ items: [{ type: 'task.created' }] });
  await vi.waitFor(
    async () => {
      const { json } = await ada.request('GET', '/events?limit=5');
      expect(json).toMatchObject({ partial: false });
    },
    { timeout: 15_000 },
  );
});

test('two servers that do not have the same keys are told by what they refuse, once a minute', async () => {
  const keysOf = (kid: string) => [{ kid, secret: Buffer.alloc(32, kid) }];
  const [one, other] = [
    await startTeamServer({ jwtKeys: keysOf('k1') }),
    await startTeamServer({ jwtKeys: keysOf('k2') }),
  ];
  const eve = await one.admin('eve@example.org');
  const authorization = `Bearer ${eve.token}`;
  for (let times = 0; times < 3; times++)
    expect((await other.request('GET', '/tasks', undefined, { authorization })).status).toBe(401);
  expect(other.logged.filter((line) => line.includes('the same JWT_SECRET'))).toHaveLength(1);
  expect((await one.request('GET', '/tasks', undefined, { authorization })).status).toBe(200);
  expect(one.logged.join('\n')).not.toContain('JWT_SECRET');
  await Promise.all([one.close(), other.close()]);
});

test('without a token, or with one of nobody, there is nothing but the door', async () => {
  expect((await server.request('GET', '/tasks')).json).toMatchObject({ code: 'UNAUTHENTICATED' });
  const forged = { authorization: `Bearer ${ada.token.slice(0, -2)}xx` };
  expect((await server.request('GET', '/tasks', undefined, forged)).status).toBe(401);
  expect((await server.request('GET', '/server')).status).toBe(200);
});

test('a page at localhost signs in where the server listens on 127.0.0.1; a page of another port does not', async () => {
  const body = { email: ada.email, password: PASSWORD };
  const { port } = new URL(server.origin);
  const from = (origin: string) => server.request('POST', '/auth/login', body, { origin });
  const signedIn = await from(`http://localhost:${port}`);
  expect(signedIn.status).toBe(200);
  expect(signedIn.headers.get('set-cookie')).toContain('HttpOnly; SameSite=Strict');
  expect((await from(`http://localhost:${Number(port) + 1}`)).json).toMatchObject({ code: 'FOREIGN_ORIGIN' });
  expect((await from(`http://evil.example:${port}`)).json).toMatchObject({ code: 'FOREIGN_ORIGIN' });
});
