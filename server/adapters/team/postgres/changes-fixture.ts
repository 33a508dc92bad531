import type { EventRecord } from '../../../contract/events.ts';
import type { EventStore } from '../../../modules/events/event.store.ts';
import type { Database } from './database.ts';

/** The audited rows of `changes`, newest first: enough of an event store for the suites of the others. */
export class ChangesEventStore implements EventStore {
  constructor(private readonly database: Database) {}

  async list(...[{ entityId }, { limit }]: Parameters<EventStore['list']>): ReturnType<EventStore['list']> {
    const text = `SELECT event_id AS id FROM changes c WHERE entity_id = $1 AND audit ORDER BY c.xid DESC, c.id DESC LIMIT $2`;
    const items = await this.database.rows<EventRecord>({ name: '', text }, [entityId, limit]);
    return { items, nextCursor: null, partial: false };
  }

  entitiesWith(): Promise<ReadonlySet<string>> {
    return Promise.resolve(new Set());
  }

  async *all(): AsyncIterable<EventRecord> {
    yield* [];
  }
}
