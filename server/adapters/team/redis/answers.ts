import { LRUCache } from 'lru-cache';
import type { AnswerCache, AnswerFamily } from '../../../ports/answers.ts';
import { ANSWERS } from './keys.ts';
import type { RedisLink } from './link.ts';

/** What this process keeps at hand. Sixteen megabytes hold every page that people look at (performance.md, section 4). */
const NEAR_BYTES = 16 * 1024 * 1024;
/** What an entry costs besides its bytes. */
const ENTRY_BYTES = 300;
/** Larger ones are rare, and one of them would push a hundred others out. */
const LARGEST_BYTES = 512 * 1024;

/** Answers in Redis under the document's keys, the latest of them at hand too: both under the same generation keys. */
export class RedisAnswers implements AnswerCache {
  readonly #near = new LRUCache<string, Buffer>({
    maxSize: NEAR_BYTES,
    sizeCalculation: (body, key) => body.length + key.length + ENTRY_BYTES,
    perf: performance,
  });

  constructor(private readonly link: RedisLink) {}

  async get(family: AnswerFamily, key: string): Promise<Buffer | null> {
    const { prefix, seconds } = ANSWERS[family];
    const near = this.#near.get(prefix + key);
    if (near) return near;
    try {
      const body = await this.link.ask((redis) => redis.getBuffer(prefix + key));
      // Its generation is in the key: however long it is kept at hand, it is found only while it is true.
      if (body) this.#near.set(prefix + key, body, { ttl: seconds * 1000 });
      return body;
    } catch {
      return null;
    }
  }

  put(family: AnswerFamily, key: string, body: Buffer): void {
    if (body.length > LARGEST_BYTES) return;
    const { prefix, seconds } = ANSWERS[family];
    this.#near.set(prefix + key, body, { ttl: seconds * 1000 });
    this.link.ask((redis) => redis.set(prefix + key, body, 'EX', seconds)).catch(() => undefined);
  }
}
