import { createHash } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import { AppError } from '../errors.ts';

/** An answer as it was sent. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string | null;
}

interface Entry {
  readonly requestHash: string;
  readonly until: number;
  answer: KeptAnswer | null;
}

const LIVES_MS = 24 * 60 * 60 * 1000;
const MOST_ENTRIES = 2000;
const MOST_CHARS = 16 * 1024 * 1024;

/**
 * Answers to requests with an Idempotency-Key, for 24 h and for each user, bounded by number and size (oldest out).
 * It lives in memory: a key that creates a task also decides the task's id (task.service.ts), so that this repeat
 * survives a restart, and versions stop repeats of the other acts.
 */
export class IdempotencyKeys {
  readonly #entries = new Map<string, Entry>();
  #chars = 0;

  constructor(private readonly clock: Clock) {}

  /** Runs `act` once for a key and request. Throws KEY_REUSED (another request) and KEY_IN_FLIGHT; a failed act frees the key. */
  async once(
    owner: string,
    key: string,
    request: unknown,
    act: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    if (!/^[\x21-\x7e]{1,255}$/.test(key))
      throw new AppError('VALIDATION', 'Idempotency-Key must be 1 to 255 printable characters.');
    const name = `${owner}\n${key}`;
    const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('base64');
    const known = this.#entries.get(name);
    if (known && known.until > this.clock.now()) {
      if (known.requestHash !== requestHash)
        throw new AppError(
          'KEY_REUSED',
          'This Idempotency-Key was used for another request. Take a new key.',
        );
      if (known.answer) return known.answer;
      throw new AppError(
        'KEY_IN_FLIGHT',
        'The first request with this Idempotency-Key is still running. Wait for it.',
      );
    }
    this.#forget(name);
    const entry: Entry = { requestHash, until: this.clock.now() + LIVES_MS, answer: null };
    this.#entries.set(name, entry);
    try {
      entry.answer = await act();
    } catch (error) {
      this.#forget(name);
      throw error;
    }
    this.#chars += entry.answer.body?.length ?? 0;
    this.#shrink();
    return entry.answer;
  }

  #forget(name: string): void {
    this.#chars -= this.#entries.get(name)?.answer?.body?.length ?? 0;
    this.#entries.delete(name);
  }

  #shrink(): void {
    for (const [name, entry] of this.#entries) {
      if (this.#entries.size <= MOST_ENTRIES && this.#chars <= MOST_CHARS) return;
      if (entry.answer) this.#forget(name);
    }
  }
}
