import { randomUUID } from 'node:crypto';
import {
  ANSWER_LIVES_MS,
  CLAIM_LIVES_MS,
  type Begun,
  type Claim,
  type Idempotency,
} from '../../../ports/idempotency.ts';
import type { Database, Statement } from './database.ts';

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
const FINISH: Statement = {
  name: 'idempotency-finish',
  text: 'UPDATE idempotency SET status = $4, body = $5 WHERE user_id = $1 AND key = $2 AND claim = $3',
};
const ABANDON: Statement = {
  name: 'idempotency-abandon',
  text: 'DELETE FROM idempotency WHERE user_id = $1 AND key = $2 AND claim = $3',
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
  constructor(private readonly database: Database) {}

  async begin(userId: string, key: string, requestHash: string): Promise<Begun> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const claim = randomUUID();
      const taken = await this.database.rows(TAKE, [userId, key, requestHash, claim]);
      if (taken.length > 0) return { kind: 'begun', claim: this.#claim(userId, key, claim) };
      const [held] = await this.database.rows<Held>(LOOK, [userId, key, requestHash]);
      if (!held) continue;
      if (!held.same) return { kind: 'other' };
      if (held.status === null) return { kind: 'running' };
      return { kind: 'answered', answer: { status: held.status, body: held.body } };
    }
    return { kind: 'running' };
  }

  #claim(userId: string, key: string, claim: string): Claim {
    return {
      finish: async ({ status, body }) => {
        await this.database.rows(FINISH, [userId, key, claim, status, body]);
      },
      abandon: async () => {
        await this.database.rows(ABANDON, [userId, key, claim]);
      },
    };
  }
}
