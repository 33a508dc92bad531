import { timeOfDay } from '../../i18n/dates.ts';
import { LOCALES, currentLanguage, t } from '../../i18n/index.ts';
import type { DateChoice } from '../../ui/date-popover.tsx';

/** A chosen date as words that quick add reads as that very date: "13 Mar 2026 09:00", "13.03.2026". */
export function wordsOf(choice: NonNullable<DateChoice>): string {
  const language = currentLanguage();
  const date = new Date(choice.dueDate);
  const day = new Intl.DateTimeFormat(LOCALES[language], {
    day: 'numeric',
    month: language === 'de' ? '2-digit' : 'short',
    year: 'numeric',
    ...(choice.dueAllDay ? { timeZone: 'UTC' } : {}),
  }).format(date);
  return choice.dueAllDay ? day : `${day} ${timeOfDay(date)}`;
}

const DATE_WORDS = ['today', 'tomorrow', 'tomorrow9', 'monday', 'friday', 'week', 'days'] as const;

/** The dates that are suggested, as they are said in the window's language. */
export const dateWords = (): readonly string[] => DATE_WORDS.map((word) => t(`quickAdd:words.${word}`));
