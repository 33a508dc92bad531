import { ANSWER_LIVES_MS } from '../../../ports/idempotency.ts';
import type { Database, Statement } from './database.ts';

/** So that one statement neither holds many locks nor runs into its time limit; and one sweep ends. */
const AT_ONCE = 5_000;
const MOST_ROUNDS = 200;

/**
 * The oldest changes above 90 days, none that somebody in `relay` has still to read. `meta.trimmed_*` is the last one
 * deleted: whoever stands before it has missed something and has to load anew.
 */
const TRIM: Statement = {
  name: 'sweep-changes',
  text: `WITH old AS (
      SELECT c.xid, c.id FROM changes c WHERE c.at < now() - interval '90 days'
        AND NOT EXISTS (SELECT FROM relay r WHERE (c.xid, c.id) > (r.xid, r.id))
      ORDER BY c.xid, c.id LIMIT $1 FOR UPDATE SKIP LOCKED
    ), gone AS (
      DELETE FROM changes c USING old WHERE c.xid = old.xid AND c.id = old.id RETURNING c.xid, c.id
    ), trimmed AS (
      UPDATE meta SET trimmed_xid = last.xid, trimmed_id = last.id
      FROM (SELECT xid, id FROM gone ORDER BY xid DESC, id DESC LIMIT 1) AS last
      WHERE meta.trimmed_xid IS NULL OR (meta.trimmed_xid, meta.trimmed_id) < (last.xid, last.id)
    )
    SELECT count(*)::integer AS n FROM gone`,
};

type Table = 'operations' | 'idempotency' | 'notifications' | 'sessions' | 'links' | 'known_addresses';

function deleting(table: Table, age: string, since = 'at'): Statement {
  return {
    name: `sweep-${table}`,
    text: `WITH gone AS (
        DELETE FROM ${table} WHERE ctid IN (
          SELECT ctid FROM ${table} WHERE ${since} < now() - interval '${age}' LIMIT $1 FOR UPDATE SKIP LOCKED
        ) RETURNING 1
      ) SELECT count(*)::integer AS n FROM gone`,
  };
}

const SWEEPS: readonly Statement[] = [
  TRIM,
  deleting('operations', '90 days'),
  deleting('notifications', '90 days'),
  deleting('idempotency', `${ANSWER_LIVES_MS} milliseconds`),
  // A session is over for good 90 days after it began; whether a secret of it comes again then says nothing any more.
  deleting('sessions', '0 days', 'expires_at'),
  deleting('links', '90 days', 'expires_at'),
  deleting('known_addresses', '30 days', 'seen_at'),
];

/** Deletes what has had its time, in small statements. Several servers may do it at once. Answers how many rows went. */
export async function sweep(database: Database, atOnce = AT_ONCE): Promise<number> {
  let swept = 0;
  for (const statement of SWEEPS)
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const [row] = await database.rows<{ n: number }>(statement, [atOnce]);
      swept += row?.n ?? 0;
      if (!row || row.n < atOnce) break;
    }
  return swept;
}
