import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../server/contract/tasks.ts';
import { longDate } from '../../i18n/dates.ts';
import { addMonths } from '../../ui/month.ts';
import { useCarried } from '../tasks/around/use-carried.ts';
import { stepDay } from './days.ts';

/** Carrying tasks from day to day by keys. */
export function useDayCarry({
  first,
  say,
  show,
  onDrop,
}: {
  readonly first: number;
  readonly say: (words: string) => void;
  /** Brings a day into view. */
  readonly show: (day: Date) => void;
  readonly onDrop: (tasks: readonly Task[], day: Date) => void;
}) {
  const { t } = useTranslation('calendar');
  const { carry, pickUp, to, drop, cancel } = useCarried<Date>({
    say,
    words: { carrying: (named) => t('carrying', named), putBack: t('putBack') },
    onDrop,
  });
  const stepOf = (key: string, from: Date): Date | null => {
    const on = document.documentElement.dir === 'rtl' ? -1 : 1;
    switch (key) {
      case 'ArrowLeft':
        return stepDay(from, -on, first);
      case 'ArrowRight':
        return stepDay(from, on, first);
      case 'ArrowUp':
        return stepDay(from, -7, first);
      case 'ArrowDown':
        return stepDay(from, 7, first);
      case 'Home':
        return stepDay(from, 'home', first);
      case 'End':
        return stepDay(from, 'end', first);
      case 'PageUp':
        return addMonths(from, -1);
      case 'PageDown':
        return addMonths(from, 1);
      default:
        return null;
    }
  };
  return {
    carry,
    pickUp,
    /** Whatever else a key means, it does not mean it while a task is in the air. */
    onKey(event: KeyboardEvent): void {
      if (!carry) return;
      const day = stepOf(event.key, carry.place);
      if (day) {
        show(day);
        to(day, longDate(day));
      } else if (event.key === 'Enter' || event.key === ' ') drop();
      else if (event.key === 'Escape' || event.key === 'Tab') cancel();
    },
  };
}
