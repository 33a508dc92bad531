import { WHOLE_DAY_MORNING, type Remindable } from '../../../modules/tasks/task.store.ts';
import type { Queryable, Statement } from './database.ts';
import { REMINDABLE_COLUMNS, remindableOf } from './task-row.ts';

/** Some 50 KB: what is read at once is what V8 makes room for, and it seldom gives that back. */
const PORTION = 200;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/** Each a walk through a partial index, from a place ($1, $3) on. */
const walk = (name: string, at: string, fits: string): Statement => ({
  name,
  text: `SELECT ${REMINDABLE_COLUMNS} FROM tasks t WHERE t.deleted_at IS NULL AND t.status NOT IN ('done', 'cancelled')
      AND ${at} >= $1::timestamptz AND ${at} < $2::timestamptz AND (${at}, t.id) > ($1::timestamptz, $3::uuid) AND ${fits}
    ORDER BY ${at}, t.id LIMIT ${PORTION}`,
});
const REMIND_AT = walk('reminders-chosen', 't.remind_at', 'true');
const DUE = walk(
  'reminders-due',
  't.due_date',
  `t.remind_at IS NULL AND (t.due_all_day OR (t.due_date >= $4::timestamptz AND t.due_date < $5::timestamptz))`,
);

const iso = (ms: number): string => new Date(ms).toISOString();

/** See TaskStore.remindable. */
export async function* remindableIn(
  database: Queryable,
  from: number,
  to: number,
): AsyncGenerator<readonly Remindable[]> {
  const { earliest, latest } = WHOLE_DAY_MORNING;
  const exact = [iso(from), iso(to)];
  yield* portions(database, REMIND_AT, from, to, []);
  yield* portions(database, DUE, from - latest, to - earliest, exact);
}

async function* portions(
  database: Queryable,
  statement: Statement,
  from: number,
  to: number,
  more: readonly string[],
): AsyncGenerator<readonly Remindable[]> {
  let place = [iso(from), LOWEST_ID];
  for (;;) {
    const rows = await database.rows<Remindable>(statement, [place[0], iso(to), place[1], ...more]);
    if (rows.length > 0) yield rows.map(remindableOf);
    const last = rows.at(-1);
    if (!last || rows.length < PORTION) return;
    place = [last.remindAt ?? (last.dueDate as string), last.id];
  }
}
