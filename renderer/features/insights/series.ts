import type { TaskStats } from '../../../server/contract/tasks.ts';
import { daysBetween } from '../../i18n/dates.ts';

/** What stands over one bar: a day, or the week that begins with it. */
export interface Bar {
  /** Local midnight. */
  readonly day: Date;
  readonly count: number;
  /** Not over yet: it is drawn dashed. */
  readonly isOpen: boolean;
}

/** A calendar day of the wire ("2026-03-12") as local midnight. */
export function localDay(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

/** The Monday of a day's week. */
export function mondayOf(day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - ((day.getDay() + 6) % 7));
}

/** One bar a day; for more than 100 days one a week, counted from the last week backwards. */
export function barsOf(perDay: TaskStats['completedPerDay'], today: Date): Bar[] {
  const days = perDay.map(({ day, count }) => ({ day: localDay(day), count }));
  if (days.length <= 100) return days.map((one) => ({ ...one, isOpen: daysBetween(one.day, today) === 0 }));
  const weeks = new Map<number, Bar>();
  for (const { day, count } of days) {
    const monday = mondayOf(day);
    const before = weeks.get(monday.getTime())?.count ?? 0;
    weeks.set(monday.getTime(), {
      day: monday,
      count: before + count,
      isOpen: daysBetween(monday, mondayOf(today)) === 0,
    });
  }
  return [...weeks.values()];
}

/**
 * Which of `count` bars carry a label, so that labels stand at least `apart` bars from each other and from the last
 * one, which has its own ("Today"). With `mondays`, only the first days of weeks do.
 */
export function labelled(bars: readonly Bar[], apart: number, mondays: boolean): number[] {
  const chosen: number[] = [];
  bars.forEach(({ day }, i) => {
    if (mondays && i > 0 && day.getDay() !== 1) return;
    if (i > bars.length - 1 - apart) return;
    const before = chosen.at(-1);
    if (before === undefined || i - before >= apart) chosen.push(i);
  });
  return chosen;
}

/** A number that says how many of something there are on average; null for nothing. */
export function average(bars: readonly Bar[]): number {
  return bars.length === 0 ? 0 : bars.reduce((sum, bar) => sum + bar.count, 0) / bars.length;
}
