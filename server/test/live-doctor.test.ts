import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../contract/client.ts';
import { runDoctor, type StageResult } from '../contract/joining.ts';
import { LINES_TYPE } from '../contract/lines.ts';
import { LAUNCH_HEADER } from '../http/guard.ts';
import { TestServer } from './test-server.ts';

let app: TestServer;
let team: Server;
let url: string;
/** What the team does with who asks. */
let answer: (response: ServerResponse, request: IncomingMessage) => void;
beforeEach(async () => {
  app = await TestServer.start();
  team = createServer((request, response) => answer(response, request));
  await new Promise<void>((resolve) => team.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(team.address() as AddressInfo).port}`;
});
afterEach(async () => {
  team.closeAllConnections();
  await new Promise((resolve) => team.close(resolve));
  await app.remove();
});

const taskflow = (): string =>
  JSON.stringify({
    product: 'taskflow',
    version: '1.2.3',
    api: { min: 1, max: 1 },
    instanceId: '0193a0d5-0000-7000-8000-000000000001',
    time: new Date().toISOString(),
    signIn: 'password',
    registration: 'invite',
  });

test('each stage is told as it is found: the team answers only once the stages before have been heard', async () => {
  let release: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => (release = resolve));
  answer = (response) => void heard.then(() => response.end(taskflow()));
  const stages: StageResult[] = [];
  const onProgress = (stage: StageResult): void => {
    stages.push(stage);
    if (stage.stage === 'tls') release();
  };
  const found = await app.call(runDoctor, { body: { url } }, { onProgress });
  expect(found.ok).toBe(true);
  expect(stages.map(({ stage }) => stage)).toEqual([
    'address',
    'dns',
    'tcp',
    'tls',
    'http',
    'product',
    'version',
    'clock',
  ]);
  expect(stages).toEqual(found.stages);
});

test('who hangs up ends it: the team is let go, and the place is free for the next', async () => {
  const closed: Promise<unknown>[] = [];
  let full: () => void = () => undefined;
  const isFull = new Promise<void>((resolve) => (full = resolve));
  answer = (_response, request) => {
    closed.push(new Promise((resolve) => request.once('close', resolve)));
    if (closed.length === 4) full();
  };
  const gone = new AbortController();
  const onProgress = (): void => undefined;
  const asked = Array.from({ length: 4 }, () =>
    app.call(runDoctor, { body: { url } }, { signal: gone.signal, onProgress }),
  );
  await isFull;
  await expect(app.call(runDoctor, { body: { url } })).rejects.toMatchObject({
    code: 'BUSY',
    status: 503,
    details: { reason: 'DOCTOR_AT_WORK' },
  });
  gone.abort();
  for (const one of await Promise.allSettled(asked)) expect(one).toMatchObject({ status: 'rejected' });
  await Promise.all(closed);
  answer = (response) => void response.end(taskflow());
  const found = await vi.waitFor(() => app.call(runDoctor, { body: { url } }, { onProgress }), {
    timeout: 15_000,
  });
  expect(found.ok).toBe(true);
  expect(app.failures.filter((line) => !line.includes('DOCTOR_AT_WORK'))).toEqual([]);
});

test('what fails before anything was found is answered as ever; lines go through the same guard', async () => {
  const onProgress = (): void => expect.unreachable();
  const refused = await app
    .call(runDoctor, { body: { workspace: 'none' } }, { onProgress })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  const send = (headers: Record<string, string>) =>
    fetch(`${app.origin}/app/v1/doctor`, {
      method: 'POST',
      headers: { accept: LINES_TYPE, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ url: 'me:secret@host' }),
    });
  expect((await send({})).status).toBe(401);
  expect((await send({ [LAUNCH_HEADER]: app.launchKey, origin: 'http://evil.example' })).status).toBe(403);
  const told = await send({ [LAUNCH_HEADER]: app.launchKey });
  expect([told.headers.get('content-type'), told.headers.get('cache-control')]).toEqual([
    LINES_TYPE,
    'no-store, no-transform',
  ]);
  const text = await told.text();
  expect(text.split('\n').map((line) => line.slice(0, 11))).toEqual(['{"progress"', '{"answer":{', '']);
  expect(text).not.toContain('secret');
});
