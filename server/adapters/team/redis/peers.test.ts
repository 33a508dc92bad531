import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { startRedis } from '../../../../build/test-services/redis.ts';
import { openRedis } from './index.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const CHANNEL = 'peers:team';
const ALIVE_MS = 20;

/** A server that counts how often it missed somebody, and what goes by on the channel. */
async function setUp({ aliveMs = ALIVE_MS } = {}) {
  const redis = await startRedis();
  closing.push(() => redis.stop());
  const inside = new Redis(redis.url);
  closing.push(() => Promise.resolve(inside.disconnect()));
  const open = () => openRedis({ url: redis.url, scope: 'team', onError: () => undefined, aliveMs });
  const team = open();
  closing.push(() => team.close());
  while (!(await team.ping())) await new Promise((resolve) => setTimeout(resolve, 5));
  const gaps: string[] = [];
  team.onGap((by) => gaps.push(by));
  const subscriber = inside.duplicate();
  closing.push(() => Promise.resolve(subscriber.disconnect()));
  await subscriber.subscribe(CHANNEL);
  let signs = 0;
  let told: () => void = () => undefined;
  subscriber.on('message', () => {
    signs++;
    told();
  });
  const beats = async (count: number): Promise<void> => {
    for (const end = signs + count; signs < end;) await new Promise<void>((resolve) => (told = resolve));
  };
  return { inside, open, gaps, beats };
}

test('a server that ends without a word is missed, once: whatever it left untold is asked for', async () => {
  const { inside, gaps, beats } = await setUp();
  await beats(1);
  await inside.publish(CHANNEL, 'a-server-that-dies');
  while (gaps.length === 0) await beats(1);
  await beats(20);
  expect(gaps).toEqual(['us']);
});

test('a newcomer is answered at once', async () => {
  const { inside } = await setUp({ aliveMs: 60_000 });
  const answered = new Promise<string>((resolve) => {
    const subscriber = inside.duplicate();
    closing.push(() => Promise.resolve(subscriber.disconnect()));
    subscriber.on('message', (_channel, message) => {
      if (message.endsWith(' here')) resolve(message);
    });
    void subscriber.subscribe(CHANNEL).then(() => inside.publish(CHANNEL, 'newcomer begins'));
  });
  expect(await answered).toMatch(/^[0-9a-f-]{36} here$/);
});

test('one that ends in order is not missed', async () => {
  const { open, gaps, beats } = await setUp();
  const other = open();
  while (!(await other.ping())) await new Promise((resolve) => setTimeout(resolve, 5));
  await beats(6);
  await other.close();
  await beats(20);
  expect(gaps).toEqual([]);
});
