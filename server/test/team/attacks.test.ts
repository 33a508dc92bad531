import { request as secureRequest } from 'node:https';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyJson } from '../any-json.ts';
import { anySign } from '../any-sign.ts';
import { ErrorAnswer } from '../../contract/errors.ts';
import { TEAM_ROUTES } from '../../contract/routes.ts';
import { rawRequest } from '../raw-request.ts';
import { makeCertificate } from '../doctor/certificates.ts';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

const RUNS = Number(process.env['TASKFLOW_FUZZ'] ?? 400);
const seed = Number(process.env['TASKFLOW_SEED'] ?? Date.now() % 2 ** 31);

let server: TeamServer;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  server = await startTeamServer({ corsOrigins: ['https://friend.example'] });
  ada = await server.admin();
  bob = await server.member('bob@example.org', ada);
});
afterAll(() => server.close());

const titles = (json: Record<string, unknown>): string[] =>
  (json['items'] as { title: string }[]).map(({ title }) => title).toSorted();

test('nobody writes what is not theirs to write: maker, version, trash, or a task of somebody else', async () => {
  const { json: hers } = await ada.request('POST', '/tasks', { title: 'Hers' });
  const forged = {
    title: 'Forged',
    creatorId: ada.id,
    version: 99,
    deletedAt: '2001-01-01T00:00:00.000Z',
    createdAt: '2001-01-01T00:00:00.000Z',
    role: 'admin',
    can: { update: true },
    source: { app: 'x', id: 'y', raw: {} },
  };
  const made = await bob.request('POST', '/tasks', forged);
  expect(made.json).toMatchObject({ creatorId: bob.id, version: 1, deletedAt: null });
  expect(made.json['createdAt']).not.toBe(forged.createdAt);
  const route = `/tasks/${String(made.json['id'])}`;
  const set = { ...forged, version: 1, id: hers['id'], title: 'Again' };
  expect((await bob.request('PATCH', route, set)).json).toMatchObject({
    id: made.json['id'],
    creatorId: bob.id,
    version: 2,
    deletedAt: null,
  });
  // An id that is taken is not taken over, and nobody learns whose it is.
  const taken = await bob.request('POST', '/tasks', { title: 'Mine now', id: hers['id'] });
  expect(taken.status).toBeGreaterThanOrEqual(400);
  expect(taken.status).toBeLessThan(500);
  expect(taken.text).not.toContain('Hers');
  expect((await ada.request('GET', `/tasks/${String(hers['id'])}`)).json).toMatchObject({
    title: 'Hers',
    creatorId: ada.id,
    version: 1,
  });
});

test('a task that was deleted for good comes back by no repeat of its creation, nor under its id', async () => {
  const body = { title: 'Gone for good', id: crypto.randomUUID() };
  const route = `/tasks/${body.id}`;
  expect((await ada.request('POST', '/tasks', body)).status).toBe(201);
  await ada.request('DELETE', route);
  expect((await ada.request('DELETE', `${route}/forever`)).status).toBe(204);
  for (const person of [ada, bob]) {
    const { status, json } = await person.request('POST', '/tasks', body);
    expect([status, json['code']]).toEqual([409, 'ID_TAKEN']);
  }
  expect((await ada.request('GET', route)).status).toBe(404);
});

test('what people search for is text, to PostgreSQL and to everything else', async () => {
  const cyd = await server.member('cyd@example.org', ada);
  for (const title of ['100% sure', 'a_b', 'aXb', String.raw`back\slash`, "O'Hara"])
    await cyd.request('POST', '/tasks', { title });
  const found = async (text: string): Promise<string[]> =>
    titles((await cyd.request('GET', `/tasks?search=${encodeURIComponent(text)}`)).json);
  expect(await found('%')).toEqual(['100% sure']);
  expect(await found('a_b')).toEqual(['a_b']);
  expect(await found('\\')).toEqual([String.raw`back\slash`]);
  expect(await found("'")).toEqual(["O'Hara"]);
  for (const text of ["' OR 1=1 --", "'; DROP TABLE tasks; --", '$ne', '{"$gt":""}', '%%%'])
    expect([text, await found(text)]).toEqual([text, []]);
  // What is no parameter is passed over, and what is one takes no operator.
  for (const query of ['status[$ne]=done', 'search[$regex]=O', 'creatorId[$gt]='])
    expect([query, titles((await cyd.request('GET', `/tasks?${query}`)).json).length]).toEqual([query, 5]);
  for (const query of ['sort=title;DROP', 'order=desc--', 'creatorId=$ne', 'status=todo%20OR%201=1'])
    expect([query, (await cyd.request('GET', `/tasks?${query}`)).status]).toEqual([query, 400]);
  for (const body of [
    { email: { $gt: '' }, password: { $gt: '' } },
    { email: ['bob@example.org'], password: 'x' },
    { email: 'bob@example.org', password: { $ne: null } },
  ])
    expect((await server.request('POST', '/auth/login', body)).status).toBe(400);
  expect(await found('')).toHaveLength(5);
});

