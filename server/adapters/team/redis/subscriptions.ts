import type { Redis } from 'ioredis';

export interface SubscriptionsOptions {
  /** Everything is heard (again): what was said until now may have been missed. */
  readonly onHearing: () => void;
  /** Hears once of a refusal that stays, like that of an account which may not use channels. */
  readonly onRefused: (error: unknown) => void;
}

/**
 * What a connection hears, through every reconnection. Not by ioredis: it subscribes again without looking whether that
 * works, which ends the process when a password or a right is missing, and forgets what was wanted while nobody was let in.
 * Its methods are those that socket.io's adapter calls, which does not look either.
 */
export class Subscriptions {
  readonly #channels = new Set<string>();
  readonly #patterns = new Set<string>();
  #isWhole = false;
  #reported = false;

  constructor(
    private readonly redis: Redis,
    private readonly options: SubscriptionsOptions,
  ) {
    redis.on('ready', () => this.#renew());
    redis.on('close', () => (this.#isWhole = false));
  }

  subscribe(channels: string | readonly string[]): void {
    const wanted = [channels].flat();
    for (const channel of wanted) this.#channels.add(channel);
    this.#attempt(() => this.redis.subscribe(...wanted));
  }

  psubscribe(pattern: string): void {
    this.#patterns.add(pattern);
    this.#attempt(() => this.redis.psubscribe(pattern));
  }

  unsubscribe(channels: string | readonly string[]): void {
    const unwanted = [channels].flat();
    for (const channel of unwanted) this.#channels.delete(channel);
    this.#attempt(() => this.redis.unsubscribe(...unwanted));
  }

  punsubscribe(pattern: string): void {
    this.#patterns.delete(pattern);
    this.#attempt(() => this.redis.punsubscribe(pattern));
  }

  on(event: string, listener: (...args: never[]) => void): void {
    this.redis.on(event, listener as (...args: unknown[]) => void);
  }

  off(event: string, listener: (...args: never[]) => void): void {
    this.redis.off(event, listener as (...args: unknown[]) => void);
  }

  /** What was refused may have been allowed since. */
  again(): void {
    if (!this.#isWhole) this.#renew();
  }

  #renew(): void {
    this.#attempt(async () => {
      if (this.#channels.size > 0) await this.redis.subscribe(...this.#channels);
      if (this.#patterns.size > 0) await this.redis.psubscribe(...this.#patterns);
      this.#isWhole = true;
      this.#reported = false;
      this.options.onHearing();
    });
  }

  /** While there is no connection nothing is asked: all of it is once there is one. */
  #attempt(act: () => Promise<unknown>): void {
    if (this.redis.status !== 'ready') return;
    act().catch((error: unknown) => {
      // A connection that broke is an outage, which the link reports.
      if (this.redis.status !== 'ready') return;
      this.#isWhole = false;
      if (!this.#reported) this.options.onRefused(error);
      this.#reported = true;
    });
  }
}
