import { allDayIso } from '../i18n/dates.ts';
import type { Language } from '../i18n/index.ts';
import type { DateChoice } from './date-popover.tsx';

/** A date that words name: where in the text, and which. */
export interface FoundDate {
  readonly index: number;
  readonly text: string;
  readonly date: Date;
  /** Whether a time of day was named too. */
  readonly hasTime: boolean;
}

/** Finds the dates in a text, as they lie from `now` on. */
export type DateReader = (text: string, now: Date) => readonly FoundDate[];

/** What reads like a date and mostly is none: half a cup, the sun, this very moment. */
const NO_DATE = /^(?:\d{1,2}\/\d{1,2}|sun|sat|mar|now|jetzt|so|mo|di|mi|do|fr|sa)$/i;

/** chrono's reader of a language, fetched when it is first asked for. */
export async function dateReader(language: Language): Promise<DateReader> {
  const chrono =
    language === 'de' ? (await import('chrono-node/de')).casual : (await import('chrono-node/en')).GB;
  return (text, now) =>
    chrono.parse(text, now, { forwardDate: true }).flatMap((found) => {
      const { start } = found;
      // "May" alone is a month, a verb or a name; "next month" is a date.
      const isMonthOnly = !start.isCertain('day') && !start.isCertain('weekday') && !/\s/.test(found.text);
      const hasTime = start.isCertain('hour');
      if (NO_DATE.test(found.text) || (isMonthOnly && start.isCertain('month') && !hasTime)) return [];
      const date = start.date();
      // "9am" at noon is tomorrow's; chrono lets some of them stay in the past.
      const namesDay = start.isCertain('day') || start.isCertain('weekday');
      if (hasTime && !namesDay && date < now) date.setDate(date.getDate() + 1);
      return [{ index: found.index, text: found.text, date, hasTime }];
    });
}

/** A date in the wire's form: a calendar day, or an instant where a time was named. */
export function choiceOf(date: Date, hasTime: boolean): NonNullable<DateChoice> {
  return hasTime
    ? { dueDate: date.toISOString(), dueAllDay: false }
    : { dueDate: allDayIso(date), dueAllDay: true };
}
