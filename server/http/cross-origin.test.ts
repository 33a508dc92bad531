import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { expect, test } from 'vitest';
import { crossOrigin } from './cross-origin.ts';

test('a named origin’s page may ask with credentials, another’s gets no leave', async () => {
  const app = new Koa();
  app.use(crossOrigin(['https://board.example.org'])).use((ctx) => void (ctx.body = 'ok'));
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/tasks`;
  const ask = (origin: string, method = 'GET') =>
    fetch(url, { method, headers: { origin, 'access-control-request-method': 'PATCH' } });

  const named = await ask('https://board.example.org');
  expect(named.headers.get('access-control-allow-origin')).toBe('https://board.example.org');
  expect(named.headers.get('access-control-allow-credentials')).toBe('true');
  const before = await ask('https://board.example.org', 'OPTIONS');
  expect(before.headers.get('access-control-allow-methods')).toContain('PATCH');
  for (const origin of ['https://board.example.org.evil.example', 'http://board.example.org', 'null']) {
    const other = await ask(origin);
    expect(other.headers.get('access-control-allow-origin'), origin).toBeNull();
  }
  server.close();
  server.closeAllConnections();
});
