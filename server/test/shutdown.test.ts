import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import { bundledEntry } from '../../build/test-services/bundles.ts';

let entry = '';
beforeAll(async () => {
  entry = await bundledEntry('shutdown');
}, 60_000);

/** A process that closes as long as it is let. */
function start() {
  const child = spawn(process.execPath, [entry], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close') as Promise<[number | null]>;
  const until = async (word: string): Promise<void> => {
    while (!said.includes(word) && child.exitCode === null)
      await Promise.race([once(child.stdout, 'data'), ended]);
  };
  return { child, ended, until, said: () => said };
}

test('told again and again to end, it ends in order, once', async () => {
  const { child, ended, until, said } = start();
  await until('ready');
  child.kill('SIGTERM');
  await until('closing');
  child.kill('SIGTERM');
  child.kill('SIGHUP');
  await until('heard');
  child.stdin.write('go\n');
  expect(await ended).toEqual([0, null]);
  expect(said()).toBe('ready\nclosing\nheard\nclosed\n');
});

test('somebody who presses Ctrl+C again does not wait', async () => {
  const { child, ended, until, said } = start();
  await until('ready');
  child.kill('SIGINT');
  await until('closing');
  child.kill('SIGINT');
  expect(await ended).toEqual([1, null]);
  expect(said()).not.toContain('closed');
});
