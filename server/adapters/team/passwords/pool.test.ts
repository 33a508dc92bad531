import path from 'node:path';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import bcrypt from 'bcryptjs';
import { afterEach, expect, test } from 'vitest';
import { PasswordPool, type PoolOptions } from './pool.ts';

const WORKER = path.join(import.meta.dirname, 'password-worker.mjs');
const open: PasswordPool[] = [];
const failures: unknown[] = [];

function pool(options: Partial<PoolOptions> = {}): PasswordPool {
  const made = new PasswordPool({
    worker: WORKER,
    rounds: 4,
    onError: (error) => failures.push(error),
    ...options,
  });
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  failures.length = 0;
});

test('threads that hash stand back, and nothing else does', async () => {
  const before = getPriority();
  const passwords = pool();
  await Promise.all(Array.from({ length: 4 }, () => passwords.hash('correct horse')));
  expect(getPriority()).toBe(before);
  const threads = await readdir('/proc/self/task').catch(() => []);
  // pid (comm) state … priority nice: the 17th field behind the name, counted from 0.
  const nices = await Promise.all(
    threads.map(async (id) => {
      const stat = await readFile(`/proc/self/task/${id}/stat`, 'utf8').catch(() => '');
      return Number(stat.replace(/^.*\) /, '').split(' ')[16]);
    }),
  );
  if (threads.length > 0) expect(nices.filter((nice) => nice === before + 5)).toHaveLength(2);
});

test('a password matches its own hash and no other', async () => {
  const passwords = pool();
  const hash = await passwords.hash('correct horse');
  expect(hash).toMatch(/^\$2b\$04\$/);
  expect(await passwords.matches('correct horse', hash)).toBe(true);
  expect(await passwords.matches('Correct horse', hash)).toBe(false);
  expect(await passwords.matches('correct horse', null)).toBe(false);
  expect(await passwords.matches('correct horse', '!')).toBe(false);
});

test('whoever has no account costs as many rounds as whoever has one', async () => {
  // Twelve rounds against none at all: some hundreds of milliseconds of this process, however busy the machine is.
  const rounds = 12;
  const timeOf = async (hash: string | null): Promise<number> => {
    const passwords = pool({ rounds });
    await passwords.matches('warm', bcrypt.hashSync('warm', 4));
    const before = process.cpuUsage();
    await passwords.matches('some password', hash);
    return process.cpuUsage(before).user;
  };
  const none = await timeOf(null);
  const wrong = await timeOf(`$2b$12$${'a'.repeat(53)}`);
  expect(none).toBeGreaterThan(wrong / 3);
  expect(none).toBeLessThan(wrong * 3);
});

test('beyond the queue is refused, and what waits is answered', async () => {
  const passwords = pool({ threads: 1, mostWaiting: 3, rounds: 6 });
  const asked = Array.from({ length: 6 }, () => passwords.hash('some password'));
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ]);
  expect(outcomes[5]).toMatchObject({ reason: { code: 'BUSY', status: 503 } });
});

test('hashing does not hold up the thread that answers', async () => {
  const passwords = pool({ rounds: 11 });
  await passwords.hash('warm');
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await Promise.all(Array.from({ length: 4 }, () => passwords.hash('some password')));
  delay.disable();
  // One hash of eleven rounds takes some 200 ms: on this thread every one of them would show.
  expect(delay.percentile(50) / 1e6).toBeLessThan(100);
});

test('a thread that dies or hangs is replaced, and only its own job is refused', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'taskflow-worker-'));
  const worker = path.join(folder, 'worker.mjs');
  await writeFile(
    worker,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ password }) => {
       if (password === 'die') process.exit(1);
       if (password === 'throw') throw new Error('broken');
       if (password === 'hang') for (;;);
       parentPort.postMessage('done');
     });`,
  );
  const passwords = pool({ worker, threads: 1, timeoutMs: 1_000 });
  for (const cause of ['die', 'throw', 'hang']) {
    const [failed, next] = await Promise.allSettled([passwords.hash(cause), passwords.hash('fine')]);
    expect([cause, failed]).toMatchObject([cause, { status: 'rejected', reason: { code: 'BUSY' } }]);
    expect([cause, next]).toEqual([cause, { status: 'fulfilled', value: 'done' }]);
  }
  expect(failures.length).toBeGreaterThanOrEqual(2);
  await rm(folder, { recursive: true });
});

test('closing refuses whoever waits, and later ones', async () => {
  const passwords = pool({ threads: 1, rounds: 8 });
  const waiting = [passwords.hash('one'), passwords.hash('two')];
  const settled = Promise.allSettled(waiting);
  await passwords.close();
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(passwords.hash('late')).rejects.toMatchObject({ code: 'BUSY' });
});
