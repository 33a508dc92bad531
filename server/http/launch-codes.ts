import { randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';

const LIVES_MS = 60_000;
const MOST_CODES = 16;

/** Codes of printed links: 128 bits, one use, 60 s, at most 16 at a time. */
export class LaunchCodes {
  readonly #codes = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  make(): string {
    const oldest = this.#codes.keys().next();
    if (this.#codes.size >= MOST_CODES && !oldest.done) this.#codes.delete(oldest.value);
    const code = randomBytes(16).toString('base64url');
    this.#codes.set(code, this.clock.now() + LIVES_MS);
    return code;
  }

  /** Uses a code up. Throws LAUNCH_CODE_INVALID. Guessing 128 bits needs no comparison in constant time. */
  redeem(code: string): void {
    const until = this.#codes.get(code);
    this.#codes.delete(code);
    if (until === undefined || until < this.clock.now())
      throw new AppError(
        'LAUNCH_CODE_INVALID',
        'This link has been used or is older than a minute. Start TaskFlow again for a new one.',
      );
  }
}
