import type { Conflict } from '../../contract/queue.ts';
import type { FieldConflict } from '../../contract/sync.ts';
import { EDITABLE_FIELDS, type TaskRecord } from '../../contract/tasks.ts';
import { newId } from '../../ports/new-id.ts';
import { isTyped } from './slots.ts';
import type { ReplicaRecord, ReplicaUnit } from './replica.store.ts';

/** What a person can type into a task, whole. */
export const contentOf = (task: TaskRecord): Record<string, unknown> =>
  Object.fromEntries(EDITABLE_FIELDS.map((field) => [field, task[field]]));

const about = ({ id, title }: TaskRecord, at: string) => ({ id: newId(), taskId: id, title, at });

/** Of one edit, as the team tells it. */
export const conflictOf = (task: TaskRecord, told: FieldConflict, at: string): Conflict => ({
  ...about(task, at),
  kind: told.field === 'deleted' ? 'deleted' : 'field',
  ...told,
});

/** The team took the task away while something was typed into it here. */
const goneConflict = ({ task }: ReplicaRecord, at: string): Conflict => ({
  ...about(task, at),
  kind: 'gone',
  mine: contentOf(task),
});

/** The team was restored to before it had this. */
export const lostConflict = ({ task }: ReplicaRecord, theirs: TaskRecord | null, at: string): Conflict => ({
  ...about(task, at),
  kind: 'lost',
  mine: contentOf(task),
  ...(theirs && { theirs: contentOf(theirs) }),
});

/**
 * Keeps a conflict, one for each task and field: a later text of mine replaces the earlier one. What was typed into a task
 * that is in the trash comes together; whole tasks replace one another only when they say the same.
 */
export function keepConflict(unit: ReplicaUnit, conflict: Conflict): void {
  const earlier = unit
    .conflicts()
    .filter(
      ({ taskId, kind, field }) =>
        taskId === conflict.taskId && kind === conflict.kind && field === conflict.field,
    );
  let kept = conflict;
  for (const one of earlier) {
    const isWhole = conflict.kind === 'gone' || conflict.kind === 'lost';
    if (isWhole && JSON.stringify(one.mine) !== JSON.stringify(conflict.mine)) continue;
    if (conflict.kind === 'deleted')
      kept = { ...kept, mine: { ...(one.mine as object), ...(kept.mine as object) } };
    unit.dropConflict(one.id);
  }
  unit.putConflict(kept);
}

/** The team's task is out of sight or gone: once nothing of it is on its way, it goes here too; what was typed does not. */
export function takeAway(
  unit: ReplicaUnit,
  record: ReplicaRecord,
  reason: 'sight' | 'purged',
  at: string,
): void {
  if (record.sent) return unit.put({ ...record, gone: reason });
  const waiting = record.next ?? record.refused;
  if (waiting && isTyped(waiting)) keepConflict(unit, goneConflict(record, at));
  unit.drop(record);
}
