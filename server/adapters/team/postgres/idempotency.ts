import { randomUUID } from 'node:crypto';
import {
  ANSWER_LIVES_MS,
  CLAIM_LIVES_MS,
  type Begun,
  type Claim,
  type Idempotency,
} from '../../../ports/idempotency.ts';
import { ClaimEnds, type ClaimOf } from './claim-ends.ts';
import type { Database, Statement } from './database.ts';
import { isBroken } from './failures.ts';

/** Takes a key that is free, or whose claim or answer has run out. No row: it is held. */
const TAKE: Statement = {
  name: 'idempotency-take',
  text: `INSERT INTO idempotency AS i (user_id, key, hash, claim) VALUES ($1, $2, decode($3, 'base64'), $4)
    ON CONFLICT (user_id, key) DO UPDATE
      SET hash = excluded.hash, claim = excluded.claim, status = NULL, body = NULL, at = now()
      WHERE i.at <= now() - CASE WHEN i.status IS NULL THEN ${CLAIM_LIVES_MS} ELSE ${ANSWER_LIVES_MS} END
                            * interval '1 millisecond'
    RETURNING claim`,
};
const LOOK: Statement = {
  name: 'idempotency-look',
  text: `SELECT hash = decode($3, 'base64') AS same, status, body FROM idempotency WHERE user_id = $1 AND key = $2`,
};
/** How often somebody may free the key between the two looks at it, before it counts as held. */
const MOST_TRIES = 3;

interface Held {
  readonly same: boolean;
  readonly status: number | null;
  readonly body: string | null;
}

/** Idempotency keys that all servers of a team share. Rows are swept when a day has passed (sweep.ts). */
export class PostgresIdempotency implements Idempotency {
  readonly #ends: ClaimEnds;

  constructor(private readonly database: Database) {
    this.#ends = new ClaimEnds(database);
  }

  async begin(userId: string, key: string, requestHash: string): Promise<Begun> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const of = { userId, key, claim: randomUUID() };
      if (await this.#take(of, requestHash)) return { kind: 'begun', claim: this.#claim(of) };
      const [held] = await this.database.rows<Held>(LOOK, [userId, key, requestHash]);
      if (!held) continue;
      if (!held.same) return { kind: 'other' };
      if (held.status === null) return { kind: 'running' };
      return { kind: 'answered', answer: { status: held.status, body: held.body } };
    }
    return { kind: 'running' };
  }

  /** Ends what goes on by itself. */
  close(): void {
    this.#ends.close();
  }

  async #take(of: ClaimOf, requestHash: string): Promise<boolean> {
    try {
      return (await this.database.rows(TAKE, [of.userId, of.key, requestHash, of.claim])).length > 0;
    } catch (error) {
      if (isBroken(error)) this.#ends.doubt(of);
      throw error;
    }
  }

  #claim(of: ClaimOf): Claim {
    return {
      finish: (answer) => this.#ends.end(of, answer),
      abandon: () => this.#ends.end(of, null),
    };
  }
}
