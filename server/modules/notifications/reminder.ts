import { v5 as uuidv5 } from 'uuid';
import type { Notification } from '../../contract/events.ts';
import { instantOfWallClock, type Remindable } from '../tasks/index.ts';

const NAMESPACE = 'c9a1f6d0-3b57-5a86-8a5e-8d0b4c2f7e13';
const MORNING_MS = 9 * 60 * 60 * 1000;

/** When a task reminds, in milliseconds, or null: at remindAt, else (if that is wanted) when due, a whole day at 09:00 in `tz`. */
export function reminderOf(task: Remindable, tz: string, atDue: boolean): number | null {
  if (task.deletedAt !== null || task.status === 'done' || task.status === 'cancelled') return null;
  if (task.remindAt !== null) return Date.parse(task.remindAt);
  if (!atDue || task.dueDate === null) return null;
  const due = Date.parse(task.dueDate);
  return task.dueAllDay ? instantOfWallClock(due + MORNING_MS, tz) : due;
}

/** The row for the inbox. Its id is the same whoever makes it, so that one reminder is one row. */
export function dueNotification(userId: string, taskId: string, instant: number): Notification {
  const at = new Date(instant).toISOString();
  return {
    id: uuidv5(`${userId}\n${taskId}\n${at}`, NAMESPACE),
    userId,
    kind: 'due',
    taskId,
    actorId: null,
    at,
    readAt: null,
  };
}
