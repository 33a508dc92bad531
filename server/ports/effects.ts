import type { EventRecord, Notification } from '../contract/events.ts';

/** What belongs to a write and is kept with it in one atomic append (or one transaction): all of it, or none. */
export interface Effects {
  readonly events: readonly EventRecord[];
  readonly notifications: readonly Notification[];
}

export const NO_EFFECTS: Effects = { events: [], notifications: [] };

/** One page of a list that is read from the newest on. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null at the end. */
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}
