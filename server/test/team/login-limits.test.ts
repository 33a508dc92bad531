import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../errors.ts';
import type { Passwords } from '../../modules/auth/index.ts';
import { AccountServer, PASSWORD, type AccountServerOptions, type Told } from './account-server.ts';

const open: AccountServer[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A server with limits, which counts what it hashes; `hashes` of null are comparisons for nobody. */
async function start(options: AccountServerOptions = {}) {
  const hashes: (string | null)[] = [];
  const wrapPasswords = (passwords: Passwords): Passwords => ({
    hash: (password) => passwords.hash(password),
    matches: (password, hash) => {
      hashes.push(hash);
      return passwords.matches(password, hash);
    },
  });
  const server = await AccountServer.start({ loginLimit: 10, wrapPasswords, ...options });
  open.push(server);
  const login = (email: string, password: string, from: string) =>
    server.post('/auth/login', { email, password, client: 'app' }, { from });
  return { server, hashes, login };
}

const addressOf = (n: number): string => `198.51.${100 + Math.floor(n / 250)}.${1 + (n % 250)}`;
const ADA = 'ada@example.org';

/** Asks in parallel; answers how often each code came. */
async function attack(tries: number, login: (n: number) => Promise<Told>): Promise<Record<string, number>> {
  const codes: Record<string, number> = {};
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < tries; n = next++) {
      const told = await login(n);
      codes[told.code ?? ''] = (codes[told.code ?? ''] ?? 0) + 1;
      if (told.code !== 'RATE_LIMITED') continue;
      const seconds = Number(told.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(15 * 60);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return codes;
}

test(
  '200 addresses that try one account 1,400 times get 100 tries, and its owner still gets in',
  { timeout: 120_000 },
  async () => {
    const { server, hashes, login } = await start();
    await server.register(ADA);
    expect((await login(ADA, PASSWORD, '203.0.113.7')).status).toBe(200);
    hashes.length = 0;
    const codes = await attack(1_400, (n) => login(ADA, `guess number ${n}`, addressOf(n % 200)));
    expect(hashes.length).toBe(codes['BAD_CREDENTIALS']);
    expect(hashes.length).toBeGreaterThanOrEqual(100);
    // Where Redis did not answer within 250 ms, this process counted by itself: once more as many at the most.
    expect(hashes.length).toBeLessThanOrEqual(200);
    expect((await login(ADA, PASSWORD, addressOf(201))).code).toBe('RATE_LIMITED');
    expect((await login(ADA, PASSWORD, '203.0.113.7')).status).toBe(200);
  },
);

test('one address that tries 600 accounts gets 50 tries', { timeout: 60_000 }, async () => {
  const { hashes, login } = await start();
  const codes = await attack(600, (n) => login(`n${n}@example.org`, 'password12', '203.0.113.6'));
  expect(hashes.length).toBe(codes['BAD_CREDENTIALS']);
  expect(hashes.length).toBeGreaterThanOrEqual(50);
  expect(hashes.length).toBeLessThanOrEqual(100);
});

test('one address gets 10 tries at one account, in parallel too, before anything is hashed', async () => {
  const { server, hashes, login } = await start();
  await server.register(ADA);
  const burst = await Promise.all(
    Array.from({ length: 30 }, () => login(ADA, 'wrong password', '203.0.113.8')),
  );
  expect(burst.filter(({ code }) => code === 'BAD_CREDENTIALS').length).toBe(10);
  expect(hashes.length).toBe(10);
  // A /64 is one subscriber.
  const six = await Promise.all(
    Array.from({ length: 20 }, (_, n) => login(ADA, 'wrong password', `2001:db8:1:2::${n.toString(16)}`)),
  );
  expect(six.filter(({ code }) => code === 'BAD_CREDENTIALS').length).toBe(10);
});

test('what turns out right is not counted, and wipes nothing of what an address did elsewhere', async () => {
  const { server, login } = await start();
  await server.register(ADA);
  const from = '203.0.113.10';
  for (let n = 0; n < 60; n++) expect((await login(ADA, PASSWORD, from)).status).toBe(200);
  for (let n = 0; n < 9; n++) await login(ADA, 'wrong password', from);
  expect((await login(ADA, PASSWORD, from)).status).toBe(200);
  for (let n = 0; n < 9; n++) expect((await login(ADA, 'wrong password', from)).code).toBe('BAD_CREDENTIALS');
  expect((await login(ADA, PASSWORD, from)).status).toBe(200);
  for (let n = 0; n < 40; n++) {
    const told = await login(`nobody-${n}@example.org`, 'wrong password', from);
    expect([n, told.code]).toEqual([n, n < 32 ? 'BAD_CREDENTIALS' : 'RATE_LIMITED']);
  }
});

test('a change of password is a login to the limits', async () => {
  const { server, hashes } = await start();
  await server.register(ADA);
  const { token } = await server.app(ADA, { from: '203.0.113.11' });
  hashes.length = 0;
  const change = (current: string) =>
    server.post('/auth/password', { current, next: 'another password' }, { token, from: '203.0.113.11' });
  for (let n = 0; n < 10; n++) expect((await change('wrong password')).code).toBe('BAD_CREDENTIALS');
  expect((await change(PASSWORD)).code).toBe('RATE_LIMITED');
  expect(hashes.length).toBe(10);
});

test('who holds a stolen token tries no more passwords from many addresses than anybody', async () => {
  const { server, hashes } = await start();
  await server.register(ADA);
  const { token } = await server.app(ADA, { from: '203.0.113.12' });
  hashes.length = 0;
  const codes = await attack(300, (n) =>
    server.post(
      '/auth/password',
      { current: 'wrong password', next: 'another password' },
      { token, from: addressOf(n % 200) },
    ),
  );
  expect(hashes.length).toBe(codes['BAD_CREDENTIALS']);
  expect(hashes.length).toBeGreaterThanOrEqual(100);
  expect(hashes.length).toBeLessThanOrEqual(200);
  // Where she signed in she still can.
  const next = { current: PASSWORD, next: 'another password' };
  expect((await server.post('/auth/password', next, { token, from: '203.0.113.12' })).status).toBe(204);
});

test('too many at once is 503 with Retry-After, and held against nobody', async () => {
  const wrapPasswords = (passwords: Passwords): Passwords => ({
    hash: (password) => passwords.hash(password),
    matches: (password, hash) =>
      password === 'busy busy busy'
        ? Promise.reject(new AppError('BUSY', 'Many people sign in just now.'))
        : passwords.matches(password, hash),
  });
  const { server, login } = await start({ wrapPasswords });
  await server.register(ADA);
  for (let n = 0; n < 30; n++) {
    const told = await login(ADA, 'busy busy busy', '203.0.113.12');
    expect([told.status, told.code, told.headers.get('retry-after')]).toEqual([503, 'BUSY', '1']);
  }
  expect((await login(ADA, PASSWORD, '203.0.113.12')).status).toBe(200);
});

test('accounts cannot be found out: the same answer, the same work, the same record', async () => {
  const { server, hashes, login } = await start({ loginLimit: null });
  await server.register(ADA);
  hashes.length = 0;
  const known = await login(ADA, 'wrong password', '203.0.113.13');
  const knownEvents = (await server.events()).slice(-1);
  const unknown = await login('nobody@example.org', 'wrong password', '203.0.113.13');
  const unknownEvents = (await server.events()).slice(-1);
  expect(hashes).toEqual([expect.stringMatching(/^\$2b\$04\$/), null]);
  expect([unknown.status, unknown.json['message'], unknown.json['details'], unknownEvents]).toEqual([
    known.status,
    known.json['message'],
    known.json['details'],
    knownEvents,
  ]);
  expect([...unknown.headers.keys()]).toEqual([...known.headers.keys()]);
  // Too long to be anybody's: not hashed, whoever it is.
  hashes.length = 0;
  for (const email of [ADA, 'nobody@example.org'])
    expect((await login(email, 'x'.repeat(73), '203.0.113.13')).code).toBe('BAD_CREDENTIALS');
  expect(hashes).toEqual([]);
  // A disabled account says so to whoever has its password only.
  await server.rows('UPDATE users SET disabled_at = now()');
  expect((await login(ADA, 'wrong password', '203.0.113.13')).code).toBe('BAD_CREDENTIALS');
  expect((await login(ADA, PASSWORD, '203.0.113.13')).code).toBe('ACCOUNT_DISABLED');
});

test('making accounts is counted where nobody invited', async () => {
  const { server } = await start();
  const codes = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      server.post(
        '/auth/register',
        { email: `n${n}@example.org`, password: PASSWORD },
        { from: '203.0.113.14' },
      ),
    ),
  );
  expect(codes.filter(({ status }) => status === 201).length).toBe(50);
  expect(codes.filter(({ code }) => code === 'RATE_LIMITED').length).toBe(10);
});

test('a session is not opened by a password that was changed while it was compared', async () => {
  let compared = (): void => undefined;
  let goOn = (): void => undefined;
  const isCompared = new Promise<void>((resolve) => (compared = resolve));
  const mayGoOn = new Promise<void>((resolve) => (goOn = resolve));
  const wrapPasswords = (passwords: Passwords): Passwords => ({
    hash: (password) => passwords.hash(password),
    matches: async (password, hash) => {
      const isSame = await passwords.matches(password, hash);
      compared();
      await mayGoOn;
      return isSame;
    },
  });
  const { server, login } = await start({ wrapPasswords });
  await server.register(ADA);
  const late = login(ADA, PASSWORD, '203.0.113.15');
  await isCompared;
  const { url } = await server.auth.console.resetPassword(ADA);
  const reset = { token: url.split('#')[1], next: 'another password' };
  expect((await server.post('/auth/reset', reset)).status).toBe(204);
  goOn();
  expect((await late).code).toBe('BAD_CREDENTIALS');
  expect(await server.rows('SELECT 1 FROM sessions')).toEqual([]);
});
