import type { Notification } from '../../../contract/events.ts';
import type { Change } from '../../../contract/sync.ts';
import type { Role } from '../../../contract/users.ts';
import type { Standing } from '../../../modules/sync/index.ts';
import type { Statement } from './database.ts';
import { NOTIFICATION_COLUMNS, notificationOf } from './notification.store.ts';
import { WHOLE_TASK_COLUMNS, taskOf, type TaskRow } from './task-row.ts';
import { USER_COLUMNS, userOf, type UserRow } from './user.store.ts';

/** Rows of `changes` that one page looks at, whoever they are for. */
export const MOST_LOOKED_AT = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * $1: the reader; $2, $3, $4: the place asked for; `known`: the operation that the reader knows. Role and rights are of the
 * snapshot that everything is read in.
 */
const standing = (known: string): string => `reader AS MATERIALIZED (
    SELECT u.role, u.disabled_at IS NOT NULL AS disabled, u.role = 'admin' AS admin FROM users u WHERE u.id = $1::uuid
  ), standing AS MATERIALIZED (
    SELECT m.epoch, r.role, r.disabled, m.trimmed_xid, m.trimmed_id,
      CASE WHEN (m.trimmed_xid, m.trimmed_id) > ($2::xid8, $3::bigint) THEN 'trimmed'
           WHEN (m.trimmed_xid, m.trimmed_id) = ($2::xid8, $3::bigint) OR $4::uuid IS NULL
             OR EXISTS (SELECT FROM changes c WHERE c.xid = $2::xid8 AND c.id = $3::bigint AND c.event_id = $4::uuid)
           THEN 'here' ELSE 'gone' END AS place,
      ${known}::uuid IS NULL OR EXISTS (
        SELECT FROM operations o WHERE o.user_id = $1::uuid AND o.op_id = ${known}::uuid) AS known
    FROM meta m LEFT JOIN reader r ON true
  )`;

/** As selects, so that a plan for any place is as good as one for this place: it is then kept, and planning costs most here. */
const BEHIND = '(c.xid, c.id) > ((SELECT $2::xid8), (SELECT $3::bigint))';

/** Of a row of `changes`: whether the reader is told of it. */
const SEEN = `(c.seers_before IS NULL AND c.seers_after IS NULL OR $1::uuid = ANY(c.seers_before)
      OR $1::uuid = ANY(c.seers_after) OR c.entity_type = 'task' AND (SELECT admin FROM reader))`;

/**
 * What things (kind, id, n) hold now, as far as some 4 MB go. LIMIT 1 keeps the planner from reading whole tables: there are
 * few things, and their number is not known to it.
 */
const CONTENT = `content AS (
    SELECT * FROM (
      SELECT w.*, task.*, person."user", note.notification, sum(task.size) OVER (ORDER BY w.n) - task.size AS ahead
      FROM things w
      LEFT JOIN LATERAL (
        SELECT ${WHOLE_TASK_COLUMNS}, octet_length(t.title) + coalesce(octet_length(t.description), 0)
            + coalesce(octet_length(t.source), 0) + coalesce(octet_length(t.source_raw), 0) + 500 AS size,
          t.epoch_version AS "epochVersion",
          ((SELECT admin FROM reader) OR t.creator_id = $1::uuid OR t.assignee_id IS NOT DISTINCT FROM $1::uuid) AS visible
        FROM tasks t WHERE w.kind = 'task' AND t.id = w.thing LIMIT 1
      ) task ON true
      LEFT JOIN LATERAL (
        SELECT row_to_json(x) AS "user" FROM
          (SELECT ${USER_COLUMNS} FROM users u WHERE w.kind = 'user' AND u.id = w.thing LIMIT 1) x
      ) person ON true
      LEFT JOIN LATERAL (
        SELECT row_to_json(x) AS notification FROM (
          SELECT ${NOTIFICATION_COLUMNS} FROM notifications n
          WHERE w.kind = 'notification' AND n.id = w.thing AND n.user_id = $1::uuid LIMIT 1
        ) x
      ) note ON true
    ) q WHERE ahead IS NULL OR ahead < ${MOST_BYTES}
  )`;

