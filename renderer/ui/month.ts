/** A local day some days on. Through the calendar, so that a day of 23 hours is a day. */
export function addDays(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
}

/** The same day of another month, or its last where the month is shorter. */
export function addMonths(date: Date, months: number): Date {
  const last = new Date(date.getFullYear(), date.getMonth() + months + 1, 0).getDate();
  return new Date(date.getFullYear(), date.getMonth() + months, Math.min(date.getDate(), last));
}

/** The first day of the week of a locale, 0 for Sunday. */
export function firstWeekday(locale: string): number {
  const intl = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  // The method in newer engines, the property in older ones; Monday where there is neither.
  const day = intl.getWeekInfo?.().firstDay ?? intl.weekInfo?.firstDay ?? 1;
  return day % 7;
}

/** Six weeks of local days that hold the month of `date`, each beginning on `first` (0 for Sunday). */
export function monthGrid(date: Date, first: number): Date[][] {
  const start = new Date(date.getFullYear(), date.getMonth(), 1);
  const before = (start.getDay() - first + 7) % 7;
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(start, week * 7 + day - before)),
  );
}
