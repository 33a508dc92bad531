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

/** What its console says, and how it ends. */
async function said(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number; out: string }> {
  const [, ...entry] = instruction('ENTRYPOINT');
  const given = { PATH: process.env['PATH'], PUBLIC_URL: 'https://tasks.example.org', ...env };
  return run(process.execPath, [...entry, ...args], { cwd: image, env: given }).then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => {
      return { code: error.code, out: error.stdout + error.stderr };
    },
  );
}

test('at its console: the doctor, the first administrator, a way back in, and mistakes by their names', async () => {
  const postgres = await freshDatabase();
  const env = {
    DATABASE_URL: postgres.url,
    MONGODB_URL: 'mongodb://somebody:hidden-word@127.0.0.1:9/taskflow',
    REDIS_URL: inject('redisUrl'),
  };
  const looked = await said(['doctor'], env);
  expect(looked.code).toBe(1);
  expect(looked.out).toMatch(/^ok +postgres +This is in order/m);
  expect(looked.out).toMatch(/^FAILED +mongodb +.*\n +\S+/m);
  expect(looked.out).toMatch(/^ok +redis/m);
  expect(looked.out).toMatch(/^look +settings +PUBLIC_URL is .*METRICS_TOKEN is not set/m);
  expect(looked.out).not.toContain('hidden-word');

  const other = await freshDatabase({ empty: true });
  for (const [url, words] of [
    ['postgres://127.0.0.1:9/none', /^FAILED direct +127\.0\.0\.1 is there, but nothing answers/m],
    [postgres.url, /^ok +direct +This is in order/m],
    [other.url, /^FAILED direct +DATABASE_DIRECT_URL leads to another database/m],
  ] as const)
    expect((await said(['doctor'], { ...env, DATABASE_DIRECT_URL: url })).out).toMatch(words);
  await other.drop();

  const [email, TASKFLOW_PASSWORD] = ['ada@example.org', 'correct horse battery'];
  const create = ['create-admin', '--email', email];
  expect(await said(create, { ...env, TASKFLOW_PASSWORD })).toEqual({
    code: 0,
    out: `${email} can sign in now, and administrates this team.\n`,
  });
  expect((await said(['reset-password', '--email', email], env)).out).toMatch(
    /^https:\/\/tasks\.example\.org\/reset#[\w-]{43}\n/,
  );
  for (const [args, more, words] of [
    [create, { TASKFLOW_PASSWORD }, 'has an account already'],
    [create, { TASKFLOW_PASSWORD: 'short' }, 'at least 10 characters'],
    [['make-coffee'], {}, 'There is no command make-coffee'],
    [['migrate'], { DATABASE_URL: 'postgres://127.0.0.1:9/none' }, 'PostgreSQL cannot be reached'],
  ] as const)
    expect(await said(args, { ...env, ...more })).toEqual({
      code: 1,
      out: expect.stringContaining(words) as string,
    });
  await postgres.drop();
}, 60_000);
