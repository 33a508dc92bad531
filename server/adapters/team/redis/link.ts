import { Redis, type RedisOptions } from 'ioredis';
import { Breaker } from './breaker.ts';

/** One way to Redis for requests: every question is bounded in time, and none is asked while it is known to be away. */
export interface RedisLink {
  /** Rejects at once while Redis is away, and after 250 ms when it does not answer. */
  ask<T>(question: (redis: Redis) => Promise<T>): Promise<T>;
  /** Called whenever Redis has come (back), or answers again. The answer ends it. */
  onBack(listener: () => void): () => void;
  /** Names this run of this Redis: another after a restart or a failover; '' while unknown. */
  readonly run: string;
  /** What commands are defined on; null where there is no Redis. */
  readonly client: Redis | null;
  close(): Promise<void>;
}

/** research/reliability-security.md, 4.4b: ioredis' own defaults hang a request for 10 s and more. */
const COMMAND_MS = 250;
const CONNECT_MS = 1_000;
const FAILURES = 5;
const REST_MS = 5_000;
const LONGEST_PAUSE_MS = 2_000;

/** Grows with the tries and is jittered, so that many servers do not come back in one moment. */
export const pauseBefore = (attempt: number): number =>
  Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random() / 2);

/** What every connection to Redis has in common. */
export const CONNECTION = {
  connectTimeout: CONNECT_MS,
  keepAlive: 10_000,
  retryStrategy: pauseBefore,
  // What was under way when a connection broke is not sent again: it may have been done, and whoever asked has moved on.
  autoResendUnfulfilledCommands: false,
  // A replica that was the primary until now: connect anew.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
} satisfies RedisOptions;

/** Where no Redis is configured: always away. */
export const NO_REDIS: RedisLink = {
  ask: () => Promise.reject(new Error('there is no Redis')),
  onBack: () => () => undefined,
  run: '',
  client: null,
  close: () => Promise.resolve(),
};

const isOutOfRange = (error: unknown): boolean => /out of range|invalid DB index/i.test(String(error));

/** What REDIS_URL asks for is not there: then Redis is not used, as if it were away. */
class NoSuchDatabase extends Error {
  override readonly name = 'NoSuchDatabase';

  constructor(number: number) {
    super(
      `REDIS_URL asks for database ${number}, which this Redis does not have. Redis is not used: give a lower number.`,
    );
  }
}

/** The link to a Redis that may be away at any time, from the start on. */
export class RedisConnection implements RedisLink {
  readonly client: Redis;
  readonly #breaker = new Breaker({ failures: FAILURES, restMs: REST_MS, onBack: () => this.#tell() });
  readonly #listeners = new Set<() => void>();
  #run = '';
  #reported: string | null = null;

  /** `onError` hears of an outage once, not of each failure in it; again when there is another reason. */
  constructor(
    url: string,
    private readonly onError: (error: unknown) => void,
  ) {
    this.client = new Redis(url, {
      ...CONNECTION,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: COMMAND_MS,
      enableAutoPipelining: true,
      // These come batched already (together.ts): another turn of waiting would buy nothing.
      autoPipeliningIgnoredCommands: ['mget'],
    });
    this.client.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code ?? error.message;
      if (this.#reported !== reason) onError(error);
      this.#reported = reason;
    });
    this.client.on('close', () => (this.#run = ''));
    this.client.on('ready', () => void this.#greet());
  }

  get run(): string {
    return this.#run;
  }

  ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    if (this.#run === '') return Promise.reject(new Error('Redis is not connected'));
    return this.#breaker.run(() => question(this.client));
  }

  onBack(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#run = '';
    this.#listeners.clear();
    this.client.disconnect();
    await Promise.resolve();
  }

  /** Learns which run of Redis this is before anything is asked of it. */
  async #greet(): Promise<void> {
    // A managed Redis may forbid INFO: then a restored snapshot cannot be told from the Redis that it was taken of.
    const info = await this.client.info('server').catch(() => '');
    // ioredis goes on in the first database where it cannot have the one that is asked for.
    const isThere = await this.client.select(this.client.options.db ?? 0).then(
      () => true,
      (error: unknown) => !isOutOfRange(error),
    );
    if (this.client.status !== 'ready') return;
    if (!isThere) {
      this.onError(new NoSuchDatabase(this.client.options.db ?? 0));
      return;
    }
    this.#run = /run_id:(\w{8})/.exec(info)?.[1] ?? 'unknown';
    this.#reported = null;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
