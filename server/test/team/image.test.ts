import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from '../../../build/test-services/free-port.ts';
import { freshDatabase } from './database.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);
let image = '';

beforeAll(async () => {
  image = mkdtempSync(path.join(tmpdir(), 'taskflow-image-'));
  await run(process.execPath, ['build/image.mjs', 'assemble', image], { cwd: ROOT });
}, 300_000);
afterAll(() => rmSync(image, { recursive: true, force: true }));

/** The words of an instruction in the Dockerfile's last stage. */
const instruction = (name: string): string[] => {
  const line = readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8')
    .split('\n')
    .findLast((one) => one.startsWith(name));
  return JSON.parse(/\[.*\]/.exec(line ?? '')?.[0] ?? '[]') as string[];
};

test('what the Dockerfile assembles is a server by itself: it starts, is healthy, serves the window, ends', async () => {
  const postgres = await freshDatabase();
  const port = await freePort();
  // Nothing but what the image sets: no node_modules are near, and no account's environment.
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: postgres.url,
    MONGODB_URL: 'mongodb://127.0.0.1:9/none',
    REDIS_URL: inject('redisUrl'),
  };
  const [, ...entry] = instruction('ENTRYPOINT');
  const server = spawn(process.execPath, entry, { cwd: image, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  for await (const line of createInterface({ input: server.stdout }))
    if (line.startsWith('TaskFlow team server is ready')) break;
  server.stdout.resume();

  const healthy = instruction('HEALTHCHECK').slice(1);
  await run(process.execPath, healthy, { cwd: image, env });
  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<script');
  const ready = (await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()) as { status: string };
  // Without MongoDB it works on.
  expect(ready).toMatchObject({ status: 'degraded', degraded: ['mongodb'] });

  server.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await expect(run(process.execPath, healthy, { cwd: image, env })).rejects.toMatchObject({ code: 1 });
  expect(existsSync(path.join(image, 'node_modules'))).toBe(false);
  await postgres.drop();
}, 60_000);
