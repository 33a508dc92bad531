import { mkdir, mkdtemp, readFile, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FromServer, ToServer } from '../../contract/host.ts';
import type { Shell } from '../shell.ts';
import { secretsInFile, secretsOfShell, type Secrets } from './secrets.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'taskflow-secrets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A shell whose keystore writes texts in hex; one that is `locked` can do nothing. */
function shellWith(locked = false): Shell {
  const listeners = new Set<(message: ToServer) => void>();
  const done = {
    seal: (text: string) => Buffer.from(text).toString('hex'),
    open: (text: string) => Buffer.from(text, 'hex').toString(),
  };
  return {
    listen: (listener) => void listeners.add(listener),
    send: (message: FromServer) => {
      if (message.type !== 'secret') return;
      const { id, act, text } = message;
      queueMicrotask(() => {
        for (const listener of listeners)
          listener({ type: 'secret', id, text: locked ? null : done[act](text) });
      });
    },
  };
}

const kinds: Record<string, () => Secrets> = {
  'in a file': () => secretsInFile(folder),
  'in the keystore': () => secretsOfShell(folder, shellWith(), true),
  'in memory': () => secretsOfShell(folder, shellWith(), false),
};

describe.each(Object.entries(kinds))('secrets %s', (_name, open) => {
  test('are kept, replaced, forgotten', async () => {
    const { store } = open();
    expect(await store.get('a')).toBeNull();
    await store.set('a', 'one');
    await store.set('a', 'two');
    await store.set('b', 'three');
    expect([await store.get('a'), await store.get('b')]).toEqual(['two', 'three']);
    await store.delete('a');
    await store.delete('never there');
    expect([await store.get('a'), await store.get('b')]).toEqual([null, 'three']);
  });

  test('many at once all arrive', async () => {
    const { store } = open();
    await Promise.all(Array.from({ length: 30 }, (_, i) => store.set(`k${i}`, `v${i}`)));
    expect(await Promise.all([store.get('k0'), store.get('k29')])).toEqual(['v0', 'v29']);
  });
});

test('the file is this account’s alone, whole after each write, and there after a restart', async () => {
  await secretsInFile(folder).store.set('a', 'one');
  expect((await stat(path.join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['secrets.json']);
  expect(await secretsInFile(folder).store.get('a')).toBe('one');
});

test('a keystore’s file holds nothing that can be read; another start without it finds nothing', async () => {
  await secretsOfShell(folder, shellWith(), true).store.set('a', 'refresh-token');
  expect(await readFile(path.join(folder, 'secrets.json'), 'utf8')).not.toContain('refresh-token');
  expect(await secretsOfShell(folder, shellWith(), true).store.get('a')).toBe('refresh-token');
  expect(await secretsInFile(folder).store.get('a')).toBeNull();
  expect(await secretsOfShell(folder, shellWith(true), true).store.get('a')).toBeNull();
});

test('what a start without a shell has kept is read with one too, and sealed at the next write', async () => {
  await secretsInFile(folder).store.set('a', 'plain-secret');
  const { store } = secretsOfShell(folder, shellWith(), true);
  expect(await store.get('a')).toBe('plain-secret');
  await store.set('a', 'plain-secret');
  expect(await readFile(path.join(folder, 'secrets.json'), 'utf8')).not.toContain('plain-secret');
});

test('a secret that the keystore does not take is not kept in the open', async () => {
  const { store } = secretsOfShell(folder, shellWith(true), true);
  await expect(store.set('a', 'secret')).rejects.toThrow('keystore');
  expect(await readdir(folder)).toEqual([]);
});

test('without a keystore nothing touches the disk, and it is said', async () => {
  const secrets = secretsOfShell(folder, shellWith(), false);
  await secrets.store.set('a', 'secret');
  expect(secrets.place).toBe('memory');
  expect(await readdir(folder)).toEqual([]);
});

test('a damaged file is kept aside', async () => {
  await writeFile(path.join(folder, 'secrets.json'), '{"a": ');
  expect(await secretsInFile(folder).store.get('a')).toBeNull();
  expect(await readdir(folder)).toEqual(['secrets.json.damaged']);
});

test('a file that cannot be read just now is no damaged one: it is read when it can be', async () => {
  await secretsInFile(folder).store.set('a', 'one');
  const file = path.join(folder, 'secrets.json');
  await rename(file, `${file}.aside`);
  await mkdir(file);
  const { store } = secretsInFile(folder);
  await expect(store.get('a')).rejects.toThrow('EISDIR');
  await expect(store.set('b', 'two')).rejects.toThrow('EISDIR');
  await rmdir(file);
  await rename(`${file}.aside`, file);
  expect(await store.get('a')).toBe('one');
  await store.set('b', 'two');
  expect(await secretsInFile(folder).store.get('a')).toBe('one');
});
