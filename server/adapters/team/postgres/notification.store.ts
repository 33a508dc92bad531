import type { Notification } from '../../../contract/events.ts';
import { AppError } from '../../../errors.ts';
import type { NotificationStore } from '../../../modules/notifications/notification.store.ts';
import { decodeCursor, encodeCursor } from '../../../ports/cursor.ts';
import type { Page, PageRequest } from '../../../ports/effects.ts';
import type { Database, Statement } from './database.ts';
import { feedOf } from './effects.ts';
import { isoOf, isoOrNull } from './instant.ts';

/** What makes a Notification; `n` is the table. */
export const NOTIFICATION_COLUMNS = `n.id, n.user_id AS "userId", n.kind, n.task_id AS "taskId", n.actor_id AS "actorId", n.at::text AS at,
  n.read_at::text AS "readAt"`;

export const notificationOf = (row: Notification): Notification => ({
  id: row.id,
  userId: row.userId,
  kind: row.kind,
  taskId: row.taskId,
  actorId: row.actorId,
  at: isoOf(row.at),
  readAt: isoOrNull(row.readAt),
});

/** A page and the number of what is unread in one statement; $3 and $4: the place behind which it begins. */
const listing = (name: string, unread: boolean): Statement => ({
  name,
  text: `SELECT counted.unread, q.* FROM (
      SELECT count(*)::integer AS unread FROM notifications WHERE user_id = $1 AND read_at IS NULL
    ) AS counted LEFT JOIN LATERAL (
      SELECT n.at AS place, ${NOTIFICATION_COLUMNS} FROM notifications n WHERE n.user_id = $1${unread ? ' AND n.read_at IS NULL' : ''}
        AND ($3::timestamptz IS NULL OR n.at < $3 OR (n.at = $3 AND n.id < $4::uuid))
      ORDER BY n.at DESC, n.id DESC LIMIT $2
    ) AS q ON true ORDER BY q.place DESC, q.id DESC`,
});
const LIST = { all: listing('inbox', false), unread: listing('inbox-unread', true) };

const ADD: Statement = {
  name: 'inbox-add',
  text: `WITH told AS (
      INSERT INTO notifications (id, user_id, kind, task_id, actor_id, at, read_at)
      SELECT r.id, r."userId", r.kind, r."taskId", r."actorId", r.at, r."readAt"
      FROM json_to_recordset($1) AS r(id uuid, "userId" uuid, kind text, "taskId" uuid, "actorId" uuid, at timestamptz,
        "readAt" timestamptz)
      ON CONFLICT (id) DO NOTHING RETURNING id, user_id
    ), fed AS (${feedOf('told', 'notification.created')})
    SELECT id FROM told`,
};
const READ: Statement = {
  name: 'inbox-read',
  text: `WITH told AS (
      UPDATE notifications SET read_at = $2
      WHERE user_id = $1 AND read_at IS NULL AND ($3::uuid[] IS NULL OR id = ANY($3)) RETURNING id, user_id
    ), fed AS (${feedOf('told', 'notification.read')})
    SELECT count(*) FROM told`,
};
const PRUNE: Statement = {
  name: 'inbox-prune',
  text: `WITH gone AS (
      DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING id
    ) SELECT count(*)::integer AS n FROM gone`,
};
/** So that one statement neither holds many locks nor runs into its time limit. */
const PRUNED_AT_ONCE = 5_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function placeOf(cursor: string | undefined): (string | null)[] {
  if (cursor === undefined) return [null, null];
  const [at, id] = decodeCursor('inbox', cursor, [['string'], ['string']]) as [string, string];
  if (INSTANT.test(at) && !Number.isNaN(Date.parse(at)) && UUID.test(id)) return [at, id];
  throw new AppError(
    'CURSOR_INVALID',
    'This place in the inbox is not known any more. Load it from its start.',
  );
}

/** Inboxes in PostgreSQL; what comes and what is read is told to replicas by rows of `changes`. */
export class PostgresNotificationStore implements NotificationStore {
  constructor(private readonly database: Database) {}

  async list(
    userId: string,
    unread: boolean,
    { cursor, limit }: PageRequest,
  ): Promise<Page<Notification> & { readonly unread: number }> {
    const statement = unread ? LIST.unread : LIST.all;
    const values = [userId, limit + 1, ...placeOf(cursor)];
    const rows = await this.database.rows<Notification & { unread: number }>(statement, values);
    const found = rows.filter((row) => row.id !== null).map(notificationOf);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const nextCursor = found.length > limit && last ? encodeCursor('inbox', [last.at, last.id]) : null;
    return { items, nextCursor, unread: rows[0]?.unread ?? 0 };
  }

  async add(notifications: readonly Notification[]): Promise<readonly Notification[]> {
    if (notifications.length === 0) return [];
    const rows = await this.database.rows<{ id: string }>(ADD, [JSON.stringify(notifications)]);
    const added = new Set(rows.map(({ id }) => id));
    return notifications.filter(({ id }) => added.delete(id));
  }

  async markRead(userId: string, ids: readonly string[] | 'all', at: string): Promise<void> {
    await this.database.rows(READ, [userId, at, ids === 'all' ? null : ids]);
  }

  async prune(before: string): Promise<void> {
    for (;;) {
      const [row] = await this.database.rows<{ n: number }>(PRUNE, [before, PRUNED_AT_ONCE]);
      if (!row || row.n < PRUNED_AT_ONCE) return;
    }
  }
}
