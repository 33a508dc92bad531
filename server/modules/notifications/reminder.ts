import { v5 as uuidv5 } from 'uuid';
import type { Notification } from '../../contract/events.ts';
import { WHOLE_DAY_MORNING, instantOfWallClock, type Remindable } from '../tasks/index.ts';

const NAMESPACE = 'c9a1f6d0-3b57-5a86-8a5e-8d0b4c2f7e13';

/** Thousands of tasks are due on the days of a week, in the zones of a few people; asking Intl takes 20 µs and 10 KB. */
const mornings = new Map<string, number>();
const MOST_MORNINGS = 1_000;

function morningOf(day: number, tz: string): number {
  const key = `${day} ${tz}`;
  let morning = mornings.get(key);
  if (morning === undefined) {
    morning = instantOfWallClock(day + WHOLE_DAY_MORNING.atMs, tz);
    if (mornings.size >= MOST_MORNINGS) mornings.clear();
    mornings.set(key, morning);
  }
  return morning;
}

/** When a task reminds, in milliseconds, or null: at remindAt, else (if that is wanted) when due, a whole day at 09:00 in `tz`. */
export function reminderOf(task: Remindable, tz: string, atDue: boolean): number | null {
  if (task.deletedAt !== null || task.status === 'done' || task.status === 'cancelled') return null;
  if (task.remindAt !== null) return Date.parse(task.remindAt);
  if (!atDue || task.dueDate === null) return null;
  const due = Date.parse(task.dueDate);
  return task.dueAllDay ? morningOf(due, tz) : due;
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
