import { v7 as uuidv7 } from 'uuid';
import type { Task } from '../../../../server/contract/tasks.ts';
import type { User } from '../../../../server/contract/users.ts';

/**
 * How a new task shows until the server has answered, before what it is made with. Ids are ordered by time, as the server's
 * own: columns of the board sort cards without a rank by id.
 */
export function blankTask(title: string, me: User | undefined, id: string = uuidv7()): Task {
  const now = new Date().toISOString();
  const creator = me ? { id: me.id, email: me.email, profile: me.profile } : null;
  return {
    id,
    title,
    description: null,
    status: 'todo',
    priority: 'medium',
    assigneeId: null,
    assignee: null,
    dueDate: null,
    dueAllDay: false,
    remindAt: null,
    rank: null,
    creatorId: me?.id ?? id,
    creator,
    version: 1,
    completedAt: null,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    can: { update: true, delete: true, assign: true, restore: true },
  };
}
