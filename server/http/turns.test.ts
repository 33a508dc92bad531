import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import Koa from 'koa';
import { expect, test, vi } from 'vitest';
import { exportTasks, importTasks } from '../contract/transfer.ts';
import { createLog } from '../log.ts';
import { bind, type Surroundings } from './bind.ts';
import { errors } from './errors.ts';
import { mount } from './mount.ts';
import { Turns } from './turns.ts';

/** Exports that never end by themselves, and imports that end when the test says so. */
async function start() {
  const imports: (() => void)[] = [];
  const routes = [
    bind(exportTasks, () => ({ filename: 'x', contentType: 'text/csv', body: endless() })),
    bind(importTasks, async () => {
      await new Promise<void>((resolve) => imports.push(resolve));
      return { created: 0, updated: 0, skipped: 0, warnings: [] };
    }),
  ];
  const surroundings: Surroundings = {
    admit: (ctx) => Promise.resolve({ id: ctx.get('x-who'), role: 'user' }),
    idempotency: { begin: () => Promise.reject(new Error('no route here is idempotent')) },
    turns: new Turns({ atOnce: 3, each: 2 }),
    strict: true,
    report: () => undefined,
  };
  const app = new Koa().use(errors(createLog('silent', process.stdout))).use(mount('', routes, surroundings));
  app.silent = true;
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** Reads the head of the answer and then nothing. */
  const read = async (who: string): Promise<IncomingMessage> => {
    const request = get(`${origin}/export`, { headers: { 'x-who': who }, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  };
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { origin, read, imports, close };
}

async function* endless(): AsyncGenerator<string> {
  for (;;) {
    await new Promise(setImmediate);
    yield 'a,b\r\n'.repeat(10_000);
  }
}

test('who reads slowly holds few turns, leaves some to others, and gives them back by going away', async () => {
  const { read, close } = await start();
  const held = [await read('ann'), await read('ann')];
  const refused = await read('ann');
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
  expect(await json(refused)).toMatchObject({ code: 'BUSY' });
  const third = await read('ben');
  expect([third.statusCode, (await read('cleo')).statusCode]).toEqual([200, 503]);
  held[0]?.destroy();
  await vi.waitFor(
    async () => {
      const next = await read('cleo');
      next.destroy();
      expect(next.statusCode).toBe(200);
    },
    { timeout: 15_000 },
  );
  await close();
});

test('an import keeps its turn until it has ended, though nobody waits for it any more', async () => {
  const { origin, read, imports, close } = await start();
  const body = JSON.stringify({ format: 'csv', content: '' });
  const post = (signal: AbortSignal) =>
    fetch(`${origin}/import`, {
      method: 'POST',
      signal,
      body,
      headers: { 'x-who': 'ann', 'content-type': 'application/json' },
    }).catch(() => null);
  const gone = new AbortController();
  const asked = [post(gone.signal), post(gone.signal)];
  await vi.waitFor(() => expect(imports).toHaveLength(2), { timeout: 15_000 });
  gone.abort();
  await Promise.all(asked);
  expect((await read('ann')).statusCode).toBe(503);
  imports.forEach((end) => end());
  await vi.waitFor(async () => expect((await read('ann')).statusCode).toBe(200), { timeout: 15_000 });
  await close();
});
