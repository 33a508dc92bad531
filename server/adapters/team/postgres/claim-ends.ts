import { setTimeout as wait } from 'node:timers/promises';
import { CLAIM_LIVES_MS, type KeptAnswer } from '../../../ports/idempotency.ts';
import type { Database, Statement } from './database.ts';

/** One claim of a key. */
export interface ClaimOf {
  readonly userId: string;
  readonly key: string;
  readonly claim: string;
}

const FINISH: Statement = {
  name: 'idempotency-finish',
  text: 'UPDATE idempotency SET status = $4, body = $5 WHERE user_id = $1 AND key = $2 AND claim = $3 RETURNING key',
};
const ABANDON: Statement = {
  name: 'idempotency-abandon',
  text: 'DELETE FROM idempotency WHERE user_id = $1 AND key = $2 AND claim = $3 RETURNING key',
};

/** What somebody waits for it who has an answer to give: with the 5.2 s of a statement that hangs, less than 6 s. */
const AT_ONCE_MS = 500;
const PAUSE_MS = 250;
/** A statement whose connection broke may still be running that long. */
const STILL_RUNS_MS = 6_000;
/** What is above it, oldest first, holds until it runs out by itself. */
const MOST_WAITING = 1_000;

interface Waiting {
  readonly of: ClaimOf;
  /** Null: the key becomes free. */
  readonly answer: KeptAnswer | null;
  readonly since: number;
  /** Until when it may yet appear that is not there. */
  readonly appears: number;
}

/**
 * Ends claims, also those whose end PostgreSQL does not hear: it goes on trying by itself, until the claim has run out. So
 * who met an outage asks again with the same key as soon as it is over, and not a minute later.
 */
export class ClaimEnds {
  #waiting: Waiting[] = [];
  #trying = false;
  #closed = false;

  constructor(private readonly database: Database) {}

  /** Resolves when it is done, or soon. Never throws. */
  async end(of: ClaimOf, answer: KeptAnswer | null): Promise<void> {
    const since = performance.now();
    const done = this.#tell(of, answer).catch(() => this.#later({ of, answer, since, appears: since }));
    const late = new AbortController();
    const soon = wait(AT_ONCE_MS, undefined, { ref: false, signal: late.signal }).catch(() => undefined);
    await Promise.race([done, soon]);
    late.abort();
  }

  /** A claim of which nobody knows whether it was taken: it is freed, also when it appears only now. */
  doubt(of: ClaimOf): void {
    const since = performance.now();
    this.#later({ of, answer: null, since, appears: since + STILL_RUNS_MS });
  }

  /** Forgets what is left: it runs out by itself. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
  }

  /** Whether the claim was there. */
  async #tell({ userId, key, claim }: ClaimOf, answer: KeptAnswer | null): Promise<boolean> {
    const values = [userId, key, claim];
    const rows = answer
      ? await this.database.rows(FINISH, [...values, answer.status, answer.body])
      : await this.database.rows(ABANDON, values);
    return rows.length > 0;
  }

  #later(one: Waiting): void {
    if (this.#closed) return;
    this.#waiting.push(one);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    if (!this.#trying) void this.#try();
  }

  async #try(): Promise<void> {
    this.#trying = true;
    while (this.#waiting.length > 0) {
      await wait(PAUSE_MS, undefined, { ref: false });
      await this.#round();
    }
    this.#trying = false;
  }

  /** One after the other, so that who has just come back is not asked everything at once; the first failure ends it. */
  async #round(): Promise<void> {
    const left = this.#waiting.splice(0);
    for (let one = left.shift(); one && !this.#closed; one = left.shift()) {
      if (performance.now() - one.since > CLAIM_LIVES_MS) continue;
      try {
        const found = await this.#tell(one.of, one.answer);
        if (!found && performance.now() < one.appears) this.#waiting.push(one);
      } catch {
        this.#waiting.unshift(one, ...left);
        return;
      }
    }
  }
}
