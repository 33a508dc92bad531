import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { startRedis, type TestRedis } from '../../../../build/test-services/redis.ts';
import { ofUser } from '../../../ports/generations.ts';
import { RedisGenerations } from './generations.ts';
import { RedisConnection } from './link.ts';
import { Presence } from './presence.ts';

const closers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const SOON_MS = 10_000;
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + SOON_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('did not come true within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function ownRedis(): Promise<TestRedis> {
  const redis = await startRedis();
  closers.push(() => redis.stop());
  return redis;
}

/** A server as far as it reads and replaces generations. `ahead`: by how much its clock has been put forward. */
function join(url: string, settleMs = 0, onJoined = (): void => undefined) {
  const time = { ahead: 0 };
  const link = new RedisConnection(url, () => undefined);
  const now = (): number => performance.now() + time.ahead;
  const presence = new Presence({ link, scope: 'team', settleMs, now, onJoined });
  const generations = new RedisGenerations(link, 'team', presence);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    generations.close();
    await presence.close();
    await link.close();
  };
  closers.push(close);
  return { link, presence, generations, time, close };
}

const me = ofUser('me');

async function read(server: ReturnType<typeof join>): Promise<string> {
  let known: readonly string[] | null = null;
  await until(async () => (known = await server.generations.read([me])) !== null);
  return String(known);
}

test('who is alone has generations at hand, until another one comes', async () => {
  const { url } = await ownRedis();
  const first = join(url);
  await until(() => first.presence.term !== null);
  const known = await read(first);
  const outside = new Redis(url);
  closers.push(() => outside.disconnect());
  const [key = ''] = await outside.keys('generation:*');
  await outside.set(key, 'behind its back');
  expect(await read(first)).toBe(known);
  await first.generations.replace([me]);
  const replaced = await read(first);
  expect([known, 'behind its back']).not.toContain(replaced);

  join(url);
  await until(() => first.presence.term === null);
  await outside.set(key, 'by the other');
  expect(await read(first)).toBe('by the other');
});

test('no write of a newcomer is told of while another one believes to be alone', async () => {
  const { url } = await ownRedis();
  const first = join(url);
  for (let times = 0; times < 5; times++) {
    await until(() => first.presence.term !== null);
    const { term } = first.presence;
    const before = await read(first);
    const newcomer = join(url);
    await until(() => newcomer.link.run !== '');
    await newcomer.generations.replace([me]);
    expect(newcomer.generations.owed).toBe(0);
    expect(first.presence.term).toBeNull();
    expect(await read(first)).not.toBe(before);
    await newcomer.close();
    await until(() => first.presence.term !== null);
    expect(first.presence.term).not.toBe(term);
  }
});

test('a newcomer hears when nobody believes to be alone any more, and again when it was not heard for long', async () => {
  const { url } = await ownRedis();
  const first = join(url, 0, () => heard.push('first'));
  await until(() => first.presence.term !== null);
  const heard: string[] = [];
  const terms: unknown[] = [];
  const second = join(url, 0, () => {
    heard.push('second');
    terms.push(first.presence.term);
  });
  await until(() => heard.length === 1);
  const outside = new Redis(url);
  closers.push(() => outside.disconnect());
  // As if its beats had not come through: the first one was free to take itself for alone.
  await outside.del('servers:team');
  await until(() => heard.length >= 2);
  expect(terms.every((term) => term === null)).toBe(true);
  expect(second.presence.term).toBeNull();
});

test('who comes first need not wait, and who is not heard for long has to be known anew', async () => {
  const { url } = await ownRedis();
  const first = join(url, 60_000);
  expect(await first.presence.known()).toBe(true);
  const second = join(url);
  expect(await second.presence.known()).toBe(true);
  // As if it had been stopped: nobody may count on what it knew.
  second.time.ahead += 5_000;
  let isKnown = false;
  const known = second.presence.known().then((is) => (isKnown = is));
  await Promise.resolve();
  expect(isKnown).toBe(false);
  await known;
  expect(isKnown).toBe(true);
});

test('a gap ends the belief, and what was at hand in it', async () => {
  const { url } = await ownRedis();
  const alone = join(url);
  await until(() => alone.presence.term !== null);
  const { term } = alone.presence;
  alone.time.ahead += 600;
  expect(alone.presence.term).toBeNull();
  await until(() => alone.presence.term !== null);
  expect(alone.presence.term).not.toBe(term);
});

test('while Redis hangs nobody is known, and the write is owed', async () => {
  const redis = await ownRedis();
  const server = join(redis.url);
  await until(() => server.presence.term !== null);
  redis.child.kill('SIGSTOP');
  await until(() => server.presence.term === null);
  await server.generations.replace([me]);
  expect(server.generations.owed).toBe(1);
  expect(await server.generations.read([me])).toBeNull();
  redis.child.kill('SIGCONT');
  await until(() => server.generations.owed === 0);
});
