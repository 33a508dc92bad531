import type { StateLimits, StateStore } from '../../../modules/state/state.store.ts';
import type { Database, Statement } from './database.ts';

/** Puts of one person stand in a row, so that together they keep to the limits. */
const LOCK: Statement = {
  name: 'state-lock',
  text: 'SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE',
};
const PUT: Statement = {
  name: 'state-put',
  text: `INSERT INTO state (user_id, key, value)
    SELECT $1::uuid, $2::text, $3::text FROM (
      SELECT count(*) AS keys, coalesce(sum(octet_length(value)), 0) AS bytes FROM state WHERE user_id = $1 AND key <> $2
    ) AS others WHERE others.keys < $4 AND others.bytes + octet_length($3::text) <= $5
    ON CONFLICT (user_id, key) DO UPDATE SET value = excluded.value, updated_at = now()
    RETURNING key`,
};
const GET: Statement = {
  name: 'state-get',
  text: 'SELECT value FROM state WHERE user_id = $1 AND key = $2',
};
const DELETE: Statement = {
  name: 'state-delete',
  text: 'DELETE FROM state WHERE user_id = $1 AND key = $2',
};
const ALL: Statement = {
  name: 'state-all',
  text: 'SELECT key, value FROM state WHERE user_id = $1',
};

/** What windows keep for themselves, as JSON in text. */
export class PostgresStateStore implements StateStore {
  constructor(private readonly database: Database) {}

  async get(userId: string, key: string): Promise<unknown> {
    const [row] = await this.database.rows<{ value: string }>(GET, [userId, key]);
    return row ? (JSON.parse(row.value) as unknown) : undefined;
  }

  put(userId: string, key: string, value: unknown, most: StateLimits): Promise<'done' | 'full'> {
    const json = JSON.stringify(value ?? null);
    return this.database.transaction(async (tx) => {
      await tx.rows(LOCK, [userId]);
      const kept = await tx.rows(PUT, [userId, key, json, most.keys, most.bytes]);
      return kept.length > 0 ? 'done' : 'full';
    });
  }

  async delete(userId: string, key: string): Promise<void> {
    await this.database.rows(DELETE, [userId, key]);
  }

  async all(userId: string): Promise<ReadonlyMap<string, unknown>> {
    const rows = await this.database.rows<{ key: string; value: string }>(ALL, [userId]);
    return new Map(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  }
}
