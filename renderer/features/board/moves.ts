import type { Status, Task, TaskSet } from '../../../server/contract/tasks.ts';
import { planRanks } from '../tasks/actions/rank.ts';

/** The cards of a column without those that move. */
export function rest(tasks: readonly Task[], moving: ReadonlySet<string>): Task[] {
  return tasks.filter((task) => !moving.has(task.id));
}

/** A position among all cards of a column as one among those that stay. */
export function placeAmongRest(tasks: readonly Task[], moving: ReadonlySet<string>, index: number): number {
  return rest(tasks.slice(0, index), moving).length;
}

/** The reverse: where among all cards the line stands, below the ones that move away from there. */
export function placeAmongAll(tasks: readonly Task[], moving: ReadonlySet<string>, index: number): number {
  let staying = 0;
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[i];
    if (!task || moving.has(task.id)) continue;
    if (staying === index) return i;
    staying++;
  }
  return tasks.length;
}

/**
 * The edits that put `moved` at `index` among the other cards of a column. Empty when they stand there already.
 * `column` are the column's cards in its order, loaded from the first one.
 */
export function planMove(
  column: readonly Task[],
  status: Status,
  moved: readonly Task[],
  index: number,
): ReadonlyMap<string, TaskSet> {
  const moving = new Set(moved.map((task) => task.id));
  const staying = rest(column, moving);
  const after = [...staying.slice(0, index), ...moved, ...staying.slice(index)];
  const isThere =
    moved.every((task) => task.status === status) && after.every((task, i) => task.id === column[i]?.id);
  if (isThere) return new Map();
  const edits = new Map<string, TaskSet>();
  for (const { id, rank } of planRanks(staying, moved, index)) edits.set(id, { rank });
  for (const task of moved) if (task.status !== status) edits.set(task.id, { ...edits.get(task.id), status });
  return edits;
}
