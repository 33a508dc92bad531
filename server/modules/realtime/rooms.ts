import type { TaskRecord } from '../../contract/tasks.ts';
import type { TaskNamespace } from './door.ts';

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

/** Whether a socket of this server is in one of these rooms. */
export const isAnyoneIn = (rooms: readonly string[], namespaces: readonly TaskNamespace[]): boolean =>
  namespaces.some(({ adapter }) => rooms.some((room) => adapter.rooms.has(room)));
