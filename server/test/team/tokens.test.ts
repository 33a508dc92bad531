import { createHmac } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clock } from '../../ports/clock.ts';
import { AccountServer } from './account-server.ts';

const SECRETS = [
  { kid: 'new', secret: Buffer.alloc(32, 1) },
  { kid: 'old', secret: Buffer.alloc(32, 2) },
];
let now = 0;
const clock: Clock = { now: () => Date.now() + now };
let server: AccountServer;
let token: string;
let refreshToken: string;
let claims: jwt.JwtPayload;

beforeAll(async () => {
  server = await AccountServer.start({ keys: SECRETS, clock });
  await server.register('ada@example.org');
  ({ token, refreshToken } = await server.app('ada@example.org'));
  claims = jwt.decode(token) as jwt.JwtPayload;
});
afterAll(() => server.close());

const codeFor = async (shown: string): Promise<string | number> => {
  const told = await server.ask('GET', '/auth/profile', undefined, { token: shown });
  return told.code ?? told.status;
};
const signed = (payload: object, options: jwt.SignOptions, secret = SECRETS[0]?.secret) =>
  jwt.sign(payload, secret ?? '', { algorithm: 'HS256', keyid: 'new', ...options });
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token says whose it is, of which session and team, and for how long: no role', () => {
  expect(jwt.decode(token, { complete: true })?.header).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'new' });
  expect(Object.keys(claims).sort()).toEqual(['exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
});

test('signed with any of the keys it is good, under its own name only', async () => {
  expect(await codeFor(token)).toBe(200);
  expect(await codeFor(signed(claims, { keyid: 'old' }, SECRETS[1]?.secret))).toBe(200);
  expect(await codeFor(signed(claims, { keyid: 'old' }))).toBe('UNAUTHENTICATED');
  expect(await codeFor(signed(claims, { keyid: 'unknown' }))).toBe('UNAUTHENTICATED');
  expect(await codeFor(signed(claims, {}, Buffer.alloc(32, 3)))).toBe('UNAUTHENTICATED');
});

test('no other algorithm is taken, and none is none', async () => {
  const [header, body, signature] = token.split('.');
  const none = { alg: 'none', typ: 'JWT', kid: 'new' };
  expect(await codeFor(`${encoded(none)}.${body}.`)).toBe('UNAUTHENTICATED');
  expect(await codeFor(`${encoded(none)}.${body}.${signature}`)).toBe('UNAUTHENTICATED');
  expect(await codeFor(`${header}.${body}.`)).toBe('UNAUTHENTICATED');
  expect(await codeFor(signed(claims, { algorithm: 'HS512' }))).toBe('UNAUTHENTICATED');
});

test('changed by one character it is another token, and none of ours', async () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = token.at(-1) ?? '';
  // Among them those whose unused bits alone differ: the same bytes, written otherwise.
  for (const other of alphabet)
    if (other !== last)
      expect([other, await codeFor(token.slice(0, -1) + other)]).toEqual([other, 'UNAUTHENTICATED']);
  const [header, , signature] = token.split('.');
  const raised = encoded({ ...claims, sub: '01a20bdd-c221-7172-9c43-22168b3ad724' });
  expect(await codeFor(`${header}.${raised}.${signature}`)).toBe('UNAUTHENTICATED');
});

test('a token of somebody else’s session, another team, or without its claims is none', async () => {
  const other = '01a20bdd-c221-7172-9c43-22168b3ad724';
  expect(await codeFor(signed({ ...claims, sub: other }, {}))).toBe('SESSION_ENDED');
  expect(await codeFor(signed({ ...claims, sid: other }, {}))).toBe('SESSION_ENDED');
  expect(await codeFor(signed({ ...claims, iss: other }, {}))).toBe('UNAUTHENTICATED');
  for (const missing of ['sub', 'sid', 'jti', 'exp', 'iss']) {
    const { [missing]: _left, ...rest } = claims;
    expect([missing, await codeFor(signed(rest, {}))]).toEqual([missing, 'UNAUTHENTICATED']);
  }
});

