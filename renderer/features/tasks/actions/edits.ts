import type { Task, TaskSet } from '../../../../server/contract/tasks.ts';

/** Whether an edit makes anything of a task other than it is. */
export function changes(task: Task | undefined, set: TaskSet): boolean {
  return (
    task !== undefined && Object.entries(set).some(([field, value]) => task[field as keyof Task] !== value)
  );
}

/** The edits that put everything back as it was. */
export function inverse(
  before: ReadonlyMap<string, Task>,
  edits: ReadonlyMap<string, TaskSet>,
): ReadonlyMap<string, TaskSet> {
  return new Map(
    [...edits].flatMap(([id, set]) => {
      const task = before.get(id);
      if (!task) return [];
      const fields = Object.keys(set) as (keyof TaskSet)[];
      return [[id, Object.fromEntries(fields.map((field) => [field, task[field]])) as TaskSet]];
    }),
  );
}