test('a parameter that is given twice is refused where one is meant', async () => {
  for (const query of [
    'page=1&page=2',
    'limit=5&limit=100',
    'search=a&search=b',
    'sort=title&sort=createdAt',
  ])
    expect([query, (await bob.request('GET', `/tasks?${query}`)).status]).toEqual([query, 400]);
  const twice = ['', '/'].map((text) => `authorization: Bearer ${bob.token}${text}\r\n`).join('');
  const port = Number(new URL(server.origin).port);
  const told = await rawRequest(
    port,
    `GET /api/v1/tasks HTTP/1.1\r\nhost: x\r\n${twice}connection: close\r\n\r\n`,
  );
  // Node keeps the first of them: the second adds nothing.
  expect(told).toMatch(/^HTTP\/1\.1 (200|40[01])/);
});

/** Where a sign-in came from, as its owner sees it. */
async function seenFrom(on: TeamServer, forwarded: string): Promise<unknown> {
  const email = `${crypto.randomUUID()}@example.org`;
  await on.team.console.createAdmin(email, 'correct horse battery');
  const body = { email, password: 'correct horse battery', client: 'app' };
  const { json } = await on.request('POST', '/auth/login', body, { 'x-forwarded-for': forwarded });
  const headers = { authorization: `Bearer ${String(json['accessToken'])}` };
  const { text } = await on.request('GET', '/auth/sessions', undefined, headers);
  return /"ipAddress":"([^"]*)"/.exec(text)?.[1];
}

test('X-Forwarded-For counts as far as proxies are trusted, and not a hop further', async () => {
  const forwarded = '203.0.113.1, 203.0.113.2, 203.0.113.3';
  expect(await seenFrom(server, forwarded)).toBe('127.0.0.1');
  for (const [trustedProxies, address] of [
    [1, '203.0.113.3'],
    [2, '203.0.113.2'],
  ] as const) {
    const behind = await startTeamServer({ databaseUrl: server.databaseUrl, trustedProxies });
    expect(await seenFrom(behind, forwarded)).toBe(address);
    await behind.close();
  }
});

test('who makes up addresses is counted as one', async () => {
  const limits = { anonymous: 5, session: null, login: null };
  const limited = await startTeamServer({ databaseUrl: server.databaseUrl, limits });
  const statuses: number[] = [];
  for (let n = 0; n < 8; n++) {
    const headers = { 'x-forwarded-for': `198.51.100.${n}`, 'x-real-ip': `198.51.100.${n}` };
    statuses.push((await limited.request('GET', '/tasks', undefined, headers)).status);
  }
  await limited.close();
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
});

test('who tries paths and methods that are none is counted too, and fills no log', async () => {
  const limits = { anonymous: 2, session: null, login: null };
  const limited = await startTeamServer({ databaseUrl: server.databaseUrl, limits });
  const statuses: number[] = [];
  for (let n = 0; n < 20; n++)
    statuses.push((await limited.request(n % 2 ? 'PUT' : 'GET', n % 2 ? '/tasks' : `/nothing/${n}`)).status);
  await limited.close();
  // Six times what else is allowed, like whatever is asked for without a session.
  expect(statuses.slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, n) => (n % 2 ? 405 : 404)));
  expect(new Set(statuses.slice(12))).toEqual(new Set([429]));
  expect(limited.logged.filter((line) => line.includes('"status":429')).length).toBe(1);
});

test('each answer carries its headers; pages of elsewhere get no leave', async () => {
  for (const path of ['/api/v1/server', '/api/v1/tasks', '/api/v1/nothing', '/livez']) {
    const { headers } = await fetch(server.origin + path, { headers: { origin: 'https://evil.example' } });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    for (const name of ['x-powered-by', 'server', 'strict-transport-security', 'access-control-allow-origin'])
      expect([path, name, headers.get(name)]).toEqual([path, name, null]);
  }
  const asked = (origin: string) =>
    fetch(`${server.origin}/api/v1/tasks`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization',
      },
    });
  const friend = await asked('https://friend.example');
  expect(friend.headers.get('access-control-allow-origin')).toBe('https://friend.example');
  for (const origin of [
    'https://evil.example',
    'https://friend.example.evil.example',
    'http://friend.example',
    'null',
  ])
    expect((await asked(origin)).headers.get('access-control-allow-origin')).toBeNull();
});

