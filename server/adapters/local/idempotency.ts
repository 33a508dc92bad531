import type { Clock } from '../../ports/clock.ts';
import {
  ANSWER_LIVES_MS,
  CLAIM_LIVES_MS,
  type Begun,
  type Idempotency,
  type KeptAnswer,
} from '../../ports/idempotency.ts';

interface Entry {
  readonly requestHash: string;
  readonly since: number;
  answer: KeptAnswer | null;
}

const MOST_ENTRIES = 2000;
const MOST_CHARS = 16 * 1024 * 1024;

/**
 * Keys in memory, bounded by number and size, oldest out. Nothing of it is on the disk: after a restart a create finds its
 * task by the id that its key gives, and versions stop repeats of the other acts.
 */
export class LocalIdempotency implements Idempotency {
  readonly #entries = new Map<string, Entry>();
  #chars = 0;

  constructor(private readonly clock: Clock) {}

  begin(userId: string, key: string, requestHash: string): Promise<Begun> {
    return Promise.resolve(this.#begin(`${userId}\n${key}`, requestHash));
  }

  #begin(name: string, requestHash: string): Begun {
    const known = this.#entries.get(name);
    const now = this.clock.now();
    if (known && now - known.since < (known.answer ? ANSWER_LIVES_MS : CLAIM_LIVES_MS)) {
      if (known.requestHash !== requestHash) return { kind: 'other' };
      return known.answer ? { kind: 'answered', answer: known.answer } : { kind: 'running' };
    }
    this.#forget(name);
    const entry: Entry = { requestHash, since: now, answer: null };
    this.#entries.set(name, entry);
    this.#shrink();
    const isHeld = (): boolean => this.#entries.get(name) === entry;
    return {
      kind: 'begun',
      claim: {
        finish: (answer) => {
          if (isHeld()) {
            entry.answer = answer;
            this.#chars += answer.body?.length ?? 0;
            this.#shrink();
          }
          return Promise.resolve();
        },
        abandon: () => {
          if (isHeld()) this.#forget(name);
          return Promise.resolve();
        },
      },
    };
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
