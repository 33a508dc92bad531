import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { Limit, LimitState } from '../../../ports/limits.ts';
import type { RedisLink } from './link.ts';

/** A limit that servers share through Redis; while that is away, each counts for itself. */
export class SharedLimit implements Limit {
  readonly #here: RateLimiterMemory;
  readonly #shared: RateLimiterRedis | null;

  constructor(
    private readonly link: RedisLink,
    name: string,
    private readonly points: number,
    seconds: number,
  ) {
    const options = { keyPrefix: `limit:${name}`, points, duration: seconds };
    this.#here = new RateLimiterMemory(options);
    this.#shared = link.client && new RateLimiterRedis({ ...options, storeClient: link.client });
  }

  async take(key: string, points = 1): Promise<LimitState> {
    return this.#stateOf(
      await this.#try((limiter) =>
        points < 0 ? limiter.reward(key, -points) : limiter.consume(key, points).catch(refusal),
      ),
    );
  }

  async look(key: string): Promise<LimitState> {
    return this.#stateOf(await this.#try((limiter) => limiter.get(key)));
  }

  async reset(key: string): Promise<void> {
    await this.#here.delete(key);
    await this.#try((limiter) => limiter.delete(key));
  }

  async #try<T>(ask: (limiter: RateLimiterAbstract) => Promise<T>): Promise<T> {
    const shared = this.#shared;
    if (shared) {
      try {
        return await this.link.ask(() => ask(shared));
      } catch {
        // Away: counted here.
      }
    }
    return ask(this.#here);
  }

  #stateOf(used: RateLimiterRes | null): LimitState {
    const consumed = used?.consumedPoints ?? 0;
    return {
      allowed: consumed <= this.points,
      limit: this.points,
      remaining: Math.max(0, this.points - consumed),
      resetIn: Math.max(0, Math.ceil((used?.msBeforeNext ?? 0) / 1000)),
    };
  }
}

/** Beyond the limit the library rejects with the same kind of answer. */
function refusal(reason: unknown): RateLimiterRes {
  if (reason instanceof RateLimiterRes) return reason;
  throw reason;
}
