import type { TFunction } from 'i18next';
import { number } from '../../i18n/dates.ts';
import { LOCALES, currentLanguage } from '../../i18n/index.ts';
import { spanOf } from './scale.ts';

/** "12": a day within a month that was named before. */
export function dayNumber(day: Date): string {
  return number(day.getDate());
}

/** "2 Mar". */
export function monthDay(day: Date): string {
  return new Intl.DateTimeFormat(LOCALES[currentLanguage()], { day: 'numeric', month: 'short' }).format(day);
}

/** "2.4 days", "5 hours", in two parts where the figure stands large and its unit small. */
export function spanParts(
  ms: number,
  t: TFunction<['insights', 'common']>,
): { text: string; value: string; unit: string } {
  const { value, unit } = spanOf(ms);
  const shown = number(value);
  // Plural forms go by the number as it is shown: 1.5 is not one.
  const text = t(`span.${unit}`, { count: value, number: shown });
  return { text, value: shown, unit: text.replace(shown, '').trim() };
}
