import type { TaskFilter, TaskOrder } from '../../../modules/tasks/task.store.ts';
import type { Statement } from './database.ts';
import { Parameters } from './parameters.ts';
import { Prepared } from './prepared.ts';
import { branchesOf, countSql, fieldsIn } from './task-filter.ts';
import { behindSql, orderSql } from './task-order.ts';
import { TASK_COLUMNS } from './task-row.ts';

const prepared = new Prepared('tasks-list');

/** Where a page begins: so many tasks behind a place, or behind the beginning. */
export interface Start {
  readonly cursor: string | null;
  readonly skipped: number;
}

/**
 * One page as one statement: first the ids (from indexes alone where the order allows it), then their rows, one more than
 * `limit` to know whether it goes on. With `counted` each row carries `total`, and a page without rows is one row of nulls.
 */
export function listStatement(
  filter: TaskFilter,
  order: TaskOrder,
  { start, limit, counted }: { readonly start: Start; readonly limit: number; readonly counted: boolean },
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const parameters = new Parameters();
  const branches = branchesOf(filter, parameters);
  const { sides, by } = orderSql(order);
  const { cursor, skipped } = start;
  const behind = (column: string, id: string): string =>
    cursor === null ? '' : behindSql(cursor, order, parameters, column, id);
  // The limit stands in the text: PostgreSQL plans a page of 20 otherwise than one of who knows how many.
  const wanted = limit + 1;
  const offset = skipped === 0 ? '' : ` OFFSET ${parameters.add(skipped, 'bigint')}`;
  const scans = branches.flatMap((branch) =>
    sides.map((side) => ({
      ...side,
      text: `SELECT t.id, ${side.key} AS k FROM tasks t ${side.join} WHERE ${branch}${side.where}`,
    })),
  );
  // What a task is ordered by is known of it but for a name; of instants pg would make a Date each.
  const columns = order.sort === 'assignee' ? `${TASK_COLUMNS}, page.k` : TASK_COLUMNS;
  const pageOf = (ids: string): string =>
    `(${ids} LIMIT ${wanted}${offset}) AS page JOIN tasks t ON t.id = page.id`;
  const inOrder = `ORDER BY ${by('page.k', 'page.id')}`;
  const withTotal = (total: string, page: string): string =>
    `SELECT counted.total, ${columns} FROM (SELECT ${total} AS total) AS counted LEFT JOIN (${page}) ON true ${inOrder}`;

  if (counted && isWalk(filter, order)) {
    const place = behind('k', 'id');
    const ids = `SELECT id, k FROM hits ${place && `WHERE ${place}`} ORDER BY ${by('k', 'id')}`;
    const whole = `WITH hits AS MATERIALIZED (${scans.map(({ text }) => text).join(' UNION ALL ')})
      ${withTotal('(SELECT count(*) FROM hits)', pageOf(ids))}`;
    return { statement: prepared.get(whole), values: parameters.values };
  }
  const ordered = scans.map((scan) => {
    const place = behind(scan.key, 't.id');
    return `${scan.text} ${place && `AND ${place}`} ORDER BY ${scan.by}`;
  });
  // Each side alone may fill the page and all before it.
  const most = skipped === 0 ? String(wanted) : `${offset.replace(' OFFSET ', '')} + ${wanted}`;
  const ids =
    ordered.length === 1
      ? (ordered[0] as string)
      : `SELECT id, k FROM (${ordered.map((one) => `(${one} LIMIT ${most})`).join(' UNION ALL ')}) AS sides
         ORDER BY ${by('k', 'id')}`;
  const page = pageOf(ids);
  const text = counted ? withTotal(countSql(branches), page) : `SELECT ${columns} FROM ${page} ${inOrder}`;
  return { statement: prepared.get(text), values: parameters.values };
}

/**
 * Whether finding a page reads all that passes anyway, or nearly (what is filtered by two fields is mostly short): then it is
 * read once, for the page and for the total.
 */
function isWalk(filter: TaskFilter, { sort }: TaskOrder): boolean {
  if (filter.search !== undefined) return true;
  if (filter.visibleTo === null) return false;
  return sort !== 'createdAt' || (filter.match === 'all' && fieldsIn(filter) >= 2);
}