/** $5: most things, and one more; $6: the operation that is known. */
export const FEED: Statement = {
  name: 'sync-feed',
  text: `WITH ${standing('$6')}, looked AS MATERIALIZED (
    SELECT c.*, row_number() OVER (ORDER BY c.xid, c.id) AS n FROM (
      SELECT c.xid, c.id, c.event_id, c.feed, c.entity_type, c.entity_id, c.seers_before, c.seers_after, c.audit,
        c.actor_id FROM changes c
      WHERE ${BEHIND} AND c.xid < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY c.xid, c.id LIMIT ${MOST_LOOKED_AT}
    ) c
  ), things AS MATERIALIZED (
    SELECT f.*, p.xid AS "beforeXid", p.id AS "beforeId", p.event_id AS "beforeEvent" FROM (
      SELECT c.entity_type AS kind, c.entity_id AS thing, min(c.n) AS n,
        -- Whether the last of it was for the reader's eyes: whoever lost sight before is not told that it is gone.
        (array_agg(c.seers_after IS NULL OR $1::uuid = ANY(c.seers_after) OR (SELECT admin FROM reader)
                   ORDER BY c.n DESC))[1] AS "toTheEnd",
        (array_agg(c.actor_id ORDER BY c.n DESC) FILTER (WHERE c.audit AND c.actor_id <> $1::uuid))[1] AS "by"
      FROM looked c WHERE c.feed AND ${SEEN} GROUP BY 1, 2 ORDER BY 3 LIMIT $5::integer
    ) f LEFT JOIN looked p ON p.n = f.n - 1
  ), waiting AS (
    SELECT count(*) = ${MOST_LOOKED_AT} OR coalesce(bool_or(w.seen), false) AS pending FROM (
      SELECT c.feed AND ${SEEN} AS seen FROM changes c
      WHERE c.xid >= pg_snapshot_xmin(pg_current_snapshot()) AND ${BEHIND}
      LIMIT ${MOST_LOOKED_AT}
    ) w
  ), ${CONTENT}
  SELECT s.epoch, s.role, s.disabled, s.place, s.known, waiting.pending, l.n AS looked, l.xid AS "endXid", l.id AS "endId",
    l.event_id AS "endEvent", (SELECT count(*) FROM things)::integer AS found, content.*
  FROM standing s CROSS JOIN waiting
    LEFT JOIN (SELECT * FROM looked ORDER BY n DESC LIMIT 1) l ON true LEFT JOIN content ON true
  ORDER BY content.n`,
};

/** Of the kind where the walk stands ($6) what is behind $7, or all with $8; of a later kind all. */
const beyond = (stage: number, id: string): string =>
  `$6::integer <= ${stage} AND ($6::integer < ${stage} OR ${id} >= $7::uuid AND ($8::boolean OR ${id} <> $7::uuid))`;

/*
 * Of the kind that has the most, the bound is always there, so that an index leads to it: those who begin with tasks hand in
 * the lowest id there is.
 */
const TASKS_BEYOND = `$6::integer <= 1 AND t.id >= CASE WHEN $6::integer < 1
      THEN '00000000-0000-0000-0000-000000000000' ELSE $7::uuid END AND ($6::integer < 1 OR $8::boolean OR t.id <> $7::uuid)`;
const OWN_TASKS = (whose: string): string => `(SELECT t.id FROM tasks t
        WHERE NOT (SELECT admin FROM reader) AND t.${whose} = $1::uuid AND ${TASKS_BEYOND} ORDER BY t.id LIMIT $9::integer)`;
const INBOX = `n.user_id = $1::uuid AND n.at >= now() - interval '90 days'`;

