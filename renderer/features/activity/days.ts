import { relativeDay } from '../../i18n/dates.ts';

/** What happened on one local day. */
export interface Day<T> {
  /** Unique among the days. */
  readonly day: string;
  /** "Today", "Tue 10 Mar". */
  readonly label: string;
  readonly items: readonly T[];
}

/** Parts what is sorted by time into local days, order kept. */
export function daysOf<T>(items: readonly T[], at: (item: T) => string, now: Date = new Date()): Day<T>[] {
  const days: { day: string; label: string; items: T[] }[] = [];
  for (const item of items) {
    const date = new Date(at(item));
    const day = date.toDateString();
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, label: relativeDay(date, now), items: [item] });
  }
  return days;
}
