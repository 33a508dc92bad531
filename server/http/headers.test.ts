import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { errors } from './errors.ts';
import { securityHeaders } from './headers.ts';
import { packing } from './packing.ts';
import { limitedServer } from './server.ts';

const LONG = JSON.stringify({ text: 'long '.repeat(1_000) });

/** What a server answers to each path, without what differs each time. */
async function answersOf(make: (listener: RequestListener) => Server) {
  const app = new Koa();
  app.use(securityHeaders(() => 'ws://127.0.0.1:1', true)).use(packing());
  app.use(errors(createLog('silent', { write: () => undefined })));
  app.use((ctx) => {
    if (ctx.path === '/broken') throw new Error('inside of it');
    if (ctx.path === '/kept') ctx.compress = false;
    if (ctx.path === '/unchanged') ctx.status = 304;
    else {
      ctx.type = 'application/json';
      ctx.body = LONG;
    }
  });
  const handle = app.callback();
  const server = make((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answers = new Map<string, { status: number; headers: Record<string, string>; text: string }>();
  for (const path of ['/packed', '/kept', '/unchanged', '/broken']) {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    const { date: _, 'keep-alive': __, ...headers } = Object.fromEntries(answer.headers);
    const text = (await answer.text()).replace(/"timestamp":"[^"]+"/, '');
    answers.set(path, { status: answer.status, headers, text });
  }
  server.close();
  server.closeAllConnections();
  return answers;
}

test('headers that are written as one text are those that Node would write one by one', async () => {
  const prepared = await answersOf(limitedServer);
  expect(prepared).toEqual(await answersOf((listener) => createServer(listener)));
  for (const { headers } of prepared.values())
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("connect-src 'self' ws://127.0.0.1:1;") as string,
      'strict-transport-security': 'max-age=15552000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
});

test('what comes unpacked is packed, what is to be sent as it stands is not, and all of it varies by that', async () => {
  const answers = await answersOf(limitedServer);
  expect(answers.get('/packed')).toMatchObject({ text: LONG, headers: { 'content-encoding': 'gzip' } });
  expect(answers.get('/kept')?.text).toBe(LONG);
  expect(answers.get('/kept')?.headers).not.toHaveProperty('content-encoding');
  expect([...answers.values()].map(({ status }) => status)).toEqual([200, 200, 304, 500]);
  for (const { headers } of answers.values()) expect(headers['vary']).toBe('Accept-Encoding');
});
