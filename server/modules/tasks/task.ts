import type { Changes } from '../../contract/events.ts';
import { EDITABLE_FIELDS, type TaskRecord, type TaskSet } from '../../contract/tasks.ts';

/** What may be edited, whole. */
type Editable = Pick<TaskRecord, (typeof EDITABLE_FIELDS)[number]>;

/** A task of which nothing is known but its title. */
export const EMPTY_TASK: Omit<Editable, 'title'> = {
  description: null,
  status: 'todo',
  priority: 'medium',
  assigneeId: null,
  dueDate: null,
  dueAllDay: false,
  remindAt: null,
  rank: null,
};

/** A whole day is 00:00Z of itself; without a date there is no whole day. */
export function normaliseDue<T extends Pick<Editable, 'dueDate' | 'dueAllDay'>>(task: T): T {
  if (!task.dueAllDay) return task;
  if (task.dueDate === null) return { ...task, dueAllDay: false };
  return { ...task, dueDate: `${task.dueDate.slice(0, 10)}T00:00:00.000Z` };
}

/** Only what was sent; `undefined` counts as absent. */
function present(set: TaskSet): TaskSet {
  return Object.fromEntries(
    EDITABLE_FIELDS.filter((field) => set[field] !== undefined).map((field) => [field, set[field]]),
  );
}

/** A new task from what was sent. */
export function newTask(
  set: TaskSet & { title: string },
  { id, creatorId, now }: { id: string; creatorId: string; now: string },
): TaskRecord {
  const editable = normaliseDue({ ...EMPTY_TASK, ...present(set) } as Editable);
  return {
    id,
    ...editable,
    creatorId,
    version: 1,
    completedAt: editable.status === 'done' ? now : null,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
}

/** What distinguishes two states of a task, in the fields that people edit. */
function changesBetween(before: Editable, after: Editable): Changes {
  const changes: Changes = {};
  for (const field of EDITABLE_FIELDS)
    if (before[field] !== after[field]) changes[field] = { from: before[field], to: after[field] };
  return changes;
}

/** What an event of creation says: every field that is not as empty as it could be. */
export const changesOfNew = (task: TaskRecord): Changes =>
  changesBetween({ title: null, ...EMPTY_TASK } as unknown as Editable, task);

/** Whether two events of creation say the same. */
export function sameChanges(a: Changes, b: Changes): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...fields].every((field) => a[field]?.to === b[field]?.to);
}

/** Whether a set only moves a task in an order, which neither compares nor raises versions. */
export const isRankOnly = (set: TaskSet): boolean => {
  const fields = Object.keys(present(set));
  return fields.length === 1 && fields[0] === 'rank';
};

/** Fields of a set that differ from the task as it is: what a stale caller has to look at. */
export function fieldsInConflict(task: TaskRecord, set: TaskSet): string[] {
  const wanted = normaliseDue({ ...task, ...present(set) } as TaskRecord);
  return EDITABLE_FIELDS.filter((field) => set[field] !== undefined && wanted[field] !== task[field]);
}

/** The task with a set applied, one version on, and what changed; null when nothing does. */
export function edit(
  task: TaskRecord,
  set: TaskSet,
  now: string,
): { task: TaskRecord; changes: Changes } | null {
  const edited = normaliseDue({ ...task, ...present(set) } as TaskRecord);
  const changes = changesBetween(task, edited);
  if (Object.keys(changes).length === 0) return null;
  const completedAt = edited.status !== 'done' ? null : task.status === 'done' ? task.completedAt : now;
  return { task: { ...edited, completedAt, version: task.version + 1, updatedAt: now }, changes };
}

/** Into the trash, or out of it. */
export function withDeletedAt(
  task: TaskRecord,
  deletedAt: string | null,
  now: string,
): { task: TaskRecord; changes: Changes } {
  return {
    task: { ...task, deletedAt, version: task.version + 1, updatedAt: now },
    changes: { deletedAt: { from: task.deletedAt, to: deletedAt } },
  };
}

/** A task as lists and frames carry it: without the raw record it was imported from. */
export function withoutRaw(task: TaskRecord): TaskRecord {
  if (task.source?.raw === undefined) return task;
  const { raw: _raw, ...source } = task.source;
  return { ...task, source };
}
