import type { Task } from '../../server/contract/tasks.ts';
import { dayOf, daysBetween } from '../i18n/dates.ts';
import type { TaskQuery } from './query-keys.ts';

const FINISHED = new Set(['done', 'cancelled']);

function isOverdue(task: Task, now: Date): boolean {
  if (!task.dueDate || FINISHED.has(task.status)) return false;
  if (!task.dueAllDay) return new Date(task.dueDate) < now;
  return daysBetween(now, dayOf(task.dueDate, true)) < 0;
}

/** At or after the one, before the other; a whole day stands at its local midnight. */
function isDueIn(task: Task, from: string | undefined, to: string | undefined): boolean {
  if (!task.dueDate) return false;
  const due = (task.dueAllDay ? dayOf(task.dueDate, true) : new Date(task.dueDate)).toISOString();
  return (!from || due >= from) && (!to || due < to);
}

function whom(ids: readonly string[], id: string | null, me: string | undefined): boolean {
  return ids.some((wanted) =>
    wanted === 'none' ? id === null : wanted === 'me' ? id === me : id === wanted,
  );
}

/**
 * Whether a task belongs into the list of a query, as the server would say: so that a change can show at once. The server's
 * answer follows and has the last word.
 */
export function matches(
  task: Task,
  query: TaskQuery,
  me: string | undefined,
  now: Date = new Date(),
): boolean {
  if (Boolean(task.deletedAt) !== Boolean(query.deleted)) return false;
  if (query.mine && task.creatorId !== me && task.assigneeId !== me) return false;
  const tests: boolean[] = [];
  if (query.status) tests.push(query.status.includes(task.status));
  if (query.priority) tests.push(query.priority.includes(task.priority));
  if (query.assigneeId) tests.push(whom(query.assigneeId, task.assigneeId, me));
  if (query.creatorId) tests.push(whom(query.creatorId, task.creatorId, me));
  if (query.search) {
    const text = `${task.title}\n${task.description ?? ''}`.toLowerCase();
    tests.push(text.includes(query.search.toLowerCase()));
  }
  if (query.dueBefore ?? query.dueAfter) tests.push(isDueIn(task, query.dueAfter, query.dueBefore));
  if (query.noDue !== undefined) tests.push((task.dueDate === null) === query.noDue);
  if (query.overdue !== undefined) tests.push(isOverdue(task, now) === query.overdue);
  if (tests.length === 0) return true;
  return query.match === 'any' ? tests.some(Boolean) : tests.every(Boolean);
}
