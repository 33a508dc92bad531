import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listWorkspaces } from '../contract/app.ts';
import { ErrorAnswer } from '../contract/errors.ts';
import { BUNDLED_ROUTES } from '../contract/routes.ts';
import { TestServer } from './test-server.ts';

let folder = '';
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'taskflow-closed-'));
  // A store that cannot be opened: its folder is a file.
  await writeFile(path.join(folder, 'file'), 'mine');
  server = await TestServer.start({ folder: path.join(folder, 'file') });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const CLOSED = [503, 'STORE_UNAVAILABLE'];

test('readyz says STORE_UNAVAILABLE and livez that the process lives', async () => {
  const ready = await server.request('GET', '/readyz');
  expect([ready.status, ErrorAnswer.parse(ready.json).code]).toEqual(CLOSED);
  expect(ready.headers.get('retry-after')).toBe('1');
  expect((await server.request('GET', '/livez')).status).toBe(200);
});

test.each(
  BUNDLED_ROUTES.filter((route) => route.base === 'api' || route.path.startsWith('/backups')).map(
    (route) => [route.id, route] as const,
  ),
)('%s says why the workspace is closed', async (_id, route) => {
  const base = route.base === 'api' ? '/w/personal/api/v1' : '/app/v1';
  const address = base + route.path.replace(/\{\w+\}/g, 'x');
  const body = route.id === 'restoreBackup' ? {} : undefined;
  const { status, json } = await server.request(route.method, address, body);
  // What needs a body may refuse this one first; nothing else may answer anything but the reason.
  if (route.body && !body) expect([400, 415, 503]).toContain(status);
  else
    expect([status, json['code'], json['details']]).toEqual([
      ...CLOSED,
      { reason: 'NOT_A_FOLDER', params: { folder: path.join(folder, 'file') } },
    ]);
});

test('the window is told which folder it is and what to do; settings that cannot be kept say so', async () => {
  const [item] = (await server.call(listWorkspaces, {})).items;
  expect(item?.notices).toMatchObject([
    {
      dismissible: false,
      path: path.join(folder, 'file'),
      code: 'NOT_A_FOLDER',
      params: { folder: path.join(folder, 'file') },
    },
  ]);
  const kept = await server.request('PATCH', '/app/v1/settings', { theme: 'dark' });
  expect([kept.status, kept.json['code']]).toEqual(CLOSED);
  expect((await server.request('GET', '/app/v1/settings')).json['theme']).toBe('system');
  expect(await readFile(path.join(folder, 'file'), 'utf8')).toBe('mine');
});
