import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AccountServer, PASSWORD, statusesOf, type AccountServerOptions } from './account-server.ts';

let server: AccountServer;
beforeAll(async () => {
  server = await AccountServer.start();
});
afterAll(() => server.close());

const extra: AccountServer[] = [];
async function start(options: AccountServerOptions): Promise<AccountServer> {
  const made = await AccountServer.start(options);
  extra.push(made);
  return made;
}
afterEach(async () => {
  for (const one of extra.splice(0)) await one.close();
});

const mail = (): string => `${crypto.randomUUID()}@example.org`;

test('registering, signing in, and out', async () => {
  const email = mail();
  const made = await server.post('/auth/register', {
    email: ` ${email.toUpperCase()}`,
    password: PASSWORD,
    profile: { firstName: 'Ada' },
  });
  expect(made).toMatchObject({ status: 201, json: { email, role: 'user', profile: { firstName: 'Ada' } } });
  expect(made.json).not.toHaveProperty('passwordHash');
  expect(server.replaced).toEqual(expect.arrayContaining(['people', `user:${String(made.json['id'])}`]));

  const told = await server.post('/auth/login', {
    email,
    password: PASSWORD,
    client: 'app',
    device: 'Laptop',
  });
  expect(told).toMatchObject({ status: 200, cookie: undefined, json: { expiresIn: 900, user: { email } } });
  const token = told.json['accessToken'] as string;
  const me = await server.ask('GET', '/auth/profile', undefined, { token });
  expect(me).toMatchObject({ status: 200, json: { email } });
  expect(me.headers.get('vary')).toContain('Authorization');

  expect((await server.post('/auth/logout', undefined, { token })).status).toBe(204);
  expect(await server.ask('GET', '/auth/profile', undefined, { token })).toMatchObject({
    status: 401,
    code: 'SESSION_ENDED',
  });
  const refreshToken = told.json['refreshToken'] as string;
  expect(await server.post('/auth/refresh', { refreshToken, next: 'a'.repeat(43) })).toMatchObject({
    status: 401,
    code: 'SESSION_ENDED',
  });
});

test('an address has one account, however it is written and however many ask at once', async () => {
  const email = mail();
  const asked = await Promise.all(
    [email, email.toUpperCase(), ` ${email} `].map((one) =>
      server.post('/auth/register', { email: one, password: PASSWORD }),
    ),
  );
  expect(statusesOf(asked)).toEqual([201, 409, 409]);
  expect(asked.filter(({ code }) => code === 'EMAIL_TAKEN').length).toBe(2);
});

test('what only looks like an address is none, and what is another way to write one is that one', async () => {
  const name = `kate${crypto.randomUUID()}`;
  const email = `${name}@example.org`;
  await server.register(email);
  const codeOf = async (one: string) =>
    (await server.post('/auth/register', { email: one, password: PASSWORD })).code;
  // The Kelvin sign is a k in lower case.
  for (const same of [email.replace('k', '\u212a'), `\t${email}\n`, `${name}@EXAMPLE.ORG`])
    expect([same, await codeOf(same)]).toEqual([same, 'EMAIL_TAKEN']);
  for (const other of [
    email.replace('a', 'а'), // Cyrillic
    email.replace('k', 'ｋ'),
    email.replace('t', 't\u200d'),
    `${email}\0`,
    `${name}@example.org@evil.example`,
    `${name}@none.invalid`,
    `${'x'.repeat(250)}@example.org`,
  ])
    expect([other, await codeOf(other)]).toEqual([other, 'VALIDATION']);
});

test('nobody makes themselves more than they are', async () => {
  const email = mail();
  const given = {
    email,
    password: PASSWORD,
    role: 'admin',
    id: '01a20bdd-c221-7172-9c43-22168b3ad724',
    disabled: true,
    createdAt: '2001-01-01T00:00:00.000Z',
    version: 7,
    passwordHash: 'x',
    profile: { firstName: 'Eve', role: 'admin', isAdmin: true },
  };
  const made = await server.post('/auth/register', given);
  expect(made.json).toMatchObject({ role: 'user', disabled: false, profile: { firstName: 'Eve' } });
  expect(made.json['id']).not.toBe(given.id);
  expect(made.json['createdAt']).not.toBe(given.createdAt);
  const { token } = await server.app(email);
  const patched = await server.ask(
    'PATCH',
    '/auth/profile',
    { lastName: 'E', role: 'admin', email: 'a@b.org' },
    { token },
  );
  expect(patched.json).toMatchObject({ role: 'user', email, profile: { firstName: 'Eve', lastName: 'E' } });
  const id = made.json['id'] as string;
  for (const [method, path, body] of [
    ['PATCH', `/users/${id}`, { role: 'admin' }],
    ['POST', '/users/invite', { email: mail(), role: 'admin' }],
    ['POST', `/users/${id}/reset`, undefined],
    ['GET', '/users/invites', undefined],
    ['DELETE', `/users/invites/${id}`, undefined],
  ] as const)
    expect([path, (await server.ask(method, path, body, { token })).code]).toEqual([path, 'FORBIDDEN']);
});

