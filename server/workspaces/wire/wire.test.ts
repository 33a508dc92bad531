import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostOf, portOf, reachOf } from './reach.ts';
import { teamFetch } from './team-fetch.ts';
import { agentFor } from './trusted-agent.ts';

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.9.9.9', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.1.1', 'private'],
  ['169.254.7.7', 'private'],
  ['100.64.0.1', 'private'],
  ['100.128.0.1', 'public'],
  ['fd00::1', 'private'],
  ['fe80::1%eth0', 'private'],
  ['::ffff:192.168.1.1', 'private'],
  ['198.51.100.7', 'public'],
  ['2001:db8::1', 'public'],
  ['0.0.0.0', 'public'],
  ['no address', 'public'],
] as const)('%s is %s', (address, reach) => {
  expect(reachOf('tasks.example', [address])).toBe(reach);
});

test('a name is as far as the farthest that it leads to; one under .local is its own network’s', () => {
  expect(reachOf('a.example', ['127.0.0.1', '192.168.1.1'])).toBe('private');
  expect(reachOf('a.example', ['192.168.1.1', '198.51.100.7'])).toBe('public');
  expect(reachOf('a.example', [])).toBe('public');
  expect(reachOf('nas.local', ['2001:db8::1'])).toBe('private');
  expect(reachOf('localhost.example', ['198.51.100.7'])).toBe('public');
});

test('hosts and ports as sockets take them', () => {
  expect([hostOf(new URL('https://[::1]:8443')), portOf(new URL('https://[::1]:8443'))]).toEqual([
    '::1',
    8443,
  ]);
  expect([portOf(new URL('https://a.example')), portOf(new URL('http://a.example'))]).toEqual([443, 80]);
});

let port = 0;
let requests = 0;
const server = createServer((request, response) => {
  requests++;
  switch (request.url) {
    case '/gzip':
      response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(10_000)));
      break;
    case '/slow':
      // Nothing is read for a while: what is sent waits for it.
      setTimeout(() => request.resume(), 300);
      request.on('end', () => response.writeHead(204).end());
      break;
    case '/deaf':
      break;
    case '/moved':
      response.writeHead(302, { location: '/gzip', 'set-cookie': 'a=b' }).end();
      break;
    default:
      response.writeHead(204).end();
  }
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
});

/** A server that is found at these addresses. */
function at(addresses: readonly string[], allowHttp = false) {
  const url = new URL(`http://tasks.example:${port}`);
  const found = addresses.map((address) => ({ address, family: 4 }));
  const agent = agentFor(url, { trust: () => null, allowHttp, addresses: found });
  return {
    agent,
    url,
    ask: (path: string, bytes = 20_000) => teamFetch(agent, { bytes })(new URL(path, url)),
    tell: (path: string, body: string, heard: () => void, signal: AbortSignal) =>
      teamFetch(agent, { bytes: 20_000, heard })(new URL(path, url), { method: 'POST', body, signal }),
  };
}

test('answers are unpacked, cut at a limit, not followed, and leave no cookie', async () => {
  const { agent, ask } = at(['127.0.0.1']);
  expect((await (await ask('/gzip')).text()).length).toBe(10_000);
  await expect(ask('/gzip', 5_000)).rejects.toThrow('more than 5000 bytes');
  const moved = await ask('/moved');
  expect([moved.status, moved.headers.get('set-cookie')]).toEqual([302, null]);
  const nothing = await ask('/nothing');
  expect([nothing.status, nothing.body]).toEqual([204, null]);
  agent.destroy();
});

test('a long request is heard going out where somebody reads it, and not where it only fills buffers', async () => {
  const body = 'x'.repeat(16 * 1024 * 1024);
  const { agent, tell } = at(['127.0.0.1']);
  const { signal } = new AbortController();
  let signs = 0;
  await tell('/slow', body, () => signs++, signal);
  // One is the answer.
  expect(signs).toBeGreaterThan(1);
  const deaf = new AbortController();
  let echoes = 0;
  const telling = tell('/deaf', body, () => echoes++, deaf.signal);
  setTimeout(() => deaf.abort(), 300);
  await expect(telling).rejects.toThrow();
  expect(echoes).toBe(0);
  agent.destroy();
});

test('without encryption nothing is said to a public address, nor to a private one that was not allowed', async () => {
  const before = requests;
  for (const { agent, ask } of [
    at(['198.51.100.7'], true),
    at(['127.0.0.1', '198.51.100.7'], true),
    at(['10.255.0.1']),
  ]) {
    await expect(ask('/nothing')).rejects.toThrow('without encryption');
    agent.destroy();
  }
  expect(requests).toBe(before);
});
