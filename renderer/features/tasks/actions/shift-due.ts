import type { Task, TaskSet } from '../../../../server/contract/tasks.ts';
import { allDayIso } from '../../../i18n/dates.ts';

/**
 * The edits that put each task's due date some calendar days on: a whole day by days of the calendar, an instant to the same
 * time of another day. A task without one is due today, and then as many days on as are asked for.
 */
export function shiftedDue(tasks: readonly Task[], days: number, now: Date): ReadonlyMap<string, TaskSet> {
  return new Map(tasks.map((task) => [task.id, shifted(task, days, now)]));
}

function shifted({ dueDate, dueAllDay }: Task, days: number, now: Date): TaskSet {
  if (dueDate !== null && !dueAllDay) {
    const at = new Date(dueDate);
    at.setDate(at.getDate() + days);
    return { dueDate: at.toISOString() };
  }
  const day = dueDate === null ? now : new Date(dueDate);
  const [year, month, date] =
    dueDate === null
      ? [day.getFullYear(), day.getMonth(), day.getDate()]
      : [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  return { dueDate: allDayIso(new Date(year, month, date + days)), dueAllDay: true };
}
