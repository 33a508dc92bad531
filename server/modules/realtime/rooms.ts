import type { TaskRecord } from '../../contract/tasks.ts';

/** Everything that goes on, for admins. */
export const ADMINS = 'admin';
/** What one person may see. */
export const userRoom = (id: string): string => `user:${id}`;
/** Who looks at a task. Nothing that needs a right goes there. */
export const taskRoom = (id: string): string => `task:${id}`;

/** Where a task may be seen. */
export const seersOf = (task: TaskRecord): string[] => [
  ...new Set([userRoom(task.creatorId), ...(task.assigneeId ? [userRoom(task.assigneeId)] : []), ADMINS]),
];
