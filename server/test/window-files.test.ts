import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from '../contract/app.ts';
import { ErrorAnswer } from '../contract/errors.ts';
import { rawRequest } from './raw-request.ts';
import { TestServer } from './test-server.ts';

let server: TestServer;
let outside = '';
beforeAll(async () => {
  outside = await mkdtemp(path.join(tmpdir(), 'taskflow-window-'));
  const folder = path.join(outside, 'renderer');
  await mkdir(path.join(folder, 'assets'), { recursive: true });
  await writeFile(path.join(outside, 'secret.txt'), 'secret');
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>TaskFlow</title>');
  await writeFile(path.join(folder, 'assets', 'main-a1B2c3D4.js'), 'export {}');
  server = await TestServer.start({ windowFolder: folder });
});
afterAll(async () => {
  await server.remove();
  await rm(outside, { recursive: true });
});

test('a page’s address is the window, hashed files last, a missing file is missing', async () => {
  for (const path of ['/', '/tasks', '/w/personal/board', '/settings/keys']) {
    const page = await fetch(server.origin + path);
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(await page.text()).toContain('<title>TaskFlow</title>');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.server.port}`);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  }
  const asset = await fetch(`${server.origin}/assets/main-a1B2c3D4.js`);
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  for (const path of ['/assets/none.js', '/.env']) {
    const missing = await fetch(server.origin + path);
    expect([path, missing.status]).toEqual([path, 404]);
    expect(ErrorAnswer.parse(await missing.json())).toMatchObject({ code: 'NOT_FOUND', path });
  }
});

test('nothing beside the folder is served', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/%00',
    '/.env',
    '/%2e%2e%2f%2e%2e%2fetc/passwd',
  ]) {
    const answer = await rawRequest(
      server.server.port,
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${server.server.port}\r\nconnection: close\r\n\r\n`,
    );
    expect(answer, path).not.toMatch(/secret\b(?!\.txt)|root:/);
    expect(answer, path).not.toMatch(/^HTTP\/1\.1 5/);
  }
});

test('the printed link works once', async () => {
  const code = new URL(server.server.link()).hash.slice(1);
  const exchange = () =>
    fetch(`${server.origin}/app/v1/launch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({ code }),
    });
  const first = await exchange();
  expect(launch.answer.parse(await first.json()).key).toBe(server.launchKey);
  expect((await exchange()).status).toBe(401);
});

test('a second start’s control key gets a fresh link', async () => {
  const ask = (key: string) =>
    fetch(`${server.origin}/app/v1/link`, { method: 'POST', headers: { 'x-taskflow-control': key } });
  expect((await ask('wrong')).status).toBe(401);
  const answer = (await (await ask(server.server.controlKey)).json()) as { url: string };
  expect(answer.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}$/);
});

test('the documentation is a page of our own that asks for the document with the key', async () => {
  const page = await fetch(`${server.origin}/api/docs`);
  expect(page.status).toBe(200);
  for (const file of ['init.js', 'swagger-ui.css', 'swagger-ui-bundle.js'])
    expect((await fetch(`${server.origin}/api/docs/${file}`)).status, file).toBe(200);
  expect((await fetch(`${server.origin}/api/docs/package.json`)).status).toBe(404);
  expect((await fetch(`${server.origin}/api/openapi.json`)).status).toBe(401);
});
