import type { EventRecord, EventType, Notification } from '../../../contract/events.ts';
import type { Effects } from '../../../ports/effects.ts';
import type { Queryable } from './database.ts';

/** Events that replicas follow; the rest (logins, sessions, links) is for the audit only. */
const FED: ReadonlySet<EventType> = new Set([
  'user.registered',
  'user.updated',
  'user.role_changed',
  'user.disabled',
  'user.enabled',
]);

const isFed = (type: EventType): boolean => type.startsWith('task.') || FED.has(type);

/** Effects as the two JSON parameters that EFFECTS reads. `of`: the entity whose write they belong to. */
export interface EffectRows {
  readonly events: readonly unknown[];
  readonly notices: readonly unknown[];
}

const eventRow = (event: EventRecord, of: string, n: number) => ({
  of,
  n,
  id: event.id,
  type: event.type,
  actor: event.actorId,
  kind: event.entityType,
  entity: event.entityId,
  feed: isFed(event.type),
  payload: event.payload,
  metadata: event.metadata,
  correlation: event.correlationId,
  at: event.at,
});

const noticeRow = (notification: Notification, of: string, n: number) => ({ of, n, ...notification });

/** `n`: the number of the write among those of one statement; rows are made in its order, then in theirs. */
export const effectRows = (effects: Effects, of: string, n = 0): EffectRows => ({
  events: effects.events.map((event) => eventRow(event, of, n)),
  notices: effects.notifications.map((notification) => noticeRow(notification, of, n)),
});

const EVENT_NAMES = 'of, n, id, type, actor, kind, entity, feed, payload, metadata, correlation, at';
const EVENT_COLUMNS = `of uuid, n int, id uuid, type text, actor uuid, kind text, entity uuid, feed boolean, payload jsonb,
    metadata jsonb, correlation text, at timestamptz`;

/**
 * Parts of a WITH that keep the effects of writes in the same statement. They stand behind a part `hit (id, before,
 * after)`: the writes that were made, and who saw their entity before and after (null: everybody). `events` and `notices`
 * are how the text names the two JSON parameters.
 */
export const logEvents = (events: string): string => `
  logged AS (
    INSERT INTO changes (event_id, type, actor_id, entity_type, entity_id, seers_before, seers_after, feed, payload,
                         metadata, correlation_id, at)
    SELECT e.id, e.type, e.actor, e.kind, e.entity, hit.before, hit.after, e.feed, e.payload, e.metadata, e.correlation,
           e.at
    FROM hit JOIN ROWS FROM (json_to_recordset(${events}) AS (${EVENT_COLUMNS})) WITH ORDINALITY AS e(${EVENT_NAMES}, place)
      ON e.of = hit.id
    ORDER BY e.n, e.place
  )`;

/** The columns of `changes` that one event fills, seers apart, as parameters: for the writes that have just one. */
export const ONE_EVENT = {
  columns: 'event_id, type, actor_id, entity_type, entity_id, feed, payload, metadata, correlation_id, at',
  types: ['uuid', 'text', 'uuid', 'text', 'uuid', 'boolean', 'jsonb', 'jsonb', 'text', 'timestamptz'],
  valuesOf: (event: EventRecord): unknown[] => [
    event.id,
    event.type,
    event.actorId,
    event.entityType,
    event.entityId,
    isFed(event.type),
    JSON.stringify(event.payload),
    JSON.stringify(event.metadata),
    event.correlationId,
    event.at,
  ],
} as const;

/** A row in somebody's inbox, and a row of the feed that says so. */
export const addNotices = (notices: string): string => `
  told AS (
    INSERT INTO notifications (id, user_id, kind, task_id, actor_id, at, read_at)
    SELECT r.id, r."userId", r.kind, r."taskId", r."actorId", r.at, r."readAt"
    FROM hit JOIN json_to_recordset(${notices}) AS r(of uuid, n int, id uuid, "userId" uuid, kind text, "taskId" uuid,
      "actorId" uuid, at timestamptz, "readAt" timestamptz) ON r.of = hit.id
    ORDER BY r.n
    ON CONFLICT (id) DO NOTHING
    RETURNING id, user_id
  ),
  fed AS (${feedOf('told', 'notification.created')})`;

/** Rows of the feed for what `from (id, user_id)` holds: seen by that user, not for the audit. */
export function feedOf(from: string, type: string): string {
  return `
    INSERT INTO changes (type, entity_type, entity_id, seers_before, seers_after, audit)
    SELECT '${type}', 'notification', id, ARRAY[user_id], ARRAY[user_id], false FROM ${from}`;
}

const EVENTS_ALONE = {
  name: 'events-alone',
  text: `WITH hit AS (SELECT e.of AS id, NULL::uuid[] AS before, NULL::uuid[] AS after
                      FROM json_to_recordset($1) AS e(of uuid) GROUP BY e.of), ${logEvents('$1')}
         SELECT 1`,
};

/** Keeps events that belong to no write of a store here: of accounts and sessions, in the caller's transaction. */
export async function recordEvents(on: Queryable, events: readonly EventRecord[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => eventRow(event, event.entityId, 0));
  await on.rows(EVENTS_ALONE, [JSON.stringify(rows)]);
}

const EVENTS_OF_TASKS = {
  name: 'events-of-tasks',
  text: `WITH hit AS (
      SELECT t.id, seers.ids AS before, seers.ids AS after FROM tasks t
        CROSS JOIN LATERAL (SELECT array_remove(ARRAY[t.creator_id, t.assignee_id], NULL) AS ids) seers
      WHERE t.id = ANY (ARRAY(SELECT e.of FROM json_to_recordset($1) AS e(of uuid)))
    ), ${logEvents('$1')}
    SELECT 1`,
};

/** Keeps events of tasks that belong to no write of them, for those who see the task as it is in the caller's transaction. */
export async function noteEvents(on: Queryable, events: readonly EventRecord[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event, n) => eventRow(event, event.entityId, n));
  await on.rows(EVENTS_OF_TASKS, [JSON.stringify(rows)]);
}
