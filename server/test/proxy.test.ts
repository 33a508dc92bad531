import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FaultyProxy } from '../../build/test-services/proxy.ts';

/** Sends back what it gets. */
let echo: Server;
let proxy: FaultyProxy;
const open: Socket[] = [];
beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await FaultyProxy.start((echo.address() as AddressInfo).port);
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await proxy.close();
  echo.close();
});

interface Caller {
  readonly socket: Socket;
  readonly got: () => string;
  readonly closed: Promise<string>;
}
function call(): Caller {
  const socket = connect({ host: '127.0.0.1', port: proxy.port });
  open.push(socket);
  let text = '';
  let how = 'end';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (how = error.code ?? 'error'));
  return {
    socket,
    got: () => text,
    closed: new Promise((resolve) => socket.once('close', () => resolve(how))),
  };
}
const until = async (caller: Caller, text: string): Promise<void> => {
  while (caller.got() !== text) await once(caller.socket, 'data');
};

test('calm, it hands everything on, also a large body, and the end of it', async () => {
  const caller = call();
  const body = 'x'.repeat(1_000_000);
  caller.socket.end(body);
  expect(await caller.closed).toBe('end');
  expect(caller.got() === body).toBe(true);
});

test('latency delays in order; a slow line takes its time', async () => {
  const caller = call();
  proxy.turn({ latencyMs: 30 });
  const began = performance.now();
  caller.socket.write('a');
  await until(caller, 'a');
  expect(performance.now() - began).toBeGreaterThanOrEqual(58);
  proxy.turn({ bytesPerSecond: 10_000 });
  const slow = performance.now();
  caller.socket.write('b'.repeat(1_000));
  await until(caller, `a${'b'.repeat(1_000)}`);
  expect(performance.now() - slow).toBeGreaterThanOrEqual(195);
});

test('what is held arrives when it is let go, and nothing of it before', async () => {
  const caller = call();
  proxy.turn({ held: ['down'] });
  caller.socket.write('a');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(caller.got()).toBe('');
  proxy.turn();
  await until(caller, 'a');
});

test('a connection is cut after exactly so many bytes of one direction, new ones too', async () => {
  proxy.cutAfter({ direction: 'down', bytes: 3 });
  for (const how of [1, 2]) {
    const caller = call();
    caller.socket.write(`abc${how}`);
    await caller.closed;
    // A reset may overtake what came before it.
    expect(['', 'abc']).toContain(caller.got());
  }
  proxy.cutAfter({ direction: 'down', bytes: 3, how: 'end' });
  const ended = call();
  ended.socket.write('abcd');
  expect(await ended.closed).toBe('end');
  expect(ended.got()).toBe('abc');
  proxy.cutAfter(null);
  const caller = call();
  caller.socket.write('abcd');
  await until(caller, 'abcd');
});

test('it cuts what is open, and refuses what is new', async () => {
  const caller = call();
  caller.socket.write('a');
  await until(caller, 'a');
  proxy.cut();
  expect(await caller.closed).toBe('ECONNRESET');
  proxy.turn({ refuses: true });
  expect(await call().closed).toBe('ECONNRESET');
  expect(proxy.opened).toBe(1);
});
