import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUNDLED_ROUTES } from '../contract/routes.ts';
import type { Route } from '../contract/route.ts';
import { LAUNCH_HEADER } from '../http/guard.ts';
import { buildTask } from './build-task.ts';
import { rawRequest } from './raw-request.ts';
import { TestServer } from './test-server.ts';

/** What a web page from elsewhere, or another program of this machine, can try against each route. */
const SECRET = 'the-canary-in-every-answer';

let server: TestServer;
let id = '';
beforeAll(async () => {
  server = await TestServer.start();
  id = (await buildTask(server, { title: SECRET })).id;
  await server.request('PUT', '/state/view', { value: SECRET });
});
afterAll(() => server.remove());

type Headers = Record<string, string>;
const own = (): string => `127.0.0.1:${server.server.port}`;

/** Each is a browser's or a program's request; those with the key stand for a page that got hold of it. */
const ATTACKS: Record<string, () => Headers> = {
  'no key': () => ({ host: own() }),
  'a wrong key': () => ({ host: own(), [LAUNCH_HEADER]: 'x'.repeat(48) }),
  'another name for us (rebinding)': () => ({
    host: `evil.example:${server.server.port}`,
    [LAUNCH_HEADER]: server.launchKey,
  }),
  localhost: () => ({ host: `localhost:${server.server.port}`, [LAUNCH_HEADER]: server.launchKey }),
  'no port in Host': () => ({ host: '127.0.0.1', [LAUNCH_HEADER]: server.launchKey }),
  'a foreign page': () => ({
    host: own(),
    origin: 'http://evil.example',
    'sec-fetch-site': 'cross-site',
    [LAUNCH_HEADER]: server.launchKey,
  }),
  'a page of another port': () => ({
    host: own(),
    origin: 'http://127.0.0.1:1',
    'sec-fetch-site': 'same-site',
    [LAUNCH_HEADER]: server.launchKey,
  }),
  'a sandboxed frame or a file': () => ({ host: own(), origin: 'null', [LAUNCH_HEADER]: server.launchKey }),
  'https of the same name': () => ({
    host: own(),
    origin: `https://${own()}`,
    [LAUNCH_HEADER]: server.launchKey,
  }),
  'an image, script or form': () => ({
    host: own(),
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'no-cors',
    'sec-fetch-dest': 'image',
  }),
  'a navigation or frame': () => ({
    host: own(),
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'iframe',
    [LAUNCH_HEADER]: server.launchKey,
  }),
  'a form’s POST as text': () => ({
    host: own(),
    origin: 'http://evil.example',
    'content-type': 'text/plain',
    'sec-fetch-site': 'cross-site',
  }),
};

const BASES = { api: '/w/personal/api/v1', app: '/app/v1', root: '' };
const pathOf = (route: Route): string =>
  BASES[route.base] + route.path.replace('{id}', id).replace('{key}', 'view').replace('{noticeId}', 'x');

function write(method: string, path: string, headers: Headers): string {
  const body =
    method === 'GET'
      ? ''
      : JSON.stringify({ title: 'written', version: 1, value: 1, code: 'x', name: 'x', all: true });
  const lines = Object.entries({
    'content-type': 'application/json',
    ...headers,
    'content-length': String(body.length),
    connection: 'close',
  });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

test.each(Object.entries(ATTACKS))(
  '%s gets nothing from any route and changes nothing',
  async (name, headers) => {
    const before = (await server.request('GET', `/tasks/${id}`)).text;
    for (const route of BUNDLED_ROUTES) {
      if (route.access === 'keyless' && name === 'no key') continue;
      const answer = await rawRequest(server.server.port, write(route.method, pathOf(route), headers()));
      expect(answer, route.id).toMatch(/^HTTP\/1\.1 (401|403) /);
      expect(answer.includes(SECRET), route.id).toBe(false);
      expect(answer.toLowerCase()).not.toContain('access-control-allow');
    }
    expect((await server.request('GET', `/tasks/${id}`)).text).toBe(before);
  },
);

const upgrade = (headers: Headers): string =>
  `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n${Object.entries(
    headers,
  )
    .map(([key, value]) => `${key}: ${value}\r\n`)
    .join('')}\r\n`;

test.each(Object.entries(ATTACKS))('%s opens no socket', async (_name, headers) => {
  expect(await rawRequest(server.server.port, upgrade(headers()), /\r\n\r\n/)).toMatch(/^HTTP\/1\.1 403 /);
  expect(
    await rawRequest(server.server.port, write('GET', '/socket.io/?EIO=4&transport=polling', headers())),
  ).toMatch(/^HTTP\/1\.1 (401|403) /);
});

test('our own origin without a key gets an upgrade, and is ended when CONNECT stays away or lacks the key', async () => {
  const headers = { host: own(), origin: `http://${own()}` };
  const began = performance.now();
  const answer = await rawRequest(server.server.port, upgrade(headers));
  expect(answer).toMatch(/^HTTP\/1\.1 101 /);
  expect(performance.now() - began).toBeLessThan(2_900);
  expect(answer.includes(SECRET)).toBe(false);
});

test('at most 20 sockets may be silent at once', async () => {
  const headers = { host: own(), origin: `http://${own()}` };
  const began = performance.now();
  const lasted = await Promise.all(
    Array.from({ length: 30 }, async () => {
      await rawRequest(server.server.port, upgrade(headers));
      return performance.now() - began;
    }),
  );
  expect(lasted.filter((ms) => ms > 1_500)).toHaveLength(20);
  expect(
    await rawRequest(
      server.server.port,
      write('GET', '/livez', { host: own(), [LAUNCH_HEADER]: server.launchKey }),
    ),
  ).toMatch(/ 200 /);
});

test('what is no HTTP, too large or an address of elsewhere is refused', async () => {
  const { port } = server.server;
  const key = `${LAUNCH_HEADER}: ${server.launchKey}`;
  expect(await rawRequest(port, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(
    await rawRequest(port, `GET / HTTP/1.1\r\nhost: ${own()}\r\nx: ${'y'.repeat(9000)}\r\n\r\n`),
  ).toMatch(/^HTTP\/1\.1 431 /);
  expect(
    await rawRequest(
      port,
      `GET http://evil.example/api/v1/tasks HTTP/1.1\r\nhost: ${own()}\r\n${key}\r\n\r\n`,
    ),
  ).toMatch(/^HTTP\/1\.1 403 /);
  expect(
    await rawRequest(
      port,
      `GET /api/v1/tasks HTTP/1.1\r\nhost: ${own()}\r\nhost: evil.example\r\n${key}\r\n\r\n`,
    ),
  ).toMatch(/^HTTP\/1\.1 40[03] /);
  expect(await rawRequest(port, `CONNECT evil.example:443 HTTP/1.1\r\nhost: ${own()}\r\n\r\n`)).not.toMatch(
    / 2\d\d /,
  );
});
