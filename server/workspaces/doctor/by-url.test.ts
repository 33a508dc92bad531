import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { createServer as createRaw, type AddressInfo, type Server, type Socket } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../contract/findings.ts';
import type { DoctorAnswer } from '../../contract/joining.ts';
import { makeCertificate, type Pair } from '../../test/doctor/certificates.ts';
import { answerOf, examineUrl, type UrlQuestion } from './by-url.ts';

const AT_MOST_MS = 5_000;

const open: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Listens on a free port of 127.0.0.1 and answers it. */
async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  open.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const secure = (pair: Pair, listener: RequestListener = taskflow()): Promise<number> =>
  listening(createSecure(pair, listener).on('tlsClientError', () => undefined));

/** A server as a team's says who it is, but for what a test changes. */
function taskflow(changes: Record<string, unknown> = {}): RequestListener {
  return (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        product: 'taskflow',
        version: '1.2.3',
        api: { min: 1, max: 1 },
        instanceId: '0193a0d5-0000-7000-8000-000000000001',
        epoch: '0193a0d5-0000-7000-8000-000000000002',
        time: new Date().toISOString(),
        signIn: 'password',
        registration: 'invite',
        features: [],
        ...changes,
      }),
    );
  };
}

const answering =
  (status: number, headers: Record<string, string>, body: string): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

let root: Pair;
let good: Pair;
beforeAll(async () => {
  root = await makeCertificate({ name: 'Root of the tests', isAuthority: true });
  good = await makeCertificate({ by: root });
});

async function examine(url: string, given: Partial<UrlQuestion> = {}): Promise<DoctorAnswer> {
  const began = performance.now();
  const question = { trust: null, allowHttp: false, known: [], roots: [root.cert], ...given, url };
  const answer = answerOf(await examineUrl(question));
  expect(performance.now() - began).toBeLessThan(AT_MOST_MS);
  return answer;
}

const last = (answer: DoctorAnswer) => answer.stages.at(-1);
const sha256Of = ({ cert }: Pair): string => new X509Certificate(cert).fingerprint256;

