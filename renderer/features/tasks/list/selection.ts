import type { Task } from '../../../../server/contract/tasks.ts';

/** What is selected, by id, each task as it was seen last; and from where Shift stretches. */
export interface Selection {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly anchor: string | null;
}

export const NOTHING: Selection = { tasks: new Map(), anchor: null };

const of = (tasks: Iterable<Task>): Map<string, Task> => new Map([...tasks].map((task) => [task.id, task]));

/** Selects or unselects one, and leaves the others. It is the new anchor. */
export function toggle(selection: Selection, task: Task): Selection {
  const tasks = new Map(selection.tasks);
  if (!tasks.delete(task.id)) tasks.set(task.id, task);
  return { tasks, anchor: task.id };
}

/**
 * Stretches from the anchor: `now` is the new stretch, `was` the one before it. What only the old one had is let go; what
 * was selected apart from both stays.
 */
export function stretch(
  selection: Selection,
  anchor: string,
  now: readonly Task[],
  was: readonly Task[],
): Selection {
  const tasks = new Map(selection.tasks);
  for (const task of was) tasks.delete(task.id);
  for (const task of now) tasks.set(task.id, task);
  return { tasks, anchor };
}

export function only(tasks: readonly Task[]): Selection {
  return { tasks: of(tasks), anchor: tasks[0]?.id ?? null };
}

/** Without those that left the list. The same object when nobody left. */
export function prune(selection: Selection, left: ReadonlySet<string>): Selection {
  if (![...left].some((id) => selection.tasks.has(id))) return selection;
  const tasks = new Map([...selection.tasks].filter(([id]) => !left.has(id)));
  return { tasks, anchor: selection.anchor && left.has(selection.anchor) ? null : selection.anchor };
}

/** Takes in newer versions of selected tasks. The same object when there are none. */
export function renew(selection: Selection, seen: Iterable<Task>): Selection {
  let tasks: Map<string, Task> | null = null;
  for (const task of seen) {
    const known = selection.tasks.get(task.id);
    if (known && known !== task) (tasks ??= new Map(selection.tasks)).set(task.id, task);
  }
  return tasks ? { ...selection, tasks } : selection;
}
