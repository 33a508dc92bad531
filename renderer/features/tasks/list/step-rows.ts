import type { Task, TaskSet } from '../../../../server/contract/tasks.ts';
import { planRanks } from '../actions/rank.ts';

/** Rows below the ones that move that are looked at: where keys are equal or have grown long, neighbours get new ones. */
export const ROWS_BELOW = 20;

/**
 * The edits that put `moved` one row up or down together: above the row over the first of them, or below the one under the
 * last. `rows` are the group's in the order by hand, from its first. Empty at the end of the group.
 */
export function stepRows(
  rows: readonly Task[],
  moved: readonly Task[],
  by: 1 | -1,
): ReadonlyMap<string, TaskSet> {
  const ids = new Set(moved.map((task) => task.id));
  const places = rows.flatMap((task, index) => (ids.has(task.id) ? [index] : []));
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const beyond = by === -1 ? first - 1 : last + 1;
  if (beyond < 0 || beyond >= rows.length) return new Map();
  const staying = rows.filter((task) => !ids.has(task.id));
  const neighbour = staying.findIndex((task) => task.id === rows[beyond]?.id);
  const inOrder = rows.filter((task) => ids.has(task.id));
  const writes = planRanks(staying, inOrder, by === -1 ? neighbour : neighbour + 1);
  return new Map(writes.map(({ id, rank }) => [id, { rank }]));
}
