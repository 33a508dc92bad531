import pg from 'pg';
import type { Probed, ProbedTeam } from '../../../ports/probe.ts';
import { failedProbe, placeOf } from './network.ts';

/** As `server_version_num` has it: 14. */
export const OLDEST = 140_000;

const FACTS = `SELECT current_setting('server_version_num')::int AS version,
  current_setting('server_version') AS name,
  current_setting('server_encoding') AS encoding,
  current_setting('transaction_read_only') = 'on' AS "onlyReads",
  has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate",
  to_regclass('meta') IS NOT NULL AND to_regclass('users') IS NOT NULL AS "isTeam"`;

const TEAM = `SELECT instance_id AS "instanceId", coalesce(registration, 'invite') AS registration,
  NOT EXISTS (SELECT FROM users) AS empty,
  has_table_privilege('tasks', 'INSERT') AND has_table_privilege('tasks', 'UPDATE') AS "mayWrite" FROM meta`;

/** Who has kept a writing transaction open the longest, above a limit: the feed waits for them. */
const BLOCKERS = `SELECT coalesce(nullif(application_name, ''), 'process ' || pid) AS blocker,
  round(extract(epoch FROM clock_timestamp() - xact_start) * 1000)::float8 AS since FROM pg_stat_activity
  WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
    AND xact_start < clock_timestamp() - $1 * interval '1 ms'
  ORDER BY xact_start LIMIT 1`;
const BLOCKED_AFTER_MS = 10_000;

interface Facts {
  readonly version: number;
  readonly name: string;
  readonly encoding: string;
  readonly onlyReads: boolean;
  readonly mayCreate: boolean | null;
  readonly isTeam: boolean;
}

const CODES: Readonly<Record<string, Probed['code']>> = {
  '28P01': 'DATABASE_AUTH',
  '28000': 'DATABASE_AUTH',
  '3D000': 'DATABASE_MISSING',
  '42501': 'DATABASE_RIGHTS',
  '57014': 'DATABASE_TIMEOUT',
  '25006': 'DATABASE_ONLY_READS',
  // What is there by a name of ours is not ours: a column that is missing, a table or a type that cannot be made.
  '42703': 'DATABASE_OTHERS',
  '42P07': 'DATABASE_OTHERS',
  '42710': 'DATABASE_OTHERS',
};

/** Looks at a PostgreSQL and at the team in it, if there is one. Nothing is changed. */
export async function probePostgres(
  url: string,
  ms: number,
  blockedAfterMs = BLOCKED_AFTER_MS,
): Promise<{ readonly probed: Probed; readonly team: ProbedTeam | null }> {
  const facts = { product: 'PostgreSQL', ...placeOf(url, 5432) };
  try {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: ms,
      query_timeout: ms,
      application_name: 'taskflow-doctor',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await look(client, facts, blockedAfterMs);
    } finally {
      void client.end().catch(() => undefined);
    }
  } catch (error) {
    return { probed: refusalOfPostgres(error, facts), team: null };
  }
}

async function look(
  client: pg.Client,
  facts: Probed['facts'],
  blockedAfterMs: number,
): Promise<{ readonly probed: Probed; readonly team: ProbedTeam | null }> {
  const found = (await client.query<Facts>(FACTS)).rows[0];
  if (!found || found.version < OLDEST)
    return {
      probed: { code: 'DATABASE_TOO_OLD', facts: { ...facts, version: found?.name ?? '' } },
      team: null,
    };
  if (found.onlyReads) return { probed: { code: 'DATABASE_ONLY_READS', facts }, team: null };
  if (found.encoding !== 'UTF8')
    return {
      probed: { code: 'DATABASE_ENCODING', facts: { ...facts, encoding: found.encoding } },
      team: null,
    };
  if (!found.isTeam)
    return { probed: { code: found.mayCreate ? 'OK' : 'DATABASE_RIGHTS', facts }, team: null };
  const known = (await client.query<ProbedTeam & { mayWrite: boolean }>(TEAM)).rows[0];
  if (known && !known.mayWrite) return { probed: { code: 'DATABASE_RIGHTS', facts }, team: null };
  const team = known
    ? { instanceId: known.instanceId, registration: known.registration, empty: known.empty }
    : null;
  const blocked = (await client.query<{ blocker: string; since: number }>(BLOCKERS, [blockedAfterMs]))
    .rows[0];
  if (blocked)
    return { probed: { code: 'FEED_BLOCKED', warning: true, facts: { ...facts, ...blocked } }, team };
  return { probed: { code: 'OK', facts }, team };
}

/** What PostgreSQL, or its driver, says to whoever cannot connect or write, and what its sentence names. */
export function refusalOfPostgres(error: unknown, facts: Probed['facts'] = { product: 'PostgreSQL' }) {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  // What pg_hba.conf does not provide for has the code of a wrong password; PostgreSQL's sentence says what is not encrypted.
  if (code === '28000' && message.includes('pg_hba.conf'))
    return { code: 'DATABASE_NO_ENTRY', facts: { ...facts, reason: message } } satisfies Probed;
  return failedProbe(error, CODES[code ?? ''] ?? byMessage(message), facts);
}

/** pg's own errors have no code. */
function byMessage(message: string): Probed['code'] | null {
  if (/does not support SSL/i.test(message)) return 'DATABASE_NO_TLS';
  return /password|SASL|SCRAM/i.test(message) ? 'DATABASE_AUTH' : null;
}
