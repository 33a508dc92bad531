import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isStale } from './bundle.mjs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'taskflow-stale-'));
  await write('server/desktop.ts', 100);
  await write('dist/server/desktop.js', 200);
  await write('dist/.built', 200);
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Writes a file that was changed at this second of 1970. */
async function write(name: string, second: number): Promise<void> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '');
  await utimes(file, second, second);
}

it('is fresh when nothing is newer than the build', () => expect(isStale(root)).toBe(false));

it.each([
  'renderer/features/tasks/row.tsx',
  'server/contract/tasks.ts',
  'vite.config.ts',
  'package-lock.json',
])('is stale when %s is newer', async (name) => {
  await write(name, 300);
  expect(isStale(root)).toBe(true);
});

it.each(['renderer/app.test.tsx', 'server/test/server.ts', 'electron/e2e/app.ts', 'docs/a.md'])(
  'does not mind a newer %s',
  async (name) => {
    await write(name, 300);
    expect(isStale(root)).toBe(false);
  },
);

it('is stale when a build was interrupted, or never made', async () => {
  await rm(path.join(root, 'dist/server/desktop.js'));
  expect(isStale(root)).toBe(true);
  await rm(path.join(root, 'dist'), { recursive: true });
  expect(isStale(root)).toBe(true);
});
