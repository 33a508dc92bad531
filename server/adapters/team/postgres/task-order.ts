import { PRIORITIES, STATUSES, type Sort, type TaskRecord } from '../../../contract/tasks.ts';
import type { TaskOrder } from '../../../modules/tasks/task.store.ts';
import { AppError } from '../../../errors.ts';
import { decodeCursor, encodeCursor } from '../../../ports/cursor.ts';
import { fold } from '../../../ports/text.ts';
import type { Parameters } from './parameters.ts';

interface Key {
  /** Over the table `t`, and `who (id, name)` for the order by assignee. */
  readonly sql: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly isValid: (value: string) => boolean;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const isInstant = (value: string): boolean => INSTANT.test(value) && !Number.isNaN(Date.parse(value));
const isText = (value: string): boolean => !value.includes('\0') && value.isWellFormed();
const oneOf = (values: readonly string[]) => (value: string) => values.includes(value);

const timeKey = (column: string, nullable: boolean): Key => ({
  sql: `t.${column}`,
  type: 'timestamptz',
  nullable,
  isValid: isInstant,
});

const KEYS: Record<Sort, Key> = {
  createdAt: timeKey('created_at', false),
  updatedAt: timeKey('updated_at', false),
  dueDate: timeKey('due_date', true),
  priority: { sql: 't.priority', type: 'task_priority', nullable: false, isValid: oneOf(PRIORITIES) },
  status: { sql: 't.status', type: 'task_status', nullable: false, isValid: oneOf(STATUSES) },
  title: { sql: 't.title_folded', type: 'text COLLATE "C"', nullable: false, isValid: isText },
  assignee: {
    sql: 'coalesce(who.name, t.assignee_id::text) COLLATE "C"',
    type: 'text COLLATE "C"',
    nullable: true,
    isValid: isText,
  },
  rank: { sql: 't.rank', type: 'text COLLATE "C"', nullable: true, isValid: isText },
};

function valueOf(task: TaskRecord, { sort, names }: TaskOrder): string | null {
  switch (sort) {
    case 'title':
      return fold(task.title);
    case 'assignee':
      return task.assigneeId === null ? null : (names?.get(task.assigneeId) ?? task.assigneeId);
    default:
      return task[sort];
  }
}

const kindOf = ({ sort, order }: TaskOrder): string => `tasks:${sort}:${order}`;

/** The place behind a task, as an opaque word. */
export const cursorBehind = (task: TaskRecord, order: TaskOrder): string =>
  encodeCursor(kindOf(order), [valueOf(task, order), task.id]);

/** An order as SQL. */
export interface OrderSql {
  readonly key: string;
  /** Joins what the key needs beside `tasks t`. */
  readonly join: string;
  /** ORDER BY over a key and an id. */
  readonly by: (key: string, id: string) => string;
}

/** For a column that is never null the words NULLS LAST would keep PostgreSQL from its index. */
export function orderSql({ sort, order, names }: TaskOrder, parameters: Parameters): OrderSql {
  const { sql, nullable } = KEYS[sort];
  const direction = order === 'desc' ? 'DESC' : 'ASC';
  const by = (key: string, id: string): string =>
    `${key} ${direction}${nullable ? ' NULLS LAST' : ''}, ${id} ${direction}`;
  if (sort !== 'assignee') return { key: sql, join: '', by };
  const people = [...(names ?? [])];
  const ids = parameters.add(
    people.map(([id]) => id),
    'uuid[]',
  );
  const called = parameters.add(
    people.map(([, name]) => name),
    'text[]',
  );
  return {
    key: sql,
    join: `LEFT JOIN unnest(${ids}, ${called}) AS who(id, name) ON who.id = t.assignee_id`,
    by,
  };
}

const invalid = (): AppError =>
  new AppError(
    'CURSOR_INVALID',
    'This place in the list is not known any more. Load the list from its start.',
  );

/**
 * The condition that a task stands behind a cursor; `column` and `id` are how the text names the key and the id. Throws
 * CURSOR_INVALID.
 */
export function behindSql(
  cursor: string,
  order: TaskOrder,
  parameters: Parameters,
  column: string,
  id: string,
): string {
  const key = KEYS[order.sort];
  const types = key.nullable ? (['string', 'null'] as const) : (['string'] as const);
  const [value, last] = decodeCursor(kindOf(order), cursor, [[...types], ['string']]);
  if (typeof last !== 'string' || !UUID.test(last)) throw invalid();
  if (typeof value === 'string' && !key.isValid(value)) throw invalid();
  const beyond = order.order === 'desc' ? '<' : '>';
  const behindId = `${id} ${beyond} ${parameters.add(last, 'uuid')}`;
  if (typeof value !== 'string') return `${column} IS NULL AND ${behindId}`;
  const at = parameters.add(value, key.type);
  const behind = `(${column} ${beyond} ${at} OR (${column} = ${at} AND ${behindId}))`;
  // The first part is what an index can start from.
  return key.nullable ? `(${behind} OR ${column} IS NULL)` : `${column} ${beyond}= ${at} AND ${behind}`;
}
