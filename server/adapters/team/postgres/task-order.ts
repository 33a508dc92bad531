import { PRIORITIES, STATUSES, type Sort, type TaskRecord } from '../../../contract/tasks.ts';
import type { TaskOrder } from '../../../modules/tasks/task.store.ts';
import { AppError } from '../../../errors.ts';
import { decodeCursor, encodeCursor } from '../../../ports/cursor.ts';
import { fold } from '../../../ports/text.ts';
import type { Parameters } from './parameters.ts';

interface Key {
  /** Over the table `t`, and `users who` for the order by assignee. */
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
    sql: 'who.sort_name',
    type: 'text COLLATE "C"',
    nullable: true,
    isValid: isText,
  },
  rank: { sql: 't.rank', type: 'text COLLATE "C"', nullable: true, isValid: isText },
};

/** `found`: what the statement says of a task that is ordered by something else than itself. */
function valueOf(task: TaskRecord, sort: Sort, found: unknown): string | null {
  switch (sort) {
    case 'title':
      return fold(task.title);
    case 'assignee':
      return typeof found === 'string' ? found : null;
    default:
      return task[sort];
  }
}

const kindOf = ({ sort, order }: TaskOrder): string => `tasks:${sort}:${order}`;

/** The place behind a task, as an opaque word; `key`: what the statement ordered it by. */
export const cursorBehind = (task: TaskRecord, order: TaskOrder, key: unknown): string =>
  encodeCursor(kindOf(order), [valueOf(task, order.sort, key), task.id]);

/** Some of the tasks, in an order that an index may give. */
interface Side {
  readonly key: string;
  /** What stands behind FROM tasks t, and behind WHERE. */
  readonly join: string;
  readonly where: string;
  readonly by: string;
}

/** An order as SQL. */
export interface OrderSql {
  /** Their tasks together, each once, are all. */
  readonly sides: readonly Side[];
  /** ORDER BY over a key and an id. */
  readonly by: (key: string, id: string) => string;
}

/**
 * For a column that is never null the words NULLS LAST would keep PostgreSQL from its index. By assignee: people in their
 * order with their tasks, and those of nobody, so that a page reads as many as it needs.
 */
export function orderSql({ sort, order }: TaskOrder): OrderSql {
  const { sql: key, nullable } = KEYS[sort];
  const direction = order === 'desc' ? 'DESC' : 'ASC';
  const by = (value: string, id: string): string =>
    `${value} ${direction}${nullable ? ' NULLS LAST' : ''}, ${id} ${direction}`;
  if (sort !== 'assignee') return { sides: [{ key, join: '', where: '', by: by('k', 't.id') }], by };
  const join = 'JOIN users who ON who.id = t.assignee_id';
  return {
    sides: [
      { key, join, where: '', by: `k ${direction}, t.id ${direction}` },
      { key: 'NULL::text', join: '', where: ' AND t.assignee_id IS NULL', by: `t.id ${direction}` },
    ],
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
