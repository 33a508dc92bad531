import { EVENT_COLUMNS, type EventRow, type Position } from './changes-reader.ts';
import type { Queryable } from './database.ts';

/** A row of `changes` as followers get it. */
export interface Change extends EventRow {
  readonly xid: string;
  readonly audit: boolean;
}

const REGISTER = {
  name: 'feed-register',
  text: 'INSERT INTO relay (name) VALUES ($1) ON CONFLICT (name) DO NOTHING',
};

const LEASE = {
  name: 'feed-lease',
  text: `UPDATE relay SET owner = $2, leased_until = now() + $3 * interval '1 millisecond'
    WHERE name = $1 AND (owner = $2 OR owner IS NULL OR leased_until < now())
    RETURNING xid, id`,
};

/*
 * A transaction that is still running may yet write below what is there already: nothing is read from the oldest one on.
 */
const READ = {
  name: 'feed-read',
  text: `SELECT xid, audit, ${EVENT_COLUMNS} FROM changes
    WHERE (xid, id) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY xid, id LIMIT $3`,
};

const ADVANCE = {
  name: 'feed-advance',
  text: `UPDATE relay SET xid = $3::xid8, id = $4::bigint, leased_until = now() + $5 * interval '1 millisecond'
    WHERE name = $1 AND owner = $2 RETURNING name`,
};

const RELEASE = {
  name: 'feed-release',
  text: 'UPDATE relay SET owner = NULL, leased_until = NULL WHERE name = $1 AND owner = $2',
};

const LAG = {
  name: 'feed-lag',
  text: `SELECT
    (SELECT extract(epoch FROM clock_timestamp() - min(at)) FROM changes
      WHERE xid >= pg_snapshot_xmin(pg_current_snapshot()))::float8 AS feed,
    (SELECT extract(epoch FROM clock_timestamp() - at) FROM changes
      WHERE (xid, id) > (SELECT xid, id FROM relay WHERE name = $1)
      ORDER BY xid, id LIMIT 1)::float8 AS relay`,
};

/** `changes` as one follower reads it, with a lease on being the one who does. Throws STORE_UNAVAILABLE. */
export class Feed {
  constructor(
    private readonly database: Queryable,
    /** The follower's row in `relay`. */
    readonly name: string,
    private readonly leaseMs = 30_000,
  ) {}

  /** Makes the follower known, from the beginning on. Before that nobody can hold its lease. */
  async register(): Promise<void> {
    await this.database.rows(REGISTER, [this.name]);
  }

  /** Takes or renews the lease: the position to read from. Null: another owner has it. */
  async lease(owner: string): Promise<Position | null> {
    const rows = await this.database.rows<Position>(LEASE, [this.name, owner, this.leaseMs]);
    return rows[0] ?? null;
  }

  /** What comes after a position, in order, as far as it is certain that nothing more will come between. */
  read({ xid, id }: Position, limit: number): Promise<readonly Change[]> {
    return this.database.rows<Change>(READ, [xid, id, limit]);
  }

  /** Everything up to there is done; renews the lease. False: it is another's by now, and its position stands. */
  async advance(owner: string, { xid, id }: Position): Promise<boolean> {
    return (await this.database.rows(ADVANCE, [this.name, owner, xid, id, this.leaseMs])).length > 0;
  }

  /** Gives the lease back, so that nobody waits for its end. */
  async release(owner: string): Promise<void> {
    await this.database.rows(RELEASE, [this.name, owner]);
  }

  /** Seconds that the oldest row waits: for transactions still running (`feed`), for this follower (`relay`). */
  async lag(): Promise<{ readonly feed: number; readonly relay: number }> {
    const [row] = await this.database.rows<{ feed: number | null; relay: number | null }>(LAG, [this.name]);
    return { feed: Math.max(0, row?.feed ?? 0), relay: Math.max(0, row?.relay ?? 0) };
  }
}
