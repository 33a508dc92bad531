import { addDays } from './month.ts';

export type QuickDay = 'today' | 'tomorrow' | 'weekend' | 'nextWeek';

/** The days that are chosen most, as local midnights: the weekend is the coming Saturday, next week its Monday. */
export function quickDays(now: Date): readonly { readonly id: QuickDay; readonly date: Date }[] {
  const until = (weekday: number): number => (weekday + 7 - now.getDay()) % 7 || 7;
  return [
    { id: 'today', date: addDays(now, 0) },
    { id: 'tomorrow', date: addDays(now, 1) },
    { id: 'weekend', date: addDays(now, until(6)) },
    { id: 'nextWeek', date: addDays(now, until(1)) },
  ];
}
