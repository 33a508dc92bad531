import type { Link, LinkStore, NewLink } from '../../../modules/auth/index.ts';
import type { Effects } from '../../../ports/effects.ts';
import type { Database, Statement } from './database.ts';
import { recordEvents } from './effects.ts';
import { isoOf } from './instant.ts';

/** Of `links l`. A link lives no longer than its maker's right to make it; without one it is the console's. */
export const LINK_IS_USABLE = `l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > now()
  AND (l.created_by IS NULL OR EXISTS (
    SELECT FROM users m WHERE m.id = l.created_by AND m.role = 'admin' AND m.disabled_at IS NULL))`;

const COLUMNS = `l.id, l.kind, l.email, l.role, l.user_id AS "userId", l.created_by AS "createdBy",
  l.expires_at::text AS "expiresAt"`;

const END_OLDER: Statement = {
  name: 'links-end-older',
  text: `UPDATE links SET revoked_at = now()
         WHERE email = $1 AND kind = $2 AND used_at IS NULL AND revoked_at IS NULL`,
};
const INSERT: Statement = {
  name: 'link-insert',
  text: `INSERT INTO links (id, kind, token_hash, email, role, user_id, created_by, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(hours => $8))
         RETURNING expires_at::text AS "expiresAt"`,
};
const FIND: Statement = {
  name: 'link-find',
  text: `SELECT ${COLUMNS} FROM links l WHERE l.token_hash = $2 AND l.kind = $1 AND ${LINK_IS_USABLE}`,
};
const INVITES: Statement = {
  name: 'links-invites',
  text: `SELECT ${COLUMNS} FROM links l WHERE l.kind = 'invite' AND ${LINK_IS_USABLE}
         ORDER BY l.created_at DESC, l.id DESC LIMIT 1000`,
};
const REVOKE: Statement = {
  name: 'link-revoke',
  text: `UPDATE links l SET revoked_at = now()
         WHERE l.id = $1 AND l.kind = 'invite' AND ${LINK_IS_USABLE} RETURNING l.id`,
};
/** One address, one link: two admins who invite it at once come one after the other. */
const ONE_AT_A_TIME: Statement = {
  name: 'link-alone',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('link:' || $1, 0))`,
};

const linkOf = (row: Link): Link => ({ ...row, expiresAt: isoOf(row.expiresAt) });

/** Invitations and resets in PostgreSQL, known by the hashes of their tokens. */
export class PostgresLinkStore implements LinkStore {
  constructor(private readonly database: Database) {}

  make(link: NewLink, effects: Effects): Promise<string> {
    const { id, kind, tokenHash, email, role, userId, createdBy, hours } = link;
    return this.database.transaction(async (tx) => {
      await tx.rows(ONE_AT_A_TIME, [email]);
      await tx.rows(END_OLDER, [email, kind]);
      const values = [id, kind, tokenHash, email, role, userId, createdBy, hours];
      const [row] = await tx.rows<{ expiresAt: string }>(INSERT, values);
      await recordEvents(tx, effects.events);
      return isoOf(row?.expiresAt ?? '');
    });
  }

  async find(kind: Link['kind'], tokenHash: Buffer): Promise<Link | null> {
    const [row] = await this.database.rows<Link>(FIND, [kind, tokenHash]);
    return row ? linkOf(row) : null;
  }

  async invites(): Promise<readonly Link[]> {
    return (await this.database.rows<Link>(INVITES, [])).map(linkOf);
  }

  revoke(id: string, effects: Effects): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if ((await tx.rows(REVOKE, [id])).length === 0) return false;
      await recordEvents(tx, effects.events);
      return true;
    });
  }
}
