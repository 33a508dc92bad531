import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../adapters/team/postgres/sweep.ts';
import { newSecret } from '../../modules/auth/secrets.ts';
import { AccountServer, PASSWORD, statusesOf } from './account-server.ts';

let server: AccountServer;
/** Another server of the same team, as behind a balancer. */
let other: AccountServer;
beforeAll(async () => {
  server = await AccountServer.start();
  other = await AccountServer.start({ url: server.url });
});
afterAll(async () => {
  await other.close();
  await server.close();
});

const mail = (): string => `${crypto.randomUUID()}@example.org`;

/** An app that keeps to the contract: it saves `next` before it asks. */
async function signedInApp() {
  const email = mail();
  await server.register(email);
  const { refreshToken, sessionId } = await server.app(email);
  const refresh = (on: AccountServer, token: string, next: string) =>
    on.post('/auth/refresh', { refreshToken: token, next });
  const tokenOf = (secret: string): string => `${sessionId}.${secret}`;
  return { email, refreshToken, sessionId, refresh, tokenOf };
}

async function signedInBrowser() {
  const email = mail();
  await server.register(email);
  const told = await server.post('/auth/login', { email, password: PASSWORD });
  const cookie = told.cookie ?? '';
  // Each of two servers has an origin of its own in this test; behind a balancer both have the one.
  const refresh = (on: AccountServer, shown: string) => on.post('/auth/refresh', {}, { cookie: shown });
  return { email, cookie, told, refresh, sessionId: /=([^.]+)\./.exec(cookie)?.[1] ?? '' };
}

const isOver = async (sessionId: string): Promise<boolean> => {
  const [row] = await server.rows<{ over: boolean }>(
    'SELECT ended_at IS NOT NULL AS over FROM sessions WHERE id = $1',
    [sessionId],
  );
  return row?.over ?? true;
};

const reuses = async (sessionId: string): Promise<number> =>
  (await server.rows("SELECT 1 FROM changes WHERE type = 'session.reused' AND entity_id = $1", [sessionId]))
    .length;

test('an app goes from secret to secret', async () => {
  const { refreshToken, refresh, tokenOf } = await signedInApp();
  const [one, two] = [newSecret(), newSecret()];
  const first = await refresh(server, refreshToken, one);
  expect(first).toMatchObject({ status: 200, cookie: undefined, json: { expiresIn: 900 } });
  expect(Object.keys(first.json).sort()).toEqual(['accessToken', 'expiresIn']);
  const second = await refresh(other, tokenOf(one), two);
  expect(second.status).toBe(200);
  const token = second.json['accessToken'] as string;
  expect((await other.ask('GET', '/auth/profile', undefined, { token })).status).toBe(200);
});

test('an app that lost the answer gets it again, at any time', async () => {
  const { refreshToken, refresh, tokenOf, sessionId } = await signedInApp();
  const next = newSecret();
  expect((await refresh(server, refreshToken, next)).status).toBe(200);
  await server.rows("UPDATE sessions SET rotated_at = now() - interval '3 days' WHERE id = $1", [sessionId]);
  expect((await refresh(other, refreshToken, next)).status).toBe(200);
  expect((await refresh(server, tokenOf(next), newSecret())).status).toBe(200);
});

test('the previous secret with another next ends the session, and that is kept', async () => {
  const { refreshToken, refresh, tokenOf, sessionId } = await signedInApp();
  const next = newSecret();
  await refresh(server, refreshToken, next);
  expect((await refresh(server, refreshToken, newSecret())).code).toBe('SESSION_ENDED');
  expect((await refresh(server, tokenOf(next), newSecret())).code).toBe('SESSION_ENDED');
  expect([await isOver(sessionId), await reuses(sessionId)]).toEqual([true, 1]);
});

test('a secret from further back ends the session', async () => {
  const { refreshToken, refresh, tokenOf, sessionId } = await signedInApp();
  const [one, two] = [newSecret(), newSecret()];
  await refresh(server, refreshToken, one);
  await refresh(server, tokenOf(one), two);
  expect((await refresh(server, refreshToken, one)).code).toBe('SESSION_ENDED');
  expect([await isOver(sessionId), await reuses(sessionId)]).toEqual([true, 1]);
});

