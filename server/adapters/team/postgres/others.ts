import type { Others } from '../../../modules/events/index.ts';
import type { Actor } from '../../../ports/actor.ts';
import type { Queryable, Statement } from './database.ts';

/**
 * Rows that are looked at, from the newest back: what lies behind so many that are one's own or unseen is no news. The walk
 * ends at the first that is news; where none is it takes 5 ms, once for a window that opens or comes back.
 */
const MOST_LOOKED_AT = 10_000;

/** $1: the reader; $2: whether an admin. */
const NEWEST: Statement = {
  name: 'events-of-others',
  text: `SELECT event_id AS newest FROM (
      SELECT xid, id, event_id, entity_type, actor_id, audit, seers_after FROM changes
      ORDER BY xid DESC, id DESC LIMIT ${MOST_LOOKED_AT}
    ) c WHERE audit AND entity_type = 'task' AND actor_id <> $1::uuid AND ($2::boolean OR $1::uuid = ANY(seers_after))
    ORDER BY xid DESC, id DESC LIMIT 1`,
};

/** What others do on a team, by the events that `changes` holds: those of the last 90 days. Throws STORE_UNAVAILABLE. */
export class PostgresOthers implements Others {
  constructor(private readonly database: Queryable) {}

  async newest({ id, role }: Actor): Promise<string | null> {
    const [row] = await this.database.rows<{ newest: string }>(NEWEST, [id, role === 'admin']);
    return row?.newest ?? null;
  }
}