test('a team server in order: every stage, its instance, and an address without a path', async () => {
  const answer = await examine(`  https://127.0.0.1:${await secure(good)}/join#secret `);
  expect(answer.stages.map(({ stage, code }) => [stage, code])).toEqual([
    ['address', 'OK'],
    ['dns', 'OK'],
    ['tcp', 'OK'],
    ['tls', 'OK'],
    ['http', 'OK'],
    ['product', 'OK'],
    ['version', 'OK'],
    ['clock', 'OK'],
  ]);
  expect(answer).toMatchObject({ ok: true, team: { version: '1.2.3', registration: 'invite' } });
  expect(answer.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(JSON.stringify(answer)).not.toContain('secret');
});

describe('servers that are broken, each in its own way', () => {
  /** Where to look, and what with. */
  type Prepare = () => Promise<{ url: string; given?: Partial<UrlQuestion> }>;
  const https = async (pair: Pair | Promise<Pair>, listener?: RequestListener) => ({
    url: `https://127.0.0.1:${await secure(await pair, listener)}`,
  });
  const servers: readonly [Finding, Prepare][] = [
    ['ADDRESS_INVALID', async () => ({ url: 'https://me:secret@tasks.example' })],
    ['DNS_UNKNOWN', async () => ({ url: 'tasks.example.invalid' })],
    [
      'TCP_REFUSED',
      async () => {
        const port = await listening(createRaw());
        await new Promise((resolve) => open.pop()?.server.close(resolve));
        return { url: `127.0.0.1:${port}` };
      },
    ],
    ['TLS_EXPIRED', () => https(makeCertificate({ by: root, from: -40, until: -2 }))],
    ['TLS_SELF_SIGNED', () => https(makeCertificate())],
    ['TLS_WRONG_HOST', () => https(makeCertificate({ by: root, hosts: ['other.example'] }))],
    [
      'TLS_INCOMPLETE',
      async () => {
        const between = await makeCertificate({ name: 'Between', by: root, isAuthority: true });
        return https(makeCertificate({ by: between }));
      },
    ],
    ['TLS_CHANGED', async () => ({ ...(await https(makeCertificate())), given: { trust: sha256Of(good) } })],
    ['TLS_NOT_SPOKEN', async () => ({ url: `127.0.0.1:${await listening(createPlain(taskflow()))}` })],
    ['HTTP_TIMEOUT', () => https(good, () => undefined)],
    [
      'HTTP_REDIRECT',
      () => https(good, answering(302, { location: 'https://login.example/?session=secret' }, '')),
    ],
    [
      'HTTP_PORTAL',
      () =>
        https(
          good,
          answering(200, { 'content-type': 'text/html' }, '<form action="/hotel"><input type="password">'),
        ),
    ],
    ['HTTP_STATUS', () => https(good, answering(502, { 'content-type': 'text/plain' }, 'Bad gateway'))],
    [
      'NOT_TASKFLOW',
      () => https(good, answering(200, { 'content-type': 'text/html' }, '<h1>It works!</h1>')),
    ],
    ['APP_TOO_OLD', () => https(good, taskflow({ api: { min: 7, max: 9 } }))],
    ['SERVER_TOO_OLD', () => https(good, taskflow({ api: { min: 0, max: 0 } }))],
    ['HTTP_PUBLIC', async () => ({ url: 'http://198.51.100.7' })],
    ['HTTP_PRIVATE', async () => ({ url: 'http://192.168.17.2:8080' })],
  ];

  test.each(servers)('%s', async (code, prepare) => {
    const { url, given } = await prepare();
    const answer = await examine(url, given);
    expect(last(answer)).toMatchObject({ ok: false, code });
    expect(answer.ok).toBe(false);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

test('a certificate of one’s own is shown, and trusted by its fingerprint alone', async () => {
  const own = await makeCertificate({ name: 'Our cupboard' });
  const url = `https://127.0.0.1:${await secure(own)}`;
  const { certificate } = last(await examine(url)) ?? {};
  expect(certificate).toMatchObject({
    sha256: sha256Of(own),
    subject: 'CN=Our cupboard',
    issuer: 'CN=Our cupboard',
  });
  const trusted = await examine(url, { trust: sha256Of(own).replaceAll(':', '').toLowerCase() });
  expect(trusted.ok).toBe(true);
});

test('nothing is sent to a server that has not shown the trusted certificate', async () => {
  let requests = 0;
  const port = await secure(await makeCertificate(), () => void requests++);
  await examine(`https://127.0.0.1:${port}`, { trust: sha256Of(good) });
  expect(requests).toBe(0);
});

test('no redirect is followed', async () => {
  let requests = 0;
  const target = await listening(createPlain(() => void requests++));
  await examine(
    `https://127.0.0.1:${await secure(good, answering(307, { location: `http://127.0.0.1:${target}/` }, ''))}`,
  );
  expect(requests).toBe(0);
});

test('http is for this machine; what would be said there stays there', async () => {
  const answer = await examine(`http://127.0.0.1:${await listening(createPlain(taskflow()))}`);
  expect(answer.stages.find(({ stage }) => stage === 'tls')).toMatchObject({ ok: true, code: 'SKIPPED' });
  expect(answer.ok).toBe(true);
});

test('warnings let the rest go on: a server that was joined before, a clock that is off', async () => {
  const time = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const url = `https://127.0.0.1:${await secure(good, taskflow({ time }))}`;
  const answer = await examine(url, { known: [url] });
  expect(answer.ok).toBe(true);
  expect(answer.stages[0]).toMatchObject({ code: 'ADDRESS_DUPLICATE', warning: true });
  expect(last(answer)).toMatchObject({
    code: 'CLOCK_OFF',
    warning: true,
    message: expect.stringContaining('3 hours'),
  });
});

test('an endless answer is cut', async () => {
  const port = await secure(good, (_request, response) => {
    response.setHeader('content-type', 'application/json');
    const more = (): void => {
      if (response.write('x'.repeat(64 * 1024))) setImmediate(more);
      else response.once('drain', more);
    };
    response.on('close', () => response.removeAllListeners('drain'));
    more();
  });
  expect(last(await examine(`https://127.0.0.1:${port}`))).toMatchObject({ ok: false, code: 'NOT_TASKFLOW' });
});