test('over https the cookie is pinned, hidden from scripts, and sent to us alone', async () => {
  const { cert, key } = await makeCertificate();
  const secure = await startTeamServer({ databaseUrl: server.databaseUrl, tls: { cert, key } });
  const body = JSON.stringify({ email: bob.email, password: 'correct horse battery' });
  const told = await new Promise<{ headers: Record<string, unknown>; status: number }>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', origin: secure.origin };
    const asking = secureRequest(
      `${secure.origin}/api/v1/auth/login`,
      { method: 'POST', ca: cert, headers },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve({ headers: answer.headers, status: answer.statusCode ?? 0 }));
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
  await secure.close();
  expect(told.status).toBe(200);
  const cookie = String(told.headers['set-cookie']).toLowerCase();
  expect(cookie).toMatch(/^__host-/);
  for (const flag of ['; secure', '; httponly', '; samesite=strict', '; path=/'])
    expect(cookie).toContain(flag);
  expect(cookie).not.toContain('domain=');
  expect(told.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/);
});

test(
  'slow, fat and endless requests are refused or wait, and nobody else does',
  { timeout: 60_000 },
  async () => {
    const port = Number(new URL(server.origin).port);
    const before = process.memoryUsage().rss;
    const slow = Array.from({ length: 160 }, () =>
      rawRequest(port, 'GET /api/v1/tasks HTTP/1.1\r\nhost: x\r\nx-slow: '),
    );
    const fat = Array.from({ length: 20 }, () =>
      rawRequest(port, `GET /livez HTTP/1.1\r\nhost: x\r\nx-fat: ${'a'.repeat(64 * 1024)}\r\n\r\n`),
    );
    const endless = Array.from({ length: 20 }, () =>
      rawRequest(
        port,
        `POST /api/v1/tasks HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${bob.token}\r\ncontent-type: application/json\r\ncontent-length: 1073741824\r\n\r\n${'{'.repeat(10_000)}`,
      ),
    );
    const others = await Promise.all(
      Array.from({ length: 50 }, async () => (await bob.request('GET', '/tasks?limit=5')).status),
    );
    expect(new Set(others)).toEqual(new Set([200]));
    for (const told of await Promise.all(fat)) expect(told).toMatch(/^(HTTP\/1\.1 431|$)/);
    for (const told of await Promise.all(endless)) expect(told).toMatch(/^(HTTP\/1\.1 413|$)/);
    await Promise.all(slow);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    expect((await bob.request('GET', '/tasks?limit=5')).status).toBe(200);
  },
);

test(
  `${RUNS} fuzzed bodies: never 5xx, and each answer fits the contract (seed ${seed})`,
  { timeout: 300_000 },
  async () => {
    const { json: task } = await bob.request('POST', '/tasks', { title: 'Fuzzed' });
    // Ending sessions or changing a password would end the test's own.
    const routes = TEAM_ROUTES.filter(({ body, id }) => body && !/import|logout|password|refresh/i.test(id));
    const text = fc.oneof(
      fc.string({ unit: anySign, maxLength: 40 }),
      fc.constantFrom(
        '',
        '\0',
        '\ud800',
        'todo',
        'me',
        '2026-02-30T00:00:00Z',
        '9999-12-31T23:59:59.999Z',
        'x'.repeat(300),
        "'--",
        '$ne',
      ),
      fc.uuid(),
    );
    const names = [
      'title',
      'description',
      'status',
      'priority',
      'dueDate',
      'dueAllDay',
      'labels',
      'assigneeId',
      'creatorId',
      'version',
      'id',
      'ids',
      'op',
      'set',
      'operations',
      'email',
      'password',
      'role',
      'profile',
      'invite',
      'token',
      'next',
      'client',
      'firstName',
      'disabled',
      'theme',
      'name',
      '__proto__',
      '$set',
    ];
    const json = anyJson(text, fc.constantFrom(...names));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), fc.boolean(), json, async (route, asAdmin, value) => {
        const path = route.path.replace('{id}', String(task['id'])).replace(/\{\w+\}/g, 'x');
        const answer = await (asAdmin ? ada : bob).request(route.method, path, JSON.stringify(value));
        // Strict: an answer that does not fit its schema is a 500 here.
        if (answer.status >= 400) ErrorAnswer.parse(answer.json);
        expect([route.id, answer.status < 500 || answer.json['code'] === 'BUSY']).toEqual([route.id, true]);
        expect(answer.status === route.status || answer.status >= 400).toBe(true);
      }),
      { numRuns: RUNS, seed, endOnFailure: true },
    );
    expect(server.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  },
);
