import type { TaskListModel } from './use-task-list.ts';

/** How far from the cursor the next and previous tasks are known, in rows. */
const REACH = 500;

/** The rows round the cursor by their place in the list, for stepping through them from one task to the next. */
export function trailOf({ layout, groups, cursor }: Pick<TaskListModel, 'layout' | 'groups' | 'cursor'>): {
  readonly total: number;
  readonly places: ReadonlyMap<number, string>;
} {
  const places = new Map<number, string>();
  for (const [index, box] of layout.boxes.entries()) {
    const middle = (cursor?.number ?? 0) - box.stopsBefore;
    const last = Math.min(box.rows, middle + REACH);
    for (let position = Math.max(0, middle - REACH); position < last; position++) {
      const task = groups[index]?.at(position);
      if (task) places.set(box.before + position, task.id);
    }
  }
  return { total: layout.rows, places };
}
