import type { Task, TaskSet } from '../../../server/contract/tasks.ts';
import { allDayIso, dayOf } from '../../i18n/dates.ts';
import { addDays, monthGrid } from '../../ui/month.ts';

/** A local day as a key and in addresses: "2026-03-12". */
export function keyOf(day: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The local day of a key; null for what names no day that there is. */
export function dayOfKey(key: string): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(key);
  if (!parts) return null;
  const day = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return keyOf(day) === key ? day : null;
}

/** The weeks that hold a month, each beginning on `first` (0 for Sunday): four to six. */
export function weeksOf(month: Date, first: number): readonly (readonly Date[])[] {
  return monthGrid(month, first).filter((week) => week.some((day) => day.getMonth() === month.getMonth()));
}

const PRESSING = ['urgent', 'high', 'medium', 'low'];
const isClosed = (task: Task): boolean => task.status === 'done' || task.status === 'cancelled';

/** In a day: what is open first, whole days above hours, hours in their order, then the more pressing. */
function inDay(a: Task, b: Task): number {
  return (
    Number(isClosed(a)) - Number(isClosed(b)) ||
    Number(b.dueAllDay) - Number(a.dueAllDay) ||
    (a.dueAllDay ? 0 : (a.dueDate ?? '').localeCompare(b.dueDate ?? '')) ||
    PRESSING.indexOf(a.priority) - PRESSING.indexOf(b.priority) ||
    a.id.localeCompare(b.id)
  );
}

/** The tasks of each day, by its key, in the order they stand. */
export function byDay(tasks: readonly Task[]): ReadonlyMap<string, readonly Task[]> {
  const days = new Map<string, Task[]>();
  for (const task of tasks) {
    if (!task.dueDate) continue;
    const key = keyOf(dayOf(task.dueDate, task.dueAllDay));
    const there = days.get(key);
    if (there) there.push(task);
    else days.set(key, [task]);
  }
  for (const there of days.values()) there.sort(inDay);
  return days;
}

/** What puts a task on another day; its time of day stays. */
export function onDay(task: Task, day: Date): TaskSet {
  if (!task.dueDate || task.dueAllDay) return { dueDate: allDayIso(day), dueAllDay: true };
  const at = new Date(task.dueDate);
  const moved = new Date(day.getFullYear(), day.getMonth(), day.getDate(), at.getHours(), at.getMinutes());
  return { dueDate: moved.toISOString(), dueAllDay: false };
}

/** Days from the start of its week to a day. */
export function intoWeek(day: Date, first: number): number {
  return (day.getDay() - first + 7) % 7;
}

/** The day some days on, or the ends of its week. */
export function stepDay(day: Date, by: number | 'home' | 'end', first: number): Date {
  if (by === 'home') return addDays(day, -intoWeek(day, first));
  if (by === 'end') return addDays(day, 6 - intoWeek(day, first));
  return addDays(day, by);
}
