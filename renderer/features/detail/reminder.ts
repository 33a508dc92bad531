import type { Task } from '../../../server/contract/tasks.ts';
import { dayOf, relativeDay, timeOfDay } from '../../i18n/dates.ts';
import { t } from '../../i18n/index.ts';
import { laterChoices } from '../inbox/later.ts';

const MINUTE = 60_000;
/** The local hour at which reminders of a whole day are offered. */
const MORNING = 9;

/** A choice for when to remind; remindAt null is the server's own way: once, when the task is due. */
export interface ReminderChoice {
  readonly id: string;
  readonly label: string;
  readonly remindAt: string | null;
}

type Dated = Pick<Task, 'dueDate' | 'dueAllDay' | 'remindAt'>;

/** What is offered for a task: times before it is due, mornings where it is due on a whole day, else times that are near. */
export function reminderChoices(task: Dated, now: Date = new Date()): readonly ReminderChoice[] {
  if (!task.dueDate)
    return [
      { id: 'none', label: t('detail:reminder.none'), remindAt: null },
      ...laterChoices(now).map(({ id, at }) => ({
        id,
        label: t(`inbox:laterTo.${id}`),
        remindAt: at.toISOString(),
      })),
    ];
  if (task.dueAllDay) {
    const day = dayOf(task.dueDate, true);
    const morning = (offset: number): Date =>
      new Date(day.getFullYear(), day.getMonth(), day.getDate() + offset, MORNING);
    const time = timeOfDay(morning(0));
    return [
      { id: 'due', label: t('detail:reminder.onDay'), remindAt: null },
      { id: 'onDay', label: t('detail:reminder.onDayAt', { time }), remindAt: morning(0).toISOString() },
      { id: 'dayBefore', label: t('detail:reminder.dayAt', { time }), remindAt: morning(-1).toISOString() },
    ];
  }
  const due = new Date(task.dueDate).getTime();
  const before = (minutes: number): string => new Date(due - minutes * MINUTE).toISOString();
  return [
    { id: 'due', label: t('detail:reminder.atDue'), remindAt: null },
    { id: 'minutes10', label: t('detail:reminder.minutes10'), remindAt: before(10) },
    { id: 'hour', label: t('detail:reminder.hour'), remindAt: before(60) },
    { id: 'day', label: t('detail:reminder.day'), remindAt: before(24 * 60) },
  ];
}

/** How a task's reminder reads; '' where nothing will remind. */
export function reminderLabel(task: Dated): string {
  if (!task.remindAt && !task.dueDate) return '';
  const choice = task.dueDate && reminderChoices(task).find((one) => one.remindAt === task.remindAt);
  if (choice) return choice.label;
  const at = new Date(task.remindAt ?? '');
  return `${relativeDay(at)} ${timeOfDay(at)}`;
}

/** A day alone is its morning at nine: a reminder is an instant. */
export function morningOf(choice: Pick<Task, 'dueAllDay'> & { readonly dueDate: string }): string {
  if (!choice.dueAllDay) return choice.dueDate;
  const day = new Date(choice.dueDate);
  return new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), MORNING).toISOString();
}
