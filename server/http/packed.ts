import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type * as Koa from 'koa';
import { LRUCache } from 'lru-cache';
import { LEAST_PACKED_BYTES } from './packing.ts';

const pack = promisify(gzip);

const KEPT_BYTES = 8 * 1024 * 1024;
/** What an entry costs besides its bytes. */
const ENTRY_BYTES = 300;
/** Browsers of one version all ask in the same words. */
const MOST_WORDS = 100;

/**
 * Cached answers as gzip, packed once and sent many times: packing a page of tasks costs more than all else that is done for
 * it. A key stands for the very bytes, so what is kept under it never grows old.
 */
export class PackedAnswers {
  readonly #kept = new LRUCache<string, Buffer>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (body, key) => body.length + key.length + ENTRY_BYTES,
  });
  readonly #packing = new Map<string, Promise<Buffer>>();
  readonly #takesGzip = new LRUCache<string, boolean>({ max: MOST_WORDS });

  /** What goes out for a body: itself, or packed, which is then said in the answer's headers. */
  choose(ctx: Koa.Context, key: string, body: Buffer): Buffer | Promise<Buffer> {
    // Nothing is left to do for what packs other answers as they come.
    ctx.compress = false;
    if (body.length < LEAST_PACKED_BYTES || !this.#isAsked(ctx)) return body;
    const packed = this.#kept.get(key) ?? this.#pack(key, body);
    ctx.res.setHeader('content-encoding', 'gzip');
    return packed;
  }

  #isAsked(ctx: Koa.Context): boolean {
    const words = ctx.req.headers['accept-encoding'];
    if (!words) return false;
    let takes = this.#takesGzip.get(words);
    if (takes === undefined) {
      takes = ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
      this.#takesGzip.set(words, takes);
    }
    return takes;
  }

  /** Many who ask at once wait for one packing. */
  #pack(key: string, body: Buffer): Promise<Buffer> {
    const known = this.#packing.get(key);
    if (known) return known;
    const packing = pack(body)
      .then((packed) => {
        this.#kept.set(key, packed);
        return packed;
      })
      .finally(() => this.#packing.delete(key));
    this.#packing.set(key, packing);
    return packing;
  }
}
