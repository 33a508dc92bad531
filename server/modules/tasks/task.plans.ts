import type { TaskRecord, TaskSet } from '../../contract/tasks.ts';
import { AppError } from '../../errors.ts';
import { move, purge, replacement, type Occasion, type TaskAct } from './task.acts.ts';
import { can, mayPurge } from './task.policy.ts';
import { edit, isRankOnly, withDeletedAt } from './task.ts';

/** What a wish comes to: an act to be written, nothing to do, or a version that is not the task's any more. */
export type Plan = TaskAct | 'nothing' | 'stale';

const forbidden = (): AppError => new AppError('FORBIDDEN', 'This may be seen, but not changed by you.');
const inTrash = (): AppError => new AppError('IN_TRASH', 'This task is in the trash. Restore it first.');
const notInTrash = (): AppError =>
  new AppError('NOT_IN_TRASH', 'Only a task in the trash can be deleted for good.');

const isStale = (task: TaskRecord, version: number | undefined): boolean =>
  version !== undefined && version !== task.version;

/** Throws FORBIDDEN, IN_TRASH. A rank alone compares no version. Whether the assignee exists is the caller's to check. */
export function planUpdate(before: TaskRecord, set: TaskSet, version: number, occasion: Occasion): Plan {
  const may = can(occasion.actor, before);
  if (!may.update || (set.assigneeId !== undefined && !may.assign)) throw forbidden();
  if (before.deletedAt !== null) throw inTrash();
  if (isRankOnly(set)) {
    const rank = set.rank ?? null;
    return before.rank === rank ? 'nothing' : move(before, rank, occasion);
  }
  if (isStale(before, version)) return 'stale';
  const edited = edit(before, set, occasion.at);
  if (!edited) return 'nothing';
  const onlyAssigned = Object.keys(edited.changes).join() === 'assigneeId';
  const type = onlyAssigned ? 'task.assigned' : 'task.updated';
  return replacement(type, before, edited, occasion);
}

/** Into the trash; what is there already stays as it is. Throws FORBIDDEN. */
export function planDelete(before: TaskRecord, version: number | undefined, occasion: Occasion): Plan {
  if (!can(occasion.actor, before).delete) throw forbidden();
  if (before.deletedAt !== null) return 'nothing';
  if (isStale(before, version)) return 'stale';
  return replacement('task.deleted', before, withDeletedAt(before, occasion.at, occasion.at), occasion);
}

/** Out of the trash. Throws FORBIDDEN. */
export function planRestore(before: TaskRecord, version: number | undefined, occasion: Occasion): Plan {
  if (!can(occasion.actor, before).restore) throw forbidden();
  if (before.deletedAt === null) return 'nothing';
  if (isStale(before, version)) return 'stale';
  return replacement('task.restored', before, withDeletedAt(before, null, occasion.at), occasion);
}

/** For good. Throws FORBIDDEN, NOT_IN_TRASH. */
export function planPurge(before: TaskRecord, version: number | undefined, occasion: Occasion): Plan {
  if (!mayPurge(occasion.actor)) throw forbidden();
  if (before.deletedAt === null) throw notInTrash();
  return isStale(before, version) ? 'stale' : purge(before, occasion);
}
