import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccountServer, PASSWORD, statusesOf } from './account-server.ts';

let server: AccountServer;
beforeAll(async () => {
  server = await AccountServer.start({ registration: 'invite' });
});
afterAll(() => server.close());

const mail = (): string => `${crypto.randomUUID()}@example.org`;
const NEXT = 'another password';

/** A user who has signed in, by the console's hand: registration is by invitation here. */
async function user(email = mail()) {
  const { id } = await server.auth.console.createAdmin(email, PASSWORD);
  await server.rows("UPDATE users SET role = 'user' WHERE id = $1", [id]);
  return { id, email, ...(await server.app(email)) };
}

const invite = async (token: string, email: string, role = 'user') => {
  const told = await server.post('/users/invite', { email, role }, { token });
  expect(told.status).toBe(201);
  return { url: told.json['url'] as string, secret: (told.json['url'] as string).split('#')[1] ?? '' };
};
const join = (email: string, secret: string) =>
  server.post('/auth/register', { email, password: PASSWORD, invite: secret });
const resetLink = async (token: string, id: string): Promise<string> => {
  const told = await server.post(`/users/${id}/reset`, undefined, { token });
  expect(told.status).toBe(201);
  return (told.json['url'] as string).split('#')[1] ?? '';
};
const reset = (secret: string, next = NEXT) => server.post('/auth/reset', { token: secret, next });

test('an invitation is for one address, once, with its role, and stands behind #', async () => {
  const admin = await server.admin(mail());
  const email = mail();
  const { url, secret } = await invite(admin.token, email.toUpperCase(), 'admin');
  expect(url).toBe(`${server.origin}/join#${secret}`);
  const listed = await server.ask('GET', '/users/invites', undefined, admin);
  expect(listed.json['items']).toContainEqual(
    expect.objectContaining({
      email,
      role: 'admin',
      by: expect.objectContaining({ id: admin.id }) as unknown,
    }),
  );
  expect((await join(mail(), secret)).code).toBe('INVITE_INVALID');
  const made = await Promise.all([join(email, secret), join(email, secret), join(email, secret)]);
  expect(statusesOf(made)).toEqual([201, 403, 403]);
  expect(made.find(({ status }) => status === 201)?.json).toMatchObject({ email, role: 'admin' });
  expect((await server.post('/users/invite', { email }, admin)).code).toBe('EMAIL_TAKEN');
});

test('an invitation ends: taken back, by a newer one, after 7 days, with its maker’s role', async () => {
  const admin = await server.admin(mail());
  const maker = await server.admin(mail());
  const email = mail();
  const first = await invite(admin.token, email);
  const second = await invite(admin.token, email);
  expect((await join(email, first.secret)).code).toBe('INVITE_INVALID');

  const listed = await server.ask('GET', '/users/invites', undefined, admin);
  const [item, ...more] = (listed.json['items'] as { id: string; email: string }[]).filter(
    (one) => one.email === email,
  );
  expect(more).toEqual([]);
  const revoke = () => server.ask('DELETE', `/users/invites/${item?.id}`, undefined, admin);
  expect((await revoke()).status).toBe(204);
  expect((await revoke()).code).toBe('NOT_FOUND');
  expect((await join(email, second.secret)).code).toBe('INVITE_INVALID');

  const late = await invite(admin.token, email);
  const [lasts] = await server.rows<{ days: number }>(
    'SELECT round(extract(epoch FROM max(expires_at) - now()) / 86400)::int AS days FROM links WHERE email = $1',
    [email],
  );
  expect(lasts?.days).toBe(7);
  await server.rows("UPDATE links SET expires_at = now() - interval '1 second' WHERE email = $1", [email]);
  expect((await join(email, late.secret)).code).toBe('INVITE_INVALID');

  const orphan = await invite(maker.token, email, 'admin');
  await server.ask('PATCH', `/users/${maker.id}`, { role: 'user' }, admin);
  expect((await join(email, orphan.secret)).code).toBe('INVITE_INVALID');
  await server.ask('PATCH', `/users/${maker.id}`, { role: 'admin' }, admin);
  expect((await join(email, orphan.secret)).code).toBe('INVITE_INVALID');
});

