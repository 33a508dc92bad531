import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { whenAnswered } from './answered.ts';
import { errors, requestId } from './errors.ts';
import { requestLog } from './request-log.ts';

async function logged(
  level: string,
  paths: readonly string[] = ['/refused'],
): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => void lines.push(line) });
  const app = new Koa();
  app
    .use(requestId)
    .use(errors(log))
    .use(whenAnswered([requestLog(log)]));
  app.use((ctx) => {
    if (ctx.path === '/broken') throw new Error('inside of it');
    if (ctx.path === '/away') throw new AppError('STORE_UNAVAILABLE', 'away');
    if (ctx.path === '/refused') throw new AppError('FORBIDDEN', 'no');
    ctx.body = 'ok';
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const headers = { 'x-request-id': 'request-4711' };
  await (await fetch(`${url}/read?search=private`, { headers })).text();
  await (await fetch(`${url}/written`, { method: 'POST', headers })).text();
  for (const path of paths)
    expect(await (await fetch(url + path, { headers })).text()).not.toContain('inside of it');
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('what writes and what fails is in the log with its id; what people search for is not', async () => {
  const lines = await logged('info');
  expect(lines.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['POST', '/written', 200],
    ['GET', '/refused', 403],
  ]);
  for (const line of lines) expect(line).toMatchObject({ requestId: 'request-4711', msg: 'request' });
  const all = await logged('debug');
  expect(all.map(({ path }) => path)).toEqual(['/read', '/written', '/refused']);
  expect(JSON.stringify(all)).not.toContain('private');
});

test('a failure inside is in the log with its stack, and not in the answer', async () => {
  const failed = (await logged('info', ['/broken'])).find(({ msg }) => msg === 'request failed');
  expect(failed).toMatchObject({ requestId: 'request-4711', path: '/broken', code: 'INTERNAL' });
  const { stack } = (failed ?? {})['err'] as { stack: string };
  expect(stack).toMatch(/inside of it\n +at /);
});

test('of what is away one line is in the log, not one for each request', async () => {
  const lines = await logged('info', ['/away', '/away', '/away']);
  const about = lines.filter(({ path }) => path === '/away');
  expect(about).toHaveLength(1);
  expect(about[0]).toMatchObject({ msg: 'request failed', code: 'STORE_UNAVAILABLE' });
  const broken = (await logged('info', ['/broken', '/broken'])).filter(({ msg }) => msg === 'request failed');
  expect(broken).toHaveLength(2);
});
