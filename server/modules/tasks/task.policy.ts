import type { Can, TaskRecord } from '../../contract/tasks.ts';
import type { Actor } from '../../ports/actor.ts';

type Whose = Pick<TaskRecord, 'creatorId' | 'assigneeId'>;

/** Creator, assignee and admins see a task; for everybody else it does not exist. */
export const maySee = (actor: Actor, task: Whose): boolean =>
  actor.role === 'admin' || task.creatorId === actor.id || task.assigneeId === actor.id;

const owns = (actor: Actor, task: Whose): boolean => actor.role === 'admin' || task.creatorId === actor.id;

/** Who may end a task for good: an admin, and so the user of a personal workspace. */
export const mayPurge = (actor: Actor): boolean => actor.role === 'admin';

/** What the actor may do. The assignee works on a task and hands it on; only creator and admin remove it. */
export function can(actor: Actor, task: Whose): Can {
  const sees = maySee(actor, task);
  return { update: sees, assign: sees, delete: owns(actor, task), restore: owns(actor, task) };
}