test('a reset link sets one password, once, ends every session, and enables nobody', async () => {
  const admin = await server.admin(mail());
  const person = await user();
  await server.ask('PATCH', `/users/${person.id}`, { disabled: true }, admin);
  const secret = await resetLink(admin.token, person.id);
  await server.ask('PATCH', `/users/${person.id}`, { disabled: false }, admin);
  const signedIn = await server.app(person.email);
  await server.ask('PATCH', `/users/${person.id}`, { disabled: true }, admin);
  expect((await server.ask('GET', '/auth/profile', undefined, signedIn)).code).toBe('SESSION_ENDED');
  const done = await Promise.all([reset(secret), reset(secret), reset(secret)]);
  expect(statusesOf(done)).toEqual([204, 403, 403]);
  const login = (password: string) => server.post('/auth/login', { email: person.email, password });
  expect((await login(PASSWORD)).code).toBe('BAD_CREDENTIALS');
  expect((await login(NEXT)).code).toBe('ACCOUNT_DISABLED');
});

test('a reset link ends with any change of password, with a newer one, after 24 hours', async () => {
  const admin = await server.admin(mail());
  const person = await user();
  const old = await resetLink(admin.token, person.id);
  const changed = await server.post('/auth/password', { current: PASSWORD, next: NEXT }, person);
  expect(changed.status).toBe(204);
  expect((await reset(old, 'a third password')).code).toBe('LINK_INVALID');
  const older = await resetLink(admin.token, person.id);
  const newer = await resetLink(admin.token, person.id);
  expect((await reset(older)).code).toBe('LINK_INVALID');
  await server.rows("UPDATE links SET expires_at = expires_at - interval '24 hours' WHERE email = $1", [
    person.email,
  ]);
  expect((await reset(newer)).code).toBe('LINK_INVALID');
});

test('no link opens what another kind of link opens', async () => {
  const admin = await server.admin(mail());
  const person = await user();
  const email = mail();
  const { secret } = await invite(admin.token, email);
  expect((await reset(secret)).code).toBe('LINK_INVALID');
  const other = await resetLink(admin.token, person.id);
  expect((await join(person.email, other)).code).toBe('INVITE_INVALID');
  expect((await reset(other)).status).toBe(204);
});

test('a role holds from the next request on, whatever the token was made with', async () => {
  const admin = await server.admin(mail());
  const person = await user();
  const asAdmin = () => server.ask('GET', '/users/invites', undefined, person);
  expect((await asAdmin()).code).toBe('FORBIDDEN');
  const raised = await server.ask('PATCH', `/users/${person.id}`, { role: 'admin' }, admin);
  expect(raised).toMatchObject({ status: 200, json: { role: 'admin' } });
  expect((await asAdmin()).status).toBe(200);
  await server.ask('PATCH', `/users/${person.id}`, { role: 'user' }, admin);
  expect((await asAdmin()).code).toBe('FORBIDDEN');
  expect(server.told).toContainEqual({ kind: 'user.changed', userId: person.id });
});

test('disabling throws out at once, and enabling brings no session back', async () => {
  const admin = await server.admin(mail());
  const person = await user();
  const profile = () => server.ask('GET', '/auth/profile', undefined, person);
  expect((await profile()).status).toBe(200);
  await server.ask('PATCH', `/users/${person.id}`, { disabled: true }, admin);
  expect((await profile()).code).toBe('SESSION_ENDED');
  expect(server.told).toContainEqual({ kind: 'sessions.ended', sessionIds: [person.sessionId] });
  // Why, only those are told who hold a secret of the session.
  const { refreshToken, sessionId } = person;
  const renewal = (token: string) =>
    server.post('/auth/refresh', { refreshToken: token, next: 'a'.repeat(43) });
  expect((await renewal(refreshToken)).code).toBe('ACCOUNT_DISABLED');
  expect((await renewal(`${sessionId}.${'b'.repeat(43)}`)).code).toBe('SESSION_ENDED');
  await server.ask('PATCH', `/users/${person.id}`, { disabled: false }, admin);
  expect((await profile()).code).toBe('SESSION_ENDED');
  const renewed = await server.post('/auth/refresh', { refreshToken, next: 'a'.repeat(43) });
  expect(renewed.code).toBe('SESSION_ENDED');
});