test('a next that is no new secret is refused, and nothing is lost', async () => {
  const { refreshToken, refresh, tokenOf } = await signedInApp();
  const own = refreshToken.split('.')[1] ?? '';
  expect((await refresh(server, refreshToken, own)).code).toBe('VALIDATION');
  const one = newSecret();
  await refresh(server, refreshToken, one);
  expect((await refresh(server, tokenOf(one), own)).code).toBe('VALIDATION');
  expect((await refresh(server, tokenOf(one), newSecret())).status).toBe(200);
});

test('a browser gets its next cookie, and the same again for 10 s', async () => {
  const { cookie, refresh, told, sessionId } = await signedInBrowser();
  expect(told.json).not.toHaveProperty('refreshToken');
  const set = told.headers.getSetCookie()[0];
  expect(set).toMatch(/^taskflow_refresh=.*; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/);
  const first = await refresh(server, cookie);
  const again = await server.post('/auth/refresh', {}, { cookie });
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.cookie).toBe(first.cookie);
  expect(first.cookie).not.toBe(cookie);
  await server.rows("UPDATE sessions SET rotated_at = now() - interval '11 seconds' WHERE id = $1", [
    sessionId,
  ]);
  expect((await refresh(server, cookie)).code).toBe('SESSION_ENDED');
  expect((await refresh(server, first.cookie ?? '')).code).toBe('SESSION_ENDED');
  expect(await reuses(sessionId)).toBe(1);
});

test('two windows, and two servers, refreshing one browser’s session at once both go on: 200 times', async () => {
  const { cookie, refresh, sessionId } = await signedInBrowser();
  let shown = cookie;
  for (let round = 0; round < 200; round++) {
    const both = await Promise.all([refresh(server, shown), refresh(other, shown)]);
    expect([round, ...both.map(({ status }) => status)]).toEqual([round, 200, 200]);
    expect(both[0]?.cookie).toBe(both[1]?.cookie);
    shown = both[0]?.cookie ?? '';
  }
  expect([await isOver(sessionId), await reuses(sessionId)]).toEqual([false, 0]);
});

test('an app that asks twice at once with the same next goes on: 200 times', async () => {
  const { refreshToken, refresh, tokenOf, sessionId } = await signedInApp();
  let shown = refreshToken;
  for (let round = 0; round < 200; round++) {
    const next = newSecret();
    const both = await Promise.all([refresh(server, shown, next), refresh(other, shown, next)]);
    expect([round, ...both.map(({ status }) => status)]).toEqual([round, 200, 200]);
    shown = tokenOf(next);
  }
  expect([await isOver(sessionId), await reuses(sessionId)]).toEqual([false, 0]);
});

test('a thief and the owner, both with the same secret: the session ends, whoever was first', async () => {
  for (let round = 0; round < 20; round++) {
    const { refreshToken, refresh, sessionId } = await signedInApp();
    const both = await Promise.all([
      refresh(server, refreshToken, newSecret()),
      refresh(other, refreshToken, newSecret()),
    ]);
    expect(statusesOf(both)).toEqual([200, 401]);
    expect([await isOver(sessionId), await reuses(sessionId)]).toEqual([true, 1]);
  }
});

test('neither form takes the other’s secret, and that ends nothing', async () => {
  const app = await signedInApp();
  const browser = await signedInBrowser();
  const inCookie = await browser.refresh(server, `taskflow_refresh=${app.refreshToken}`);
  const inBody = await app.refresh(server, browser.cookie.split('=')[1] ?? '', newSecret());
  expect([inCookie.code, inBody.code]).toEqual(['SESSION_ENDED', 'SESSION_ENDED']);
  expect((await app.refresh(server, app.refreshToken, newSecret())).status).toBe(200);
  expect((await browser.refresh(server, browser.cookie)).status).toBe(200);
});

test('what a cookie does, only a page of ours may make it do', async () => {
  const { cookie, email } = await signedInBrowser();
  const ask = (origin: string | null) => server.post('/auth/refresh', {}, { cookie, origin });
  for (const origin of ['https://evil.example', 'null', null, `${server.origin}.evil.example`])
    expect([origin, (await ask(origin)).code]).toEqual([origin, 'FOREIGN_ORIGIN']);
  const login = { email, password: PASSWORD };
  expect((await server.post('/auth/login', login, { origin: 'https://evil.example' })).code).toBe(
    'FOREIGN_ORIGIN',
  );
  expect((await ask('https://other.example')).status).toBe(200);
  expect((await server.post('/auth/refresh', {})).code).toBe('UNAUTHENTICATED');
});

