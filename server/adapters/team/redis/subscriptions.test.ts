import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { startRedis } from '../../../../build/test-services/redis.ts';
import { NO_REDIS } from './link.ts';
import { RedisMessages } from './messages.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A Redis, and somebody in it who may do everything. */
async function ownRedis(): Promise<{ at: (account: string) => string; admin: Redis }> {
  const redis = await startRedis();
  closers.push(() => redis.stop());
  const admin = new Redis(redis.url);
  closers.push(() => admin.disconnect());
  await admin.ping();
  return { at: (account) => redis.url.replace('//', `//${account}@`), admin };
}

/** What hears a channel and, as socket.io's adapter does, a pattern; `refused`: what an administrator is told. */
function listen(url: string): { messages: RedisMessages; heard: string[]; refused: string[] } {
  const heard: string[] = [];
  const refused: string[] = [];
  const messages = new RedisMessages(NO_REDIS, url, (error) => refused.push((error as Error).message));
  closers.push(() => messages.close());
  messages.listen('news', (message) => heard.push(message));
  messages.subscriptions.psubscribe('sockets*');
  messages.subscriptions.on('pmessage', (_pattern: string, channel: string) => heard.push(channel));
  return { messages, heard, refused };
}

const SOON_MS = 10_000;
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + SOON_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('did not come true within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function untilAllIsHeard(admin: Redis, heard: string[]): Promise<void> {
  await until(async () => (await admin.publish('news', 'one')) === 1);
  await until(async () => (await admin.publish('sockets#1', '')) === 1);
  await until(() => heard.includes('one') && heard.includes('sockets#1'));
}

test('a Redis that lets nobody in ends no server, and who is let in later hears everything', async () => {
  const { at, admin } = await ownRedis();
  await admin.config('SET', 'requirepass', 'before');
  const { messages, heard } = listen(at(':now'));
  const said: string[] = [];
  messages.subscriber.on('error', (error) => said.push(error.message));
  await until(() => said.some((message) => message.includes('WRONGPASS')));
  await admin.config('SET', 'requirepass', 'now');
  await untilAllIsHeard(admin, heard);
});

test('an account that may use no channels ends no server; it is told once, and heard as soon as it may', async () => {
  const { at, admin } = await ownRedis();
  await admin.acl('SETUSER', 'team', 'on', '>secret', '~*', '+@all', 'resetchannels');
  const { heard, refused, messages } = listen(at('team:secret'));
  await until(() => refused.length > 0);
  messages.subscriptions.again();
  await messages.subscriber.ping();
  expect(refused).toEqual([expect.stringContaining('NOPERM')]);
  await admin.acl('SETUSER', 'team', 'allchannels');
  messages.subscriptions.again();
  await untilAllIsHeard(admin, heard);
});
