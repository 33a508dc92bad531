import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import Router from '@koa/router';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { whenAnswered } from './answered.ts';
import { errors, requestId } from './errors.ts';
import { metrics, type MetricsOptions } from './metrics.ts';

let server: Server | null = null;
afterEach(async () => {
  server?.close();
  if (server) await once(server, 'close');
  server = null;
});

async function serve(options: Partial<MetricsOptions> = {}): Promise<string> {
  const router = new Router({ prefix: '/api/v1' });
  router.get('/tasks/:id', (ctx) => void (ctx.body = { id: ctx['params'].id as string }));
  router.post('/tasks', () => {
    throw new AppError('VERSION_CONFLICT', 'no');
  });
  const app = new Koa();
  app.use(requestId).use(errors(pino({ level: 'silent' })));
  const { count, answer } = metrics({ token: null, figures: {}, ...options });
  app
    .use(whenAnswered([count]))
    .use(answer)
    .use(router.routes());
  const handle = app.callback();
  server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const read = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${url}/metrics`, { headers });
  return { status: answer.status, lines: (await answer.text()).split('\n') };
};

test('requests are counted by the pattern of their route, never by what stands in it', async () => {
  const url = await serve();
  for (const id of ['a', 'b', 'c']) await (await fetch(`${url}/api/v1/tasks/${id}`)).text();
  await (await fetch(`${url}/api/v1/tasks`, { method: 'POST' })).text();
  await (await fetch(`${url}/nobody/knows?token=secret`)).text();
  const { lines } = await read(url);
  const counted = lines.filter((line) => line.startsWith('taskflow_http_requests_total{'));
  expect(counted.sort()).toEqual([
    'taskflow_http_requests_total{method="GET",route="/api/v1/tasks/:id",status="2xx"} 3',
    'taskflow_http_requests_total{method="GET",route="other",status="4xx"} 1',
    'taskflow_http_requests_total{method="POST",route="/api/v1/tasks",status="4xx"} 1',
  ]);
  expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds'))).toBe(true);
});

test('figures are read when asked for; one that fails takes no other with it', async () => {
  const url = await serve({
    figures: {
      sockets: { help: 'Sockets', read: () => 7 },
      relay_lag_seconds: { help: 'Lag', read: () => Promise.reject(new Error('away')) },
      database_connections: { help: 'Pool', label: 'state', read: () => ({ idle: 3, used: 2 }) },
    },
  });
  const { lines } = await read(url);
  expect(lines).toContain('taskflow_sockets 7');
  expect(lines).toContain('taskflow_relay_lag_seconds Nan');
  expect(lines).toContain('taskflow_database_connections{state="used"} 2');
});

test('without a token only this machine reads them, and not through a proxy on it', async () => {
  const url = await serve();
  expect((await read(url)).status).toBe(200);
  expect((await read(url, { 'x-forwarded-for': '127.0.0.1' })).status).toBe(404);
  expect((await read(url, { forwarded: 'for=127.0.0.1' })).status).toBe(404);
});

test('with a token only who has it reads them', async () => {
  const url = await serve({ token: 'a-token' });
  expect((await read(url)).status).toBe(404);
  expect((await read(url, { authorization: 'Bearer a-toker' })).status).toBe(404);
  expect((await read(url, { authorization: 'Bearer a-token', 'x-forwarded-for': '9.9.9.9' })).status).toBe(
    200,
  );
});