/** $5: whether the walk begins; $6: the kind where it stands; $7: the last id there; $8: whether there is none yet; $9, $10: as FEED's $5, $6. */
export const WALK: Statement = {
  name: 'sync-walk',
  text: `WITH ${standing('$10')}, things AS MATERIALIZED (
    SELECT f.stage, f.kind, f.thing, row_number() OVER (ORDER BY f.stage, f.thing) AS n FROM (
      (SELECT 0 AS stage, 'user' AS kind, u.id AS thing FROM users u WHERE ${beyond(0, 'u.id')}
       ORDER BY u.id LIMIT $9::integer)
      UNION ALL
      (SELECT 1, 'task', t.id FROM tasks t WHERE (SELECT admin FROM reader) AND ${TASKS_BEYOND}
       ORDER BY t.id LIMIT $9::integer)
      UNION ALL
      (SELECT 1, 'task', own.id FROM (${OWN_TASKS('creator_id')} UNION ${OWN_TASKS('assignee_id')}) own
       ORDER BY own.id LIMIT $9::integer)
      UNION ALL
      (SELECT 2, 'notification', n.id FROM notifications n WHERE ${INBOX} AND ${beyond(2, 'n.id')}
       ORDER BY n.id LIMIT $9::integer)
    ) f ORDER BY f.stage, f.thing LIMIT $9::integer
  ), begun AS (
    SELECT coalesce(c.xid, s.trimmed_xid, '0') AS "startXid", coalesce(c.id, s.trimmed_id, 0) AS "startId",
      c.event_id AS "startEvent",
      CASE WHEN $5::boolean THEN (SELECT count(*) FROM users) + (SELECT count(*) FROM notifications n WHERE ${INBOX}) + (
        SELECT count(*) FROM tasks t
        WHERE (SELECT admin FROM reader) OR t.creator_id = $1::uuid OR t.assignee_id = $1::uuid) END AS total
    FROM standing s LEFT JOIN (
      SELECT xid, id, event_id FROM changes WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY xid DESC, id DESC LIMIT 1
    ) c ON true WHERE $5::boolean
  ), ${CONTENT}
  SELECT s.epoch, s.role, s.disabled, s.place, s.known, begun.*, (SELECT count(*) FROM things)::integer AS found, content.*
  FROM standing s LEFT JOIN begun ON true LEFT JOIN content ON true ORDER BY content.n`,
};

interface StandingRow {
  readonly epoch: string;
  readonly role: Role | null;
  readonly disabled: boolean | null;
  readonly place: Standing['place'];
  readonly known: boolean;
  /** Things there are for this page, those among them that were too large to be read. */
  readonly found: number;
}

interface ThingRow extends TaskRow {
  readonly kind: 'task' | 'user' | 'notification' | null;
  readonly thing: string;
  readonly visible: boolean | null;
  readonly epochVersion: number | null;
  readonly user: UserRow | null;
  readonly notification: Notification | null;
}

export interface FeedRow extends StandingRow, ThingRow {
  readonly pending: boolean;
  readonly looked: string | null;
  readonly endXid: string;
  readonly endId: string;
  readonly endEvent: string;
  readonly beforeXid: string | null;
  readonly beforeId: string;
  readonly beforeEvent: string;
  readonly toTheEnd: boolean;
  readonly by: string | null;
}

export interface WalkRow extends StandingRow, ThingRow {
  readonly stage: number;
  readonly startXid: string | null;
  readonly startId: string;
  readonly startEvent: string | null;
  readonly total: string;
}

export const standingOf = ({ epoch, role, disabled, place, known }: StandingRow): Standing => ({
  epoch,
  reader: role === null ? null : { role, disabled: disabled ?? false },
  place,
  isKnown: known,
});

/** What a row says of its thing; null: nothing that a replica needs to know. */
export function changeOf(row: ThingRow, toTheEnd: boolean, by: string | null): Change | null {
  switch (row.kind) {
    case 'task':
      if (row.visible)
        return {
          kind: 'task',
          task: taskOf(row),
          ...(row.epochVersion === null ? {} : { epochVersion: row.epochVersion }),
          ...(by === null ? {} : { by }),
        };
      // Only what is not there has no `visible`.
      return {
        kind: 'removed',
        id: row.thing,
        reason: row.visible === null && toTheEnd ? 'purged' : 'sight',
      };
    case 'user':
      return row.user && { kind: 'user', user: userOf(row.user) };
    case 'notification':
      return row.notification && { kind: 'notification', notification: notificationOf(row.notification) };
    case null:
      return null;
  }
}

/** The rows of a page, and how many of them it holds; the first that it does not hold says where the next one begins. */
export function cut<Row extends StandingRow & ThingRow>(
  rows: readonly Row[],
  limit: number,
): { readonly things: readonly Row[]; readonly next: Row | undefined } {
  const things = rows.filter((row) => row.kind !== null);
  const isWhole = things.length <= limit && things.length === (rows[0]?.found ?? 0);
  const most = isWhole ? things.length : Math.min(limit, things.length - 1);
  return { things: things.slice(0, most), next: things[most] };
}
