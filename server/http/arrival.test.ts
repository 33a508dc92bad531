import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { AppError } from '../errors.ts';
import type { Patience } from './arrival.ts';
import { readJson } from './body.ts';
import { limitedServer, listen } from './server.ts';

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { connection: 'close', 'content-length': text.length }).end(text);
}

/** A server that is given `patience` for what comes to /large; others have to arrive within 200 ms. */
async function serve(patience: Patience): Promise<{ port: number; close: () => Promise<void> }> {
  const server = limitedServer(
    (request, response) => {
      const isLarge = request.url === '/large';
      readJson(request, 1024, isLarge ? patience : null).then(
        (value) => answer(response, 200, JSON.stringify(value)),
        (error: AppError) => answer(response, error.status, error.code),
      );
    },
    { arrivalMs: 200, lookMs: 20 },
  );
  const port = await listen(server, 0);
  return {
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const SLOW = `"${'x'.repeat(30)}"`;
const EVERY_MS = 20;

/** Sends the first bytes of a body, one every 20 ms; answers what comes back. */
async function drip(port: number, path: string, bytes = SLOW.length): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => undefined);
  const answer = once(socket, 'data').then(([chunk]) =>
    String(chunk).replace(/^HTTP\/1\.1 (\d+)[\s\S]*?\r\n\r\n/, '$1 '),
  );
  let isAnswered = false;
  void answer.finally(() => (isAnswered = true));
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${SLOW.length}\r\n\r\n`,
  );
  for (const byte of SLOW.slice(0, bytes)) {
    if (isAnswered) break;
    socket.write(byte);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  return answer;
}

test('a large body arrives for as long as something of it comes; any other has the time that all have', async () => {
  const { port, close } = await serve({ silence: 5_000, whole: 60_000 });
  const [large, other] = await Promise.all([drip(port, '/large'), drip(port, '/other')]);
  expect(large).toBe(`200 ${SLOW}`);
  expect(other).toMatch(/^408 .*REQUEST_TIMEOUT/);
  await close();
});

test('a large body that falls silent is given up, and so is one that never ends', async () => {
  const [silent, endless] = await Promise.all([
    serve({ silence: 250, whole: 60_000 }),
    serve({ silence: 5_000, whole: 300 }),
  ]);
  expect(await drip(silent.port, '/large', 3)).toBe('408 REQUEST_TIMEOUT');
  expect(await drip(endless.port, '/large')).toBe('408 REQUEST_TIMEOUT');
  await Promise.all([silent.close(), endless.close()]);
});
