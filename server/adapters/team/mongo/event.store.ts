import type { EventRecord, EventType } from '../../../contract/events.ts';
import type { EventFilter, EventStore } from '../../../modules/events/event.store.ts';
import type { Page, PageRequest } from '../../../ports/effects.ts';
import type { Clock } from '../../../ports/clock.ts';
import { AppError } from '../../../errors.ts';
import { decodeCursor, encodeCursor } from '../../../ports/cursor.ts';
import type { ChangesReader, EventPlace, EventStretch, Numbered } from '../postgres/changes-reader.ts';
import { CircuitOpen } from '../redis/breaker.ts';
import type { EventLog } from './event-log.ts';

/** The row in `relay` of the follower that fills the event log. */
export const EVENTS = 'events';

const DAY_MS = 86_400_000;
const AT_ONCE = 500;
/** Entities that one question names. */
const IDS_AT_ONCE = 1_000;

const placeOf = ({ event, sequence }: Numbered): EventPlace => ({ at: Date.parse(event.at), sequence });

const cursorBehind = (last: Numbered): string => {
  const { at, sequence } = placeOf(last);
  return encodeCursor('events', [at, sequence]);
};

const LATEST_MS = 8.64e15;

/** What is asked of MongoDB, which knows no task: of what a person may see, what they did. Null: nothing there can fit. */
function ofLog({ seenBy, ...filter }: EventFilter): EventFilter | null {
  if (seenBy === undefined) return filter;
  return filter.actorId === undefined || filter.actorId === seenBy ? { ...filter, actorId: seenBy } : null;
}

/** Throws CURSOR_INVALID. */
function placeIn(cursor: string): EventPlace {
  const [at, sequence] = decodeCursor('events', cursor, [['number'], ['number']]) as [number, number];
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(sequence) || Math.abs(at) > LATEST_MS)
    throw new AppError(
      'CURSOR_INVALID',
      'This place in the list is not known any more. Load the list from its start.',
    );
  return { at, sequence };
}

/**
 * Events of a team: what MongoDB keeps, and what `changes` has and MongoDB not yet. Both order alike, so that a cursor
 * stays where it stood while the relay moves events over. What others did to the tasks of a person who is no admin is
 * asked of `changes` alone: that goes 90 days back. With MongoDB away: what `changes` still has, said by `partial`.
 */
export class TeamEventStore implements EventStore {
  constructor(
    private readonly log: EventLog,
    private readonly changes: ChangesReader,
    private readonly clock: Clock,
    /** Null: for ever. */
    private readonly retentionDays: number | null,
    private readonly onError: (error: unknown) => void,
  ) {}

  async list(
    filter: EventFilter,
    { cursor, limit }: PageRequest,
  ): Promise<Page<EventRecord> & { readonly partial: boolean }> {
    const after = cursor === undefined ? null : placeIn(cursor);
    const by = filter.entityId === undefined ? 'time' : 'writing';
    const stretch: EventStretch = { by, after, limit: limit + 1, order: 'newest' };
    const { events, partial } = await this.#stretch(this.#kept(filter), stretch);
    const page = events.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(({ event }) => event),
      nextCursor: events.length > limit && last ? cursorBehind(last) : null,
      partial,
    };
  }

  /** What MongoDB alone has is left out while it is away; `changes` has the last 90 days. */
  async entitiesWith(
    entityIds: readonly string[],
    types: readonly EventType[],
  ): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    const from = this.#kept({}).from ?? null;
    for (let start = 0; start < entityIds.length; start += IDS_AT_ONCE) {
      const some = entityIds.slice(start, start + IDS_AT_ONCE);
      for (const id of await this.changes.entitiesWith(some, types, from)) found.add(id);
      const left = some.filter((id) => !found.has(id));
      if (left.length === 0) continue;
      const kept = await this.log.entitiesWith(left, types, from).catch((error: unknown) => {
        if (!(error instanceof CircuitOpen)) this.onError(error);
        return [];
      });
      for (const id of kept) found.add(id);
    }
    return found;
  }

  async *all(actorId?: string): AsyncIterable<EventRecord> {
    const filter = this.#kept(actorId === undefined ? {} : { actorId });
    let after: EventPlace | null = null;
    for (;;) {
      const { events, partial } = await this.#stretch(filter, {
        by: 'time',
        after,
        limit: AT_ONCE,
        order: 'oldest',
      });
      if (partial)
        throw new AppError('STORE_UNAVAILABLE', 'The event log does not answer. Try again shortly.');
      for (const { event } of events) yield event;
      const last = events.at(-1);
      if (!last || events.length < AT_ONCE) return;
      after = placeOf(last);
    }
  }

  /** `changes` first: what the relay moves in between is then found twice, and never left out. */
  async #stretch(
    filter: EventFilter,
    stretch: EventStretch,
  ): Promise<{ events: Numbered[]; partial: boolean }> {
    const asked = ofLog(filter);
    const fresh = await this.changes.events(filter, stretch, filter.seenBy === undefined ? EVENTS : null);
    if (asked === null) return { events: fresh, partial: false };
    try {
      return { events: merged(fresh, await this.log.events(asked, stretch), stretch), partial: false };
    } catch (error) {
      // Left alone after a failure that was told already.
      if (!(error instanceof CircuitOpen)) this.onError(error);
      return { events: await this.changes.events(filter, stretch, null), partial: true };
    }
  }

  /** Leaves out what retention may not have deleted yet. */
  #kept(filter: EventFilter): EventFilter {
    if (this.retentionDays === null) return filter;
    const oldest = this.clock.now() - this.retentionDays * DAY_MS;
    return { ...filter, from: Math.max(filter.from ?? oldest, oldest) };
  }
}

function merged(
  fresh: readonly Numbered[],
  kept: readonly Numbered[],
  { by, limit, order }: EventStretch,
): Numbered[] {
  if (fresh.length === 0) return [...kept];
  const all = new Map([...fresh, ...kept].map((one) => [one.event.id, one]));
  const sign = order === 'newest' ? -1 : 1;
  const compare = (a: Numbered, b: Numbered): number =>
    sign * ((by === 'time' ? Date.parse(a.event.at) - Date.parse(b.event.at) : 0) || a.sequence - b.sequence);
  return [...all.values()].sort(compare).slice(0, limit);
}