test('what is no access token is none: the refresh token, nonsense, nothing', async () => {
  for (const shown of [refreshToken, refreshToken.split('.')[1] ?? '', 'a.b.c', 'Bearer', '%00'])
    expect([shown, await codeFor(shown)]).toEqual([shown, 'UNAUTHENTICATED']);
  const bare = await server.ask('GET', '/auth/profile');
  expect([bare.status, bare.code, bare.headers.get('www-authenticate')]).toEqual([
    401,
    'UNAUTHENTICATED',
    'Bearer',
  ]);
  const refreshed = await server.post('/auth/refresh', { refreshToken: token, next: 'a'.repeat(43) });
  expect(refreshed.code).toBe('VALIDATION');
});

test('a token that is over says so, by the team’s time', async () => {
  now = 14 * 60_000;
  expect(await codeFor(token)).toBe(200);
  now = 15 * 60_000 + 1_000;
  expect(await codeFor(token)).toBe('TOKEN_EXPIRED');
  expect(await server.auth.authenticate(token)).toBeNull();
  // Over, and forged as well, it is forged.
  expect(await codeFor(`${token.slice(0, -4)}AAAA`)).toBe('UNAUTHENTICATED');
  now = 0;
});

test('a socket is known by the same token', async () => {
  const known = await server.auth.authenticate(token);
  expect(known).toEqual({
    actor: { id: claims.sub, role: 'user', sessionId: claims['sid'] as string },
    expiresAt: (claims.exp ?? 0) * 1000,
  });
  expect(
    await server.auth.authenticate(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`),
  ).toBeNull();
});

test('a key is changed in the steps of OPERATIONS.md: servers before and behind each step believe each other', async () => {
  const [k1, k2] = [
    { kid: 'k1', secret: Buffer.alloc(32, 8) },
    { kid: 'k2', secret: Buffer.alloc(32, 9) },
  ];
  /** Whether what one server signs is good at another. */
  const believes = async (signs: (typeof k1)[], reads: (typeof k1)[]): Promise<boolean> => {
    const [one, other] = await Promise.all([
      AccountServer.start({ url: server.url, keys: signs }),
      AccountServer.start({ url: server.url, keys: reads }),
    ]);
    const session = await one.app('ada@example.org');
    const { status } = await other.ask('GET', '/auth/profile', undefined, session);
    await Promise.all([one.close(), other.close()]);
    return status === 200;
  };
  const steps = [[k1], [k1, k2], [k2, k1], [k2]];
  for (const [n, now] of steps.slice(0, -1).entries()) {
    const next = steps[n + 1] ?? [];
    expect([n, await believes(next, now)]).toEqual([n, true]);
    // The last one after a quarter of an hour, when no token of the old key is left.
    if (n < 2) expect([n, await believes(now, next)]).toEqual([n, true]);
  }
  // Why the first step is there.
  expect(await believes([k2, k1], [k1])).toBe(false);
});

test('servers that are given no key share one that the first of them made', async () => {
  const first = await AccountServer.start({ url: server.url });
  const second = await AccountServer.start({ url: server.url });
  const session = await first.app('ada@example.org');
  expect((await second.ask('GET', '/auth/profile', undefined, session)).status).toBe(200);
  const kept = await server.rows<{ purpose: string; n: number }>(
    'SELECT purpose, min(octet_length(secret)) AS n FROM signing_keys GROUP BY purpose ORDER BY purpose',
  );
  expect(kept).toEqual([
    { purpose: 'access', n: 32 },
    { purpose: 'browser', n: 32 },
  ]);
  await Promise.all([first.close(), second.close()]);
});

test('a signature is what RFC 7515 says it is', () => {
  const [header, body, signature] = token.split('.');
  const own = createHmac('sha256', SECRETS[0]?.secret ?? '')
    .update(`${header}.${body}`)
    .digest('base64url');
  expect(signature).toBe(own);
});
