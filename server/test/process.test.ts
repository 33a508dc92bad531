import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundledEntry } from '../../build/test-services/bundles.ts';
import { createTask, listTasks } from '../contract/tasks.ts';
import { listWorkspaces } from '../contract/app.ts';
import { ServerProcess } from './process.ts';

let entry = '';
beforeAll(async () => {
  entry = await bundledEntry('desktop');
}, 60_000);

let folder = '';
const running: ServerProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'taskflow-process-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.end('SIGKILL')));
  await rm(folder, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<ServerProcess> {
  const server = await ServerProcess.start(entry, folder, args);
  running.push(server);
  return server;
}

/** Creates tasks, eight at a time, until the server is gone; answers the titles that were acknowledged. */
async function writeUntilGone(
  server: ServerProcess,
  round: string,
  afterSome: () => void,
): Promise<string[]> {
  const acknowledged: string[] = [];
  const writer = async (name: string): Promise<void> => {
    for (let i = 0; ; i++) {
      const title = `${round} ${name} ${i}`;
      try {
        await server.call(createTask, { body: { title } });
      } catch {
        return;
      }
      acknowledged.push(title);
      if (acknowledged.length === 60) afterSome();
    }
  };
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(writer));
  return acknowledged;
}

async function titlesOf(server: ServerProcess): Promise<Set<string>> {
  const titles = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: { items: { title: string }[]; nextCursor: string | null } = await server.call(listTasks, {
      query: { limit: 100, ...(cursor ? { cursor } : {}) },
    });
    for (const task of page.items) titles.add(task.title);
    cursor = page.nextCursor;
  } while (cursor);
  return titles;
}

test('kill -9 while writing loses nothing that was acknowledged', { timeout: 60_000 }, async () => {
  const kept: string[] = [];
  for (let round = 0; round < 3; round++) {
    const server = await start();
    kept.push(...(await writeUntilGone(server, String(round), () => void server.child.kill('SIGKILL'))));
  }
  const titles = await titlesOf(await start());
  expect(kept.filter((title) => !titles.has(title))).toEqual([]);
});

test(
  'SIGTERM while writing ends with 0, and nothing that was acknowledged is lost',
  { timeout: 60_000 },
  async () => {
    const server = await start();
    const ended: Promise<number | null>[] = [];
    const kept = await writeUntilGone(server, 'term', () => void ended.push(server.end('SIGTERM')));
    expect(await Promise.all(ended)).toEqual([0]);
    const titles = await titlesOf(await start());
    expect(kept.filter((title) => !titles.has(title))).toEqual([]);
  },
);

test('a second start on the folder gets a link of the first; the first goes on', async () => {
  const first = await start();
  const second = await start();
  expect(new URL(second.link).origin).toBe(new URL(first.link).origin);
  expect(second.link).not.toBe(first.link);
  expect((await first.call(listWorkspaces, {})).items).toHaveLength(1);
});

test('a taken port is one clear sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  await expect(start('--port', String(port))).rejects.toThrow(
    `Port ${port} is taken by another program. Choose another with --port`,
  );
  other.close();
});

test.runIf(process.platform === 'linux')(
  'a data folder where none can be made is said at once, in the terminal and in the window',
  async () => {
    const server = await ServerProcess.start(entry, '/proc/nothing');
    running.push(server);
    const { items } = await server.call(listWorkspaces, {});
    expect(items[0]?.notices[0]).toMatchObject({ code: 'NOT_WRITABLE', params: { folder: '/proc/nothing' } });
    await expect.poll(() => server.stderr).toContain('/proc/nothing cannot be written. Give your account');
  },
);

test('a data folder that is a file still shows the window, which says what to do', async () => {
  const file = path.join(folder, 'file');
  await writeFile(file, 'mine');
  const server = await ServerProcess.start(entry, file);
  running.push(server);
  const { items } = await server.call(listWorkspaces, {});
  expect(items[0]?.notices[0]).toMatchObject({
    dismissible: false,
    code: 'NOT_A_FOLDER',
    params: { folder: file },
  });
  await expect(server.call(listTasks, {})).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', status: 503 });
  expect((await fetch(new URL('/readyz', server.link))).status).toBe(401);
  expect(await readFile(file, 'utf8')).toBe('mine');
});
