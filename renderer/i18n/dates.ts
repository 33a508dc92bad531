import { LOCALES, currentLanguage, word } from './index.ts';

/** How pressing a due date is: it grows quieter with distance; `was` is for what is finished. */
export type DueTone = 'late' | 'today' | 'soon' | 'plain' | 'was';

/** What of a task decides how its due date reads. `dueAllDay`: dueDate is 00:00Z of the calendar day. */
export interface Due {
  readonly dueDate: string | null;
  readonly dueAllDay: boolean;
  readonly status?: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs far more than using one, so each is made once. */
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = LOCALES[currentLanguage()];
  const key = locale + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale, options)));
  return made;
}

/** Local midnight of the day an instant falls on, or of the calendar day that an all-day date names. */
export function dayOf(iso: string, allDay = false): Date {
  const date = new Date(iso);
  return allDay
    ? new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
    : new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

/** The wire's form of a calendar day: 00:00Z of it. Takes the local year, month and day of `date`. */
export function allDayIso(date: Date): string {
  return new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())).toISOString();
}

/** Whole calendar days from one local day to another; daylight saving does not count. */
export function daysBetween(from: Date, to: Date): number {
  const utc = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((utc(to) - utc(from)) / 86_400_000);
}

/** "Tue 10 Mar", with the year when it is another one. */
export function shortDate(date: Date, now: Date = new Date()): string {
  const weekday = format({ weekday: 'short' }).format(date).replace(/\.$/, '');
  const day = format({
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(date);
  return `${weekday} ${day}`;
}

/** "Thu 12 March 2026". */
export function longDate(date: Date): string {
  const weekday = format({ weekday: 'short' }).format(date).replace(/\.$/, '');
  return `${weekday} ${format({ day: 'numeric', month: 'long', year: 'numeric' }).format(date)}`;
}

/** "09:00". */
export function timeOfDay(date: Date): string {
  return format({ hour: '2-digit', minute: '2-digit' }).format(date);
}

/** "Today", "Yesterday", "Tomorrow", or the short date. */
export function relativeDay(date: Date, now: Date = new Date()): string {
  const distance = daysBetween(now, date);
  if (distance === 0) return word('day.today');
  if (distance === 1) return word('day.tomorrow');
  if (distance === -1) return word('day.yesterday');
  return shortDate(date, now);
}

/** The same within a sentence: "since yesterday", "since Tue 10 Mar". */
export function dayWithin(date: Date, now: Date = new Date()): string {
  const day = relativeDay(date, now);
  return Math.abs(daysBetween(now, date)) <= 1 ? day.toLocaleLowerCase(LOCALES[currentLanguage()]) : day;
}

/** "today, 11:46", within a sentence. */
export function momentWithin(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  return `${dayWithin(date, now)}, ${timeOfDay(date)}`;
}

/** "in 8 days", "3 hours ago": the largest unit that fits. */
export function fromNow(date: Date, now: Date = new Date()): string {
  const relative = new Intl.RelativeTimeFormat(LOCALES[currentLanguage()], { numeric: 'auto' });
  const minutes = Math.round((date.getTime() - now.getTime()) / 60_000);
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  if (Math.abs(minutes) < 24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(daysBetween(now, date), 'day');
}

/** When something happened, as short as it stays clear: "11:46" today, "Wed 17:31" within a week, else "9 Mar". */
export function momentLabel(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  const age = daysBetween(date, now);
  if (age === 0) return timeOfDay(date);
  if (age > 0 && age < 7)
    return `${format({ weekday: 'short' }).format(date).replace(/\.$/, '')} ${timeOfDay(date)}`;
  return shortDate(date, now);
}

const FINISHED = new Set(['done', 'cancelled']);

/** The tone of a due date, null when there is none. An all-day date is late once the viewer's day has ended. */
export function dueTone(due: Due, now: Date = new Date()): DueTone | null {
  if (!due.dueDate) return null;
  if (due.status && FINISHED.has(due.status)) return 'was';
  const distance = daysBetween(now, dayOf(due.dueDate, due.dueAllDay));
  const late = due.dueAllDay ? distance < 0 : new Date(due.dueDate) < now;
  if (late) return 'late';
  return distance === 0 ? 'today' : distance === 1 ? 'soon' : 'plain';
}

/** How a due date reads: "Today", "Tomorrow 09:00", "Tue 24 Mar"; '' when there is none. `long` has day, month and year. */
export function dueLabel(due: Due, now: Date = new Date(), long = false): string {
  if (!due.dueDate) return '';
  const day = dayOf(due.dueDate, due.dueAllDay);
  const time = due.dueAllDay ? '' : timeOfDay(new Date(due.dueDate));
  const distance = Math.abs(daysBetween(now, day));
  if (long) {
    const near = distance <= 1 ? `${relativeDay(day, now)}, ` : '';
    const date = near ? format({ day: 'numeric', month: 'short' }).format(day) : longDate(day);
    return near + date + (time && `, ${time}`);
  }
  // A row has 96 px for it: the time only where the day is a word.
  return distance <= 1 && time ? `${relativeDay(day, now)} ${time}` : relativeDay(day, now);
}

const plainNumbers = new Map<string, Intl.NumberFormat>();

/** A number in the chosen language. Without options its format is made once: lists write numbers while they scroll. */
export function number(value: number, options?: Intl.NumberFormatOptions): string {
  const locale = LOCALES[currentLanguage()];
  if (options) return new Intl.NumberFormat(locale, options).format(value);
  let made = plainNumbers.get(locale);
  if (!made) plainNumbers.set(locale, (made = new Intl.NumberFormat(locale)));
  return made.format(value);
}

/** "40 seconds" or "3 minutes", of a wait in seconds; rounded up, so that it is over by then. */
export function waitText(seconds: number): string {
  const [value, unit] = seconds < 100 ? [seconds, 'second'] : [seconds / 60, 'minute'];
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(LOCALES[currentLanguage()], style).format(Math.ceil(value));
}
