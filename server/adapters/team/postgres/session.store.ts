import type { Session } from '../../../contract/auth.ts';
import type { SessionStore } from '../../../modules/auth/index.ts';
import type { NewSession, Rotation, SessionSecrets } from '../../../modules/auth/session.store.ts';
import type { Effects } from '../../../ports/effects.ts';
import type { SessionState } from '../../../ports/session-states.ts';
import type { Database, Statement } from './database.ts';
import { recordEvents } from './effects.ts';
import { isoOf } from './instant.ts';

/** Of `sessions s JOIN users u`. Times are PostgreSQL's own, so that all servers agree. */
const IS_ALIVE = `s.ended_at IS NULL AND now() < s.idle_expires_at AND now() < s.expires_at AND u.disabled_at IS NULL`;
const IDLE = `interval '7 days'`;
const AT_MOST = `interval '90 days'`;

/** The lock holds a change of password or a disabling back until this session can be seen by it. */
const OPEN: Statement = {
  name: 'session-open',
  text: `INSERT INTO sessions (id, user_id, kind, current_hash, device, user_agent, ip_address, idle_expires_at, expires_at)
         SELECT $1, u.id, $3, $4, $5, $6, $7, now() + ${IDLE}, now() + ${AT_MOST}
         FROM users u WHERE u.id = $2 AND u.password_hash = $8 AND u.disabled_at IS NULL FOR SHARE OF u
         RETURNING id`,
};
const KNOW_PLACE: Statement = {
  name: 'session-know-place',
  text: `INSERT INTO known_addresses (user_id, address) VALUES ($1, $2)
         ON CONFLICT (user_id, address) DO UPDATE SET seen_at = now()`,
};
const ROTATE: Statement = {
  name: 'session-rotate',
  text: `UPDATE sessions s SET previous_hash = s.current_hash, current_hash = $4, rotated_at = now(), seen_at = now(),
           idle_expires_at = least(now() + ${IDLE}, s.expires_at), ip_address = coalesce($5, s.ip_address)
         FROM users u
         WHERE s.id = $1 AND s.kind = $2 AND s.current_hash = $3 AND s.current_hash <> $4
           AND s.previous_hash IS DISTINCT FROM $4 AND u.id = s.user_id AND ${IS_ALIVE}
         RETURNING u.id AS "userId", u.role`,
};
const SECRETS: Statement = {
  name: 'session-secrets',
  text: `SELECT s.user_id AS "userId", u.role, s.kind, ${IS_ALIVE} AS alive,
           u.disabled_at IS NOT NULL AS disabled, s.current_hash AS "currentHash", s.previous_hash AS "previousHash", extract(epoch FROM now() - s.rotated_at)::float8 * 1000 AS "rotatedFor"
         FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1`,
};
const END_IF_CURRENT: Statement = {
  name: 'session-end-if-current',
  text: `UPDATE sessions SET ended_at = now() WHERE id = $1 AND current_hash = $2 AND ended_at IS NULL RETURNING id`,
};
const END: Statement = {
  name: 'session-end',
  text: `UPDATE sessions s SET ended_at = now() FROM users u
         WHERE s.id = $1 AND s.user_id = $2 AND u.id = s.user_id AND ${IS_ALIVE} RETURNING s.id`,
};
const LIST: Statement = {
  name: 'session-list',
  text: `SELECT s.id, s.kind, s.device, s.user_agent AS "userAgent", s.ip_address AS "ipAddress",
           s.created_at::text AS "createdAt", s.seen_at::text AS "seenAt",
           least(s.idle_expires_at, s.expires_at)::text AS "expiresAt"
         FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.user_id = $1 AND ${IS_ALIVE}
         ORDER BY s.seen_at DESC, s.id DESC LIMIT 1000`,
};
const READ: Statement = {
  name: 'session-read',
  text: `SELECT s.id, u.id AS "userId", u.role FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.id = ANY($1::uuid[]) AND ${IS_ALIVE}`,
};
/** Sessions in PostgreSQL: the truth about who is signed in, which caches only repeat. */
export class PostgresSessionStore implements SessionStore {
  constructor(private readonly database: Database) {}

  open(session: NewSession, passwordHash: string, effects: Effects): Promise<boolean> {
    const { id, userId, kind, secretHash, device, userAgent, ipAddress, place } = session;
    return this.database.transaction(async (tx) => {
      const values = [id, userId, kind, secretHash, device, userAgent, ipAddress, passwordHash];
      if ((await tx.rows(OPEN, values)).length === 0) return false;
      if (place) await tx.rows(KNOW_PLACE, [userId, place]);
      await recordEvents(tx, effects.events);
      return true;
    });
  }

  async rotate({ sessionId, kind, presented, next, ipAddress }: Rotation): Promise<SessionState | null> {
    const values = [sessionId, kind, presented, next, ipAddress];
    const [row] = await this.database.rows<SessionState>(ROTATE, values);
    return row ?? null;
  }

  async secrets(sessionId: string): Promise<SessionSecrets | null> {
    const [row] = await this.database.rows<SessionSecrets>(SECRETS, [sessionId]);
    return row ?? null;
  }

  endIfCurrent(sessionId: string, currentHash: Buffer, effects: Effects): Promise<boolean> {
    return this.#end(END_IF_CURRENT, [sessionId, currentHash], effects);
  }

  end(sessionId: string, userId: string, effects: Effects): Promise<boolean> {
    return this.#end(END, [sessionId, userId], effects);
  }

  async list(userId: string): Promise<readonly Omit<Session, 'current'>[]> {
    const rows = await this.database.rows<Omit<Session, 'current'>>(LIST, [userId]);
    return rows.map((row) => ({
      ...row,
      createdAt: isoOf(row.createdAt),
      seenAt: isoOf(row.seenAt),
      expiresAt: isoOf(row.expiresAt),
    }));
  }

  async read(sessionIds: readonly string[]): Promise<ReadonlyMap<string, SessionState>> {
    const rows = await this.database.rows<SessionState & { id: string }>(READ, [sessionIds]);
    return new Map(rows.map(({ id, userId, role }) => [id, { userId, role }]));
  }

  #end(statement: Statement, values: readonly unknown[], effects: Effects): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if ((await tx.rows(statement, values)).length === 0) return false;
      await recordEvents(tx, effects.events);
      return true;
    });
  }
}
