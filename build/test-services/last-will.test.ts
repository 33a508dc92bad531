import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const WILL = pathToFileURL(path.join(import.meta.dirname, 'last-will.mjs')).href;
const STANDS = 'setInterval(() => undefined, 1000)';

const left: number[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const pid of left.splice(0)) if (lives(pid)) process.kill(pid, 'SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const untilGone = async (pid: number): Promise<void> => {
  while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** A process that has started another, which is in its last will; both stand until they are ended. */
async function testator(folder: string) {
  const program = `
    import { spawn } from 'node:child_process';
    import { endsWithThis } from ${JSON.stringify(WILL)};
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(STANDS)}], { stdio: 'ignore' });
    endsWithThis(child, { folder: ${JSON.stringify(folder)} });
    console.log(child.pid);
    process.stdin.once('data', () => {
      child.kill('SIGKILL');
      child.once('exit', () => process.exit(0));
    });`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const pid = Number(line);
  left.push(pid, parent.pid ?? 0);
  return { parent, pid };
}

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'taskflow-will-'));
  folders.push(folder);
  return folder;
}

test('what a process started goes with it though it was killed, and so does its folder', async () => {
  const folder = makeFolder();
  const { parent, pid } = await testator(folder);
  expect(lives(pid)).toBe(true);
  parent.kill('SIGKILL');
  await untilGone(pid);
  while (existsSync(folder)) await new Promise((resolve) => setTimeout(resolve, 20));
});

test('nothing keeps a process, and what was ended in order is not ended again', async () => {
  const folder = makeFolder();
  const { parent, pid } = await testator(folder);
  const ended = once(parent, 'exit');
  parent.stdin.write('x');
  expect((await ended)[0]).toBe(0);
  expect(lives(pid)).toBe(false);
  expect(existsSync(folder)).toBe(true);
});
