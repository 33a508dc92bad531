import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { checkJson, readJson } from './body.ts';

function request(body: string | Uint8Array, headers: Record<string, string> = {}): IncomingMessage {
  const chunks = typeof body === 'string' ? [Buffer.from(body)] : [body];
  return Object.assign(Readable.from(chunks), {
    headers: { 'content-type': 'application/json', ...headers },
  }) as unknown as IncomingMessage;
}

const codeOf = async (run: () => unknown): Promise<string> => {
  try {
    await run();
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};

test.each(
  (
    [
      ['{"a":[1,2]}', {}, 'read'],
      ['{"a":1}', { 'content-type': 'application/json; charset=UTF-8' }, 'read'],
      ['{"a":1}', { 'content-type': 'text/plain' }, 'UNSUPPORTED_MEDIA_TYPE'],
      ['{"a":1}', { 'content-type': 'application/json; charset=latin1' }, 'UNSUPPORTED_MEDIA_TYPE'],
      ['a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 'UNSUPPORTED_MEDIA_TYPE'],
      ['{}', { 'content-encoding': 'gzip' }, 'UNSUPPORTED_MEDIA_TYPE'],
      ['', {}, 'MALFORMED_JSON'],
      ['{"a":', {}, 'MALFORMED_JSON'],
      ['{"__proto__":{"x":1}}', {}, 'FORBIDDEN_KEY'],
      ['{"a":[{"constructor":1}]}', {}, 'FORBIDDEN_KEY'],
      ['{"a":{"prototype":1}}', {}, 'FORBIDDEN_KEY'],
      ['{"\\u005f_proto__":1}', {}, 'FORBIDDEN_KEY'],
      [`${'['.repeat(32)}${']'.repeat(32)}`, {}, 'read'],
      [`${'['.repeat(33)}${']'.repeat(33)}`, {}, 'VALIDATION'],
      [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, 'VALIDATION'],
      [`"${'x'.repeat(300_000)}"`, {}, 'TOO_LARGE'],
      ['{}', { 'content-length': '99999999999' }, 'TOO_LARGE'],
    ] as const
  ).map(([body, headers, code]) => [`${body}`.slice(0, 40), headers, code, `${body}`] as const),
)('%s %j: %s', async (_short, headers, code, body) => {
  expect(await codeOf(() => readJson(request(body, headers as Record<string, string>), 256 * 1024))).toBe(
    code,
  );
});

test('bytes that are no UTF-8 are no JSON', async () => {
  const bytes = Uint8Array.from([0x22, 0xc3, 0x28, 0x22]);
  expect(await codeOf(() => readJson(request(bytes), 1024))).toBe('MALFORMED_JSON');
});

test('a body whose sender has gone before it is read is refused at once, not waited for', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"a":',
  );
  const [incoming] = (await once(server, 'request')) as [IncomingMessage];
  incoming.on('error', () => undefined);
  const closed = new Promise((resolve) => incoming.once('close', resolve));
  socket.destroy();
  await closed;
  expect(await codeOf(() => readJson(incoming, 1024))).toBe('MALFORMED_JSON');
  server.close();
});

test('a hundred thousand keys are looked at without a stack', () => {
  expect(() =>
    checkJson(Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]))),
  ).not.toThrow();
});