test('what changes nothing writes nothing; nobody is 404', async () => {
  const admin = await server.admin(mail());
  const person = await user();
  const before = (await server.events()).length;
  const same = await server.ask('PATCH', `/users/${person.id}`, { role: 'user', disabled: false }, admin);
  expect(same.status).toBe(200);
  expect((await server.events()).length).toBe(before);
  const nobody = '01a20bdd-c221-7172-9c43-22168b3ad724';
  for (const [method, path] of [
    ['PATCH', `/users/${nobody}`],
    ['POST', `/users/${nobody}/reset`],
  ] as const)
    expect((await server.ask(method, path, method === 'PATCH' ? {} : undefined, admin)).code).toBe(
      'NOT_FOUND',
    );
});

test('the last active admin stays one, however many are demoted at once', async () => {
  const alone = await AccountServer.start();
  const second = await AccountServer.start({ url: alone.url });
  for (let round = 0; round < 10; round++) {
    const admins = [await alone.admin(mail()), await alone.admin(mail()), await alone.admin(mail())];
    const cuts = admins.map(({ id, token }, index) =>
      (index % 2 ? second : alone).ask(
        'PATCH',
        `/users/${id}`,
        index === 0 ? { disabled: true } : { role: 'user' },
        {
          token,
        },
      ),
    );
    const codes = (await Promise.all(cuts)).map(({ status, code }) => code ?? status);
    const [left] = await alone.rows<{ n: number }>(
      "SELECT count(*)::int AS n FROM users WHERE role = 'admin' AND disabled_at IS NULL",
    );
    expect([round, left?.n, codes]).toEqual([round, 1, expect.arrayContaining(['LAST_ADMIN'])]);
    await alone.rows("DELETE FROM users WHERE role = 'admin'");
  }
  await second.close();
  await alone.close();
});

test('each act is in the audit, and the feed has what others see of people', async () => {
  const fresh = await AccountServer.start();
  const admin = await fresh.admin();
  const id = await fresh.register('ada@example.org');
  await fresh.post('/auth/login', { email: 'ada@example.org', password: 'something else' });
  await fresh.ask('PATCH', `/users/${id}`, { role: 'admin' }, admin);
  await fresh.ask('PATCH', `/users/${id}`, { disabled: true }, admin);
  await fresh.ask('PATCH', `/users/${id}`, { disabled: false }, admin);
  await fresh.post('/users/invite', { email: 'bob@example.org' }, admin);
  await fresh.post(`/users/${id}/reset`, undefined, admin);
  await fresh.post('/auth/logout', undefined, admin);
  expect(await fresh.events()).toEqual([
    'user.registered',
    'user.login',
    'user.registered',
    'user.login_failed',
    'user.role_changed',
    'user.disabled',
    'user.enabled',
    'user.invited',
    'user.reset_requested',
    'user.logout',
  ]);
  const fed = await fresh.rows<{ type: string }>(
    'SELECT DISTINCT type FROM changes WHERE feed ORDER BY type',
  );
  expect(fed.map(({ type }) => type)).toEqual([
    'user.disabled',
    'user.enabled',
    'user.registered',
    'user.role_changed',
  ]);
  const [role] = await fresh.rows<{ payload: unknown; actor: string; session: string }>(
    "SELECT payload, actor_id AS actor, metadata->>'sessionId' AS session FROM changes WHERE type = 'user.role_changed'",
  );
  expect(role).toMatchObject({
    actor: admin.id,
    payload: { changes: { role: { from: 'user', to: 'admin' } } },
  });
  expect(role?.session).toMatch(/^[0-9a-f-]{36}$/);
  await fresh.close();
});
