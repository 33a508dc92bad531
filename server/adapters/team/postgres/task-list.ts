import type { TaskFilter, TaskOrder, TaskPageRequest } from '../../../modules/tasks/task.store.ts';
import type { Statement } from './database.ts';
import { Parameters } from './parameters.ts';
import { Prepared } from './prepared.ts';
import { branchesOf, countSql } from './task-filter.ts';
import { behindSql, orderSql } from './task-order.ts';
import { TASK_COLUMNS } from './task-row.ts';

const prepared = new Prepared('tasks-list');

/**
 * One page as one statement: first the ids (from indexes alone where the order allows it), then their rows, one more than
 * `limit` to know whether it goes on. With `counted` each row carries `total`, and a page without rows is one row of nulls.
 */
export function listStatement(
  filter: TaskFilter,
  order: TaskOrder,
  request: TaskPageRequest,
  counted: boolean,
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const parameters = new Parameters();
  const branches = branchesOf(filter, parameters);
  const { key, join, by } = orderSql(order, parameters);
  const isCursor = 'cursor' in request;
  const behind = isCursor ? ` AND ${behindSql(request.cursor, order, parameters)}` : '';
  // The limit stands in the text: PostgreSQL plans a page of 20 otherwise than one of who knows how many.
  const wanted = request.limit + 1;
  const skipped = isCursor ? 0 : (request.page - 1) * request.limit;
  const offset = skipped === 0 ? '' : ` OFFSET ${parameters.add(skipped, 'bigint')}`;
  const isUnion = branches.length > 1;
  const most = isUnion && skipped > 0 ? parameters.add(skipped + wanted, 'bigint') : String(wanted);
  const scans = branches.map((branch) => {
    const limit = isUnion ? most : `${wanted}${offset}`;
    return `(SELECT t.id, ${key} AS k FROM tasks t ${join} WHERE ${branch}${behind} ORDER BY ${by('k', 't.id')} LIMIT ${limit})`;
  });
  const ids =
    scans.length === 1
      ? (scans[0] as string)
      : `(SELECT id, k FROM (${scans.join(' UNION ALL ')}) AS both_sides ORDER BY ${by('k', 'id')} LIMIT ${wanted}${offset})`;
  const page = `SELECT ${TASK_COLUMNS}, page.k FROM ${ids} AS page JOIN tasks t ON t.id = page.id`;
  const text = counted
    ? `SELECT counted.total, q.* FROM (SELECT ${countSql(branches)} AS total) AS counted
       LEFT JOIN (${page}) AS q ON true ORDER BY ${by('q.k', 'q.id')}`
    : `${page} ORDER BY ${by('page.k', 'page.id')}`;
  return { statement: prepared.get(text), values: parameters.values };
}