test('a change of password ends every other session, and counts the right one only', async () => {
  const email = mail();
  await server.register(email);
  const [here, there] = [await server.app(email), await server.app(email)];
  const wrong = { current: 'something else', next: 'another password' };
  expect((await server.post('/auth/password', wrong, here)).code).toBe('BAD_CREDENTIALS');
  const changed = await server.post('/auth/password', { ...wrong, current: PASSWORD }, here);
  expect(changed.status).toBe(204);
  expect((await server.ask('GET', '/auth/profile', undefined, here)).status).toBe(200);
  expect((await server.ask('GET', '/auth/profile', undefined, there)).code).toBe('SESSION_ENDED');
  expect(server.told).toContainEqual({ kind: 'sessions.ended', sessionIds: [there.sessionId] });
  expect((await server.post('/auth/login', { email, password: PASSWORD })).code).toBe('BAD_CREDENTIALS');
  expect((await server.post('/auth/login', { email, password: 'another password' })).status).toBe(200);
});

test('of two changes at once with the same old password one is made', async () => {
  const email = mail();
  await server.register(email);
  const session = await server.app(email);
  const results = await Promise.all(
    ['first new one', 'second new one'].map((next) =>
      server.post('/auth/password', { current: PASSWORD, next }, session),
    ),
  );
  expect(statusesOf(results)).toEqual([204, 401]);
});

test('the devices of one person: listed, and ended by that person alone', async () => {
  const [email, other] = [mail(), mail()];
  await server.register(email);
  await server.register(other);
  const here = await server.app(email);
  await server.post('/auth/login', { email, password: PASSWORD, device: 'Kitchen' });
  const stranger = await server.app(other);
  const listed = await server.ask('GET', '/auth/sessions', undefined, here);
  const items = listed.json['items'] as {
    id: string;
    device: string | null;
    kind: string;
    current: boolean;
  }[];
  expect(items.map(({ device, kind, current }) => [device, kind, current])).toEqual([
    ['Kitchen', 'browser', false],
    [null, 'app', true],
  ]);
  const kitchen = items.find(({ device }) => device)?.id ?? '';
  const end = (token: string) => server.ask('DELETE', `/auth/sessions/${kitchen}`, undefined, { token });
  expect((await end(stranger.token)).code).toBe('NOT_FOUND');
  expect((await end(here.token)).status).toBe(204);
  expect((await end(here.token)).code).toBe('NOT_FOUND');
});

test('what is ended on one server is refused at once there, and on another as soon as it hears', async () => {
  const other = await start({ url: server.url });
  const email = mail();
  await server.register(email);
  const session = await server.app(email);
  expect((await other.ask('GET', '/auth/profile', undefined, session)).status).toBe(200);
  await server.post('/auth/logout', undefined, session);
  await expect
    .poll(async () => (await other.ask('GET', '/auth/profile', undefined, session)).code)
    .toBe('SESSION_ENDED');
});

test('registration: closed, by invitation, open', async () => {
  const closed = await start({ registration: 'closed', url: server.url });
  const invite = await start({ registration: 'invite', url: server.url });
  const body = { email: mail(), password: PASSWORD };
  expect((await closed.post('/auth/register', body)).code).toBe('REGISTRATION_CLOSED');
  expect((await closed.post('/auth/register', { ...body, invite: 'a'.repeat(43) })).code).toBe(
    'REGISTRATION_CLOSED',
  );
  expect((await invite.post('/auth/register', body)).code).toBe('REGISTRATION_CLOSED');
  expect((await invite.post('/auth/register', { ...body, invite: 'a'.repeat(43) })).code).toBe(
    'INVITE_INVALID',
  );
});

test('the first account of a team of databases is its admin, and there is only one first', async () => {
  const fresh = await start({ registration: 'invite', firstIsAdmin: true });
  const asked = await Promise.all(
    Array.from({ length: 5 }, () => fresh.post('/auth/register', { email: mail(), password: PASSWORD })),
  );
  expect(statusesOf(asked)).toEqual([201, 403, 403, 403, 403]);
  const [row] = await fresh.rows<{ n: number; role: string }>(
    'SELECT count(*)::int AS n, min(role) AS role FROM users',
  );
  expect(row).toEqual({ n: 1, role: 'admin' });
});

test('the console makes an admin, and the way back in', async () => {
  const email = mail();
  const admin = await server.auth.console.createAdmin(email, PASSWORD);
  expect(admin.role).toBe('admin');
  await expect(server.auth.console.createAdmin(email, PASSWORD)).rejects.toMatchObject({
    code: 'EMAIL_TAKEN',
  });
  await expect(server.auth.console.createAdmin('nonsense', PASSWORD)).rejects.toMatchObject({
    code: 'VALIDATION',
  });
  await expect(server.auth.console.createAdmin(mail(), 'short')).rejects.toMatchObject({
    code: 'VALIDATION',
  });
  await expect(server.auth.console.resetPassword(mail())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { url } = await server.auth.console.resetPassword(email);
  const token = url.split('#')[1] ?? '';
  expect(url).toBe(`${server.origin}/reset#${token}`);
  expect((await server.post('/auth/reset', { token, next: 'another password' })).status).toBe(204);
  expect((await server.post('/auth/login', { email, password: 'another password' })).status).toBe(200);
});