test('over https the cookie is pinned to its host; without it, beyond this machine, there is none', async () => {
  const secure = await AccountServer.start({ url: server.url, publicUrl: 'https://tasks.example.org' });
  const plain = await AccountServer.start({ url: server.url, publicUrl: 'http://tasks.example.org' });
  const email = mail();
  await server.register(email);
  const login = { email, password: PASSWORD };
  const told = await secure.post('/auth/login', login, { origin: 'https://tasks.example.org' });
  expect(told.headers.getSetCookie()[0]).toMatch(
    /^__Host-taskflow_refresh=[^;]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure$/,
  );
  const refused = await plain.post('/auth/login', login, { origin: 'http://tasks.example.org' });
  expect(refused.code).toBe('FOREIGN_ORIGIN');
  await Promise.all([secure.close(), plain.close()]);
});

test('a browser that signs in anew leaves no session behind', async () => {
  const { cookie, email, sessionId } = await signedInBrowser();
  const again = await server.post('/auth/login', { email, password: PASSWORD }, { cookie });
  expect(again.status).toBe(200);
  expect(await isOver(sessionId)).toBe(true);
});

test.each([
  ['7 days without a sign', "idle_expires_at = now() - interval '1 second'"],
  ['90 days after it began', "expires_at = now() - interval '1 second'"],
])('a session is over %s', async (_when, past) => {
  const { refreshToken, refresh, sessionId } = await signedInApp();
  await server.rows(`UPDATE sessions SET ${past} WHERE id = $1`, [sessionId]);
  expect((await refresh(server, refreshToken, newSecret())).code).toBe('SESSION_ENDED');
  expect(await reuses(sessionId)).toBe(0);
});

test('a refresh moves the idle end, and never beyond the last one', async () => {
  const { refreshToken, refresh, sessionId } = await signedInApp();
  const [lasts] = await server.rows<{ idle: boolean; all: boolean }>(
    `SELECT idle_expires_at - now() BETWEEN interval '6 days 23 hours' AND interval '7 days' AS idle,
            expires_at - now() BETWEEN interval '89 days 23 hours' AND interval '90 days' AS all
     FROM sessions WHERE id = $1`,
    [sessionId],
  );
  expect(lasts).toEqual({ idle: true, all: true });
  await server.rows("UPDATE sessions SET expires_at = now() + interval '1 hour' WHERE id = $1", [sessionId]);
  await refresh(server, refreshToken, newSecret());
  const [after] = await server.rows<{ same: boolean }>(
    'SELECT idle_expires_at = expires_at AS same FROM sessions WHERE id = $1',
    [sessionId],
  );
  expect(after).toEqual({ same: true });
});

test('what has expired for good is removed, and no more', async () => {
  const [old, living] = [await signedInApp(), await signedInApp()];
  await server.rows("UPDATE sessions SET expires_at = now() - interval '1 hour' WHERE id = $1", [
    old.sessionId,
  ]);
  await sweep(server.database);
  const left = await server.rows<{ id: string }>('SELECT id FROM sessions WHERE id = ANY($1::uuid[])', [
    [old.sessionId, living.sessionId],
  ]);
  expect(left).toEqual([{ id: living.sessionId }]);
});

test('a session renews as often as it may ask, whatever others of its address do', async () => {
  const limited = await AccountServer.start({ url: server.url, requests: 3 });
  try {
    const [busy, quiet] = [await signedInApp(), await signedInApp()];
    let token = busy.refreshToken;
    const told = [];
    for (let times = 0; times < 4; times++) {
      const next = newSecret();
      const answer = await busy.refresh(limited, token, next);
      told.push(answer.status);
      if (answer.status === 200) token = busy.tokenOf(next);
      else expect(answer).toMatchObject({ code: 'RATE_LIMITED' });
    }
    expect(told).toEqual([200, 200, 200, 429]);
    expect((await quiet.refresh(limited, quiet.refreshToken, newSecret())).status).toBe(200);
    // Refused, not ended: another server, or a later minute, goes on with the same secret.
    expect((await busy.refresh(other, token, newSecret())).status).toBe(200);
  } finally {
    await limited.close();
  }
});
