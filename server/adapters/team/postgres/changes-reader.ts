import type { EventRecord, EventType } from '../../../contract/events.ts';
import type { EventFilter } from '../../../modules/events/event.store.ts';
import type { Queryable, Statement } from './database.ts';

/** An event with its number in the order of writing. */
export interface Numbered {
  readonly event: EventRecord;
  readonly sequence: number;
}

/** A place among events: by their time, those of one instant in the order of writing. */
export interface EventPlace {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly sequence: number;
}

/**
 * A stretch of events. `after`: behind that place in the order asked for. By time for many entities; those of one by
 * writing alone, which is the order of its versions whatever the clocks of two servers say.
 */
export interface EventStretch {
  readonly by: 'time' | 'writing';
  readonly after: EventPlace | null;
  readonly limit: number;
  readonly order: 'newest' | 'oldest';
}

/** A row of `changes` that carries an event, as `EVENT_COLUMNS` names it. */
export interface EventRow {
  readonly id: string;
  readonly event_id: string;
  readonly type: EventRecord['type'];
  readonly actor_id: string | null;
  readonly entity_type: EventRecord['entityType'];
  readonly entity_id: string;
  readonly payload: EventRecord['payload'];
  readonly metadata: EventRecord['metadata'];
  readonly correlation_id: string | null;
  readonly at: Date;
}

export const EVENT_COLUMNS =
  'id, event_id, type, actor_id, entity_type, entity_id, payload, metadata, correlation_id, at';

export const numbered = (row: EventRow): Numbered => ({
  sequence: Number(row.id),
  event: {
    id: row.event_id,
    type: row.type,
    actorId: row.actor_id,
    entityType: row.entity_type,
    entityId: row.entity_id,
    payload: row.payload,
    metadata: row.metadata,
    correlationId: row.correlation_id,
    at: row.at.toISOString(),
  },
});

/** A place in the order that followers read by. Both are 64 bits wide, as PostgreSQL writes them. */
export interface Position {
  readonly xid: string;
  readonly id: string;
}

const BEGINNING: Position = { xid: '0', id: '0' };
const POSITION = { name: 'relay-position', text: 'SELECT xid, id FROM relay WHERE name = $1' };

const ENTITIES_WITH = {
  name: 'events-entities-with',
  text: `SELECT e.id FROM unnest($1::uuid[]) AS e(id) WHERE EXISTS (
      SELECT FROM changes c WHERE c.entity_id = e.id AND c.audit AND c.type = ANY($2::text[])
        AND ($3::timestamptz IS NULL OR c.at >= $3))`,
};

/** The events that `changes` holds: those of the last 90 days, whether the event log has them yet or not. */
export class ChangesReader {
  constructor(private readonly database: Queryable) {}

  /** `unrelayedBy`: only those that the follower of that name has not passed. Throws STORE_UNAVAILABLE. */
  async events(filter: EventFilter, stretch: EventStretch, unrelayedBy: string | null): Promise<Numbered[]> {
    const behind = unrelayedBy === null ? null : await this.#positionOf(unrelayedBy);
    const { statement, values } = query(filter, stretch, behind);
    return (await this.database.rows<EventRow>(statement, values)).map(numbered);
  }

  /** Of these entities those with an event of one of these types at or after `from`. Throws STORE_UNAVAILABLE. */
  async entitiesWith(
    entityIds: readonly string[],
    types: readonly EventType[],
    from: number | null,
  ): Promise<string[]> {
    const since = from === null ? null : new Date(from);
    const rows = await this.database.rows<{ id: string }>(ENTITIES_WITH, [entityIds, types, since]);
    return rows.map(({ id }) => id);
  }

  async #positionOf(follower: string): Promise<Position> {
    const [position] = await this.database.rows<Position>(POSITION, [follower]);
    return position ?? BEGINNING;
  }
}

function query(
  filter: EventFilter,
  { by, after, limit, order }: EventStretch,
  behind: Position | null,
): { statement: Statement; values: readonly unknown[] } {
  const values: unknown[] = [];
  const conditions: string[] = ['audit'];
  /** `text` with `?` for each value; `mark` tells statements apart by their conditions. */
  let name = `events-${by}-${order}`;
  const add = (mark: string, text: string, ...given: unknown[]): void => {
    name += `-${mark}`;
    conditions.push(text.replace(/\?/g, () => `$${values.push(given.shift())}`));
  };
  if (filter.type) add('type', 'type = ANY(?)', filter.type);
  if (filter.actorId !== undefined) add('actor', 'actor_id = ?', filter.actorId);
  if (filter.entityId !== undefined) add('entity', 'entity_id = ?', filter.entityId);
  if (filter.from !== undefined) add('from', 'at >= ?', new Date(filter.from));
  if (filter.to !== undefined) add('to', 'at < ?', new Date(filter.to));
  const [beyond, direction] = order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC'];
  if (after && by === 'writing') add('after', `id ${beyond} ?::bigint`, after.sequence);
  if (after && by === 'time')
    add('after', `(at, id) ${beyond} (?, ?::bigint)`, new Date(after.at), after.sequence);
  if (behind) add('new', '(xid, id) > (?::xid8, ?::bigint)', behind.xid, behind.id);
  const limited = `ORDER BY ${by === 'time' ? `at ${direction}, ` : ''}id ${direction} LIMIT $${values.push(limit)}`;
  const among = (own: readonly string[]): string =>
    `SELECT ${EVENT_COLUMNS} FROM changes WHERE ${[...conditions, ...own].join(' AND ')} ${limited}`;
  let text = among([]);
  if (filter.seenBy !== undefined) {
    name += '-seen';
    const sides = sidesOf(`$${values.push(filter.seenBy)}::uuid`).map((side) => `(${among(side)})`);
    text = `SELECT * FROM (${sides.join(' UNION ALL ')}) AS seen ${limited}`;
  }
  // Planned anew each time where only the end of the table is wanted: a plan for any position would walk through all of it.
  return { statement: { name: behind ? '' : name, text }, values };
}

/**
 * What somebody did, and what others did to their tasks: each found by an index of its own, where an OR would walk through time
 * and hold every row against all of their tasks. These as an array, so that an index leads to what there is of each.
 */
const sidesOf = (me: string): readonly (readonly string[])[] => [
  [`actor_id = ${me}`],
  [
    `actor_id IS DISTINCT FROM ${me}`,
    `entity_type = 'task'`,
    `entity_id = ANY(ARRAY(SELECT id FROM tasks WHERE creator_id = ${me} UNION SELECT id FROM tasks WHERE assignee_id = ${me}))`,
  ],
];
