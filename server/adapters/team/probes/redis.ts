import { Redis } from 'ioredis';
import type { Probed } from '../../../ports/probe.ts';
import { failedProbe, placeOf } from './network.ts';

const OLDEST = [6, 2] as const;

/** Looks at a Redis. Nothing is changed. */
export async function probeRedis(url: string, ms: number): Promise<Probed> {
  const facts = { product: 'Redis', ...placeOf(url, 6379) };
  let redis: Redis | null = null;
  let said: unknown = null;
  // Its own limits count from one command to the next; this one for all of them.
  const late = setTimeout(() => {
    said ??= new Error('timed out');
    redis?.disconnect();
  }, ms);
  try {
    redis = new Redis(url, {
      lazyConnect: true,
      connectTimeout: ms,
      commandTimeout: ms,
      disconnectTimeout: 50,
      maxRetriesPerRequest: 0,
      enableReadyCheck: false,
      retryStrategy: () => null,
    });
    // A wrong password is told by an event; the commands behind it only hear that the connection is closed.
    redis.on('error', (error: unknown) => (said ??= error));
    await redis.connect();
    await redis.get('taskflow:doctor');
    // A managed Redis may forbid INFO: then it is new enough.
    const version = /redis_version:(\S+)/.exec(await redis.info('server').catch(() => ''))?.[1];
    // A database that is not there is told by the event alone: the commands went to the first one.
    if (said !== null) return failedProbe(said, findingOf(said), facts);
    if (version && isOlder(version)) return { code: 'DATABASE_TOO_OLD', facts: { ...facts, version } };
    return { code: 'OK', facts };
  } catch (error) {
    const why = said ?? error;
    return failedProbe(why, findingOf(why), facts);
  } finally {
    clearTimeout(late);
    redis?.disconnect();
  }
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function findingOf(error: unknown): Probed['code'] | null {
  const message = String((error as { message?: unknown }).message);
  if (/WRONGPASS|NOAUTH|invalid password|AUTH/.test(message)) return 'DATABASE_AUTH';
  if (message.includes('NOPERM')) return 'DATABASE_RIGHTS';
  if (/DB index is out of range|invalid DB index/i.test(message)) return 'DATABASE_MISSING';
  return null;
}
