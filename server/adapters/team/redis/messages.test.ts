import { once } from 'node:events';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { startRedis } from '../../../../build/test-services/redis.ts';
import { NO_REDIS } from './link.ts';
import { RedisMessages } from './messages.ts';

const CHANNEL = 'news';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Line {
  readonly messages: RedisMessages;
  /** A look into Redis from outside. */
  readonly inside: Redis;
  /** Resolves once the channel has a listener in Redis. */
  readonly subscribed: () => Promise<void>;
  /** Ends the listening connection; resolves once it is back and has asked for its channels, before any answer. */
  readonly cut: () => Promise<void>;
}

async function listening(listener: (message: string) => void = () => undefined): Promise<Line> {
  const redis = await startRedis();
  closers.push(() => redis.stop());
  const messages = new RedisMessages(NO_REDIS, redis.url, () => undefined);
  closers.push(() => messages.close());
  const inside = new Redis(redis.url);
  closers.push(() => inside.disconnect());
  messages.listen(CHANNEL, listener);
  const subscribed = async (): Promise<void> => {
    while ((await inside.pubsub('NUMSUB', CHANNEL))[1] !== 1);
  };
  await subscribed();
  return {
    messages,
    inside,
    subscribed,
    cut: async () => {
      const back = once(messages.subscriber, 'ready');
      await inside.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await back;
    },
  };
}

test('closed while it subscribes again, it leaves no rejection that nobody handles', async () => {
  const { messages, cut } = await listening();
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  closers.push(() => process.off('unhandledRejection', note));
  await cut();
  const ended = once(messages.subscriber, 'end');
  messages.close();
  // Redis is not quick enough to answer first.
  messages.subscriber.stream.destroy();
  await ended;
  await new Promise(setImmediate);
  expect(unhandled).toEqual([]);
});

test('what it listens to outlives a connection that breaks while it subscribes again', async () => {
  let hear: (message: string) => void = () => undefined;
  const heard = new Promise<string>((resolve) => (hear = resolve));
  const { messages, inside, subscribed, cut } = await listening((message) => hear(message));
  await cut();
  messages.subscriber.stream.destroy();
  await once(messages.subscriber, 'ready');
  await subscribed();
  await inside.publish(CHANNEL, 'still there');
  expect(await heard).toBe('still there');
});
