import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isStale, prune, supersede } from './bundle.mjs';

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

it('leaves an app that runs the files of its build for a day, and no longer', async () => {
  const dist = path.join(root, 'dist');
  const at = (second: number): Date => new Date(second * 1000);
  const day = 24 * 3600;
  const build = async (second: number, name: string): Promise<string[]> => {
    supersede(dist, at(second));
    await write(`dist/server/${name}`, second + 1);
    await write('dist/server/desktop.js', second + 1);
    prune(dist, at(second));
    await write('dist/.built', second);
    return (await readdir(path.join(dist, 'server'))).toSorted();
  };
  expect(await build(300, 'first.js')).toEqual(['desktop.js', 'first.js']);
  // However long the first was in use: it counts from the second build on.
  expect(await build(9 * day, 'second.js')).toEqual(['desktop.js', 'first.js', 'second.js']);
  expect(await build(9 * day + 600, 'third.js')).toEqual(['desktop.js', 'first.js', 'second.js', 'third.js']);
  expect(await build(10 * day + 300, 'fourth.js')).toEqual([
    'desktop.js',
    'fourth.js',
    'second.js',
    'third.js',
  ]);
});

it('has no build from the start of another to its end', () => {
  supersede(path.join(root, 'dist'), new Date());
  expect(isStale(root)).toBe(true);
});
