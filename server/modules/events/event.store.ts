import type { EventRecord, EventType } from '../../contract/events.ts';
import type { Page, PageRequest } from '../../ports/effects.ts';

export interface EventFilter {
  readonly type?: readonly EventType[];
  readonly actorId?: string;
  readonly entityId?: string;
  /** What this person did, and what happened to tasks that they made or are assigned to now. */
  readonly seenBy?: string;
  /** [from, to) in milliseconds. */
  readonly from?: number;
  readonly to?: number;
}

/**
 * Reads what writes left behind (Effects), newest first. Those of one entity, and of one instant, stand in the order of
 * writing. Throws CURSOR_INVALID.
 */
export interface EventStore {
  list(filter: EventFilter, page: PageRequest): Promise<Page<EventRecord> & { readonly partial: boolean }>;
  /** Of these entities those that have an event of one of these types. One question, however many they are. */
  entitiesWith(entityIds: readonly string[], types: readonly EventType[]): Promise<ReadonlySet<string>>;
  /** Every event, or those of one actor, oldest first: for export and backups. */
  all(actorId?: string): AsyncIterable<EventRecord>;
}
