import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { openRedis, localLimit, type TeamRedis } from '../../adapters/team/redis/index.ts';
import { AppError } from '../../errors.ts';
import { errors, requestId } from '../../http/errors.ts';
import { limitFiles, limitRequests, type RequestLimits } from '../../http/rate-limit.ts';

/** A server whose callers say in a header who they are: `session`, `bad` (a token that is none), or nothing. */
async function serve(limits: RequestLimits): Promise<{ server: Server; origin: string }> {
  const admit = limitRequests((ctx) => {
    const who = ctx.get('who');
    if (who === 'bad') return Promise.reject(new AppError('UNAUTHENTICATED', 'Sign in.'));
    if (who === 'down') return Promise.reject(new AppError('STORE_UNAVAILABLE', 'Later.'));
    return Promise.resolve(who ? { id: 'u', role: 'user', sessionId: who } : null);
  }, limits);
  // Each test's addresses are its own, given as a trusted proxy would.
  const app = new Koa({ proxy: true });
  app.use(requestId).use(errors(pino({ level: 'silent' })));
  app.use(async (ctx, next) => {
    if (ctx.path.startsWith('/api/v1/')) await admit(ctx, 'user');
    else await next();
    ctx.body = 'served';
  });
  app.use(limitFiles(limits.open));
  const listener = app.callback();
  const server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

let team: TeamRedis;
const servers: Server[] = [];
beforeEach(async () => {
  team = openRedis({ url: inject('redisUrl'), scope: randomUUID(), onError: () => undefined });
  while (!(await team.ping())) await new Promise((resolve) => setTimeout(resolve, 5));
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await team.close();
});

async function start(limits: Partial<RequestLimits> = {}) {
  const { server, origin } = await serve({
    anonymous: team.limit('anonymous', 3, 60),
    open: localLimit('open', 6, 60),
    renewals: localLimit('renewals', 9, 60),
    session: localLimit('session', 5, 60),
    ...limits,
  });
  servers.push(server);
  return (path: string, address: string, who = '') =>
    fetch(origin + path, { headers: { 'x-forwarded-for': address, who } });
}

const statuses = async (count: number, ask: () => Promise<Response>): Promise<number[]> => {
  const all: number[] = [];
  for (let i = 0; i < count; i++) all.push((await ask()).status);
  return all;
};

test('anonymous requests count by address on all servers together, an IPv6 /64 as one', async () => {
  const [a, b] = [await start(), await start()];
  expect(await statuses(2, () => a('/api/v1/auth/login', '192.0.2.1'))).toEqual([200, 200]);
  expect(await statuses(2, () => b('/api/v1/auth/login', '192.0.2.1'))).toEqual([200, 429]);
  expect((await b('/api/v1/auth/login', '192.0.2.2')).status).toBe(200);
  let host = 0;
  expect(await statuses(4, () => a('/api/v1/auth/login', `2001:db8::${++host}`))).toEqual([
    200, 200, 200, 429,
  ]);
  expect((await a('/api/v1/auth/login', '2001:db8:0:1::1')).status).toBe(200);
});

test('a refusal says for how long, and every answer what is left', async () => {
  const ask = await start();
  const first = await ask('/api/v1/auth/login', '192.0.2.1');
  expect(first.headers.get('ratelimit-limit')).toBe('3');
  expect(first.headers.get('ratelimit-remaining')).toBe('2');
  expect(Number(first.headers.get('ratelimit-reset'))).toBeGreaterThan(50);
  await statuses(2, () => ask('/api/v1/auth/login', '192.0.2.1'));
  const refused = await ask('/api/v1/auth/login', '192.0.2.1');
  expect(await refused.json()).toMatchObject({ statusCode: 429, code: 'RATE_LIMITED' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(refused.headers.get('ratelimit-remaining')).toBe('0');
});

test('sessions behind one address do not count against each other', async () => {
  const ask = await start();
  for (const session of ['a', 'b'])
    expect(await statuses(6, () => ask('/api/v1/tasks', '192.0.2.1', session))).toEqual([
      200, 200, 200, 200, 200, 429,
    ]);
});

test('tokens that are none count like no token; a store that is away counts against nobody', async () => {
  const ask = await start();
  expect(await statuses(4, () => ask('/api/v1/tasks', '192.0.2.1', 'bad'))).toEqual([401, 401, 401, 429]);
  expect(await statuses(4, () => ask('/api/v1/tasks', '192.0.2.2', 'down'))).toEqual([503, 503, 503, 503]);
});

test('files and GET /server have an allowance of their own', async () => {
  const ask = await start();
  const paths = ['/', '/assets/index.js', '/api/v1/server', '/about', '/login', '/icon.svg'];
  for (const path of paths) expect((await ask(path, '192.0.2.1')).status).toBe(200);
  expect((await ask('/', '192.0.2.1')).status).toBe(429);
  expect((await ask('/api/v1/auth/login', '192.0.2.1')).status).toBe(200);
});

test('renewals have theirs, the most generous: whose they are is counted behind it', async () => {
  const ask = await start();
  const renewals = await statuses(10, () => ask('/api/v1/auth/refresh', '192.0.2.1'));
  expect(renewals.filter((status) => status === 200)).toHaveLength(9);
  expect((await ask('/api/v1/auth/refresh', '192.0.2.2')).status).toBe(200);
  expect((await ask('/api/v1/server', '192.0.2.1')).status).toBe(200);
});

test('off is off', async () => {
  const ask = await start({ anonymous: null, open: null, renewals: null, session: null });
  expect(new Set(await statuses(8, () => ask('/api/v1/auth/login', '192.0.2.1')))).toEqual(new Set([200]));
  expect((await ask('/', '192.0.2.1')).headers.get('ratelimit-limit')).toBeNull();
});
