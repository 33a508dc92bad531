import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../server/contract/tasks.ts';
import { longDate } from '../../i18n/dates.ts';
import { addMonths } from '../../ui/month.ts';
import { dayOfKey, keyOf, stepDay } from './days.ts';

/** Tasks picked up by key, and the day they would land on. */
export interface DayCarry {
  readonly tasks: readonly Task[];
  readonly ids: ReadonlySet<string>;
  readonly day: string;
}

/** Carrying tasks from day to day by keys: pick up, step, drop, put back; every step is said aloud. */
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
  const [carry, setCarry] = useState<DayCarry | null>(null);
  const cancel = (): void => {
    setCarry(null);
    say(t('putBack'));
  };
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
    pickUp(tasks: readonly Task[], day: Date): void {
      setCarry({ tasks, ids: new Set(tasks.map((task) => task.id)), day: keyOf(day) });
      say(t('carrying', { count: tasks.length, title: tasks[0]?.title ?? '' }));
    },
    /** Whatever else a key means, it does not mean it while a task is in the air. */
    onKey(event: KeyboardEvent): void {
      const from = carry && dayOfKey(carry.day);
      if (!carry || !from) return;
      const to = stepOf(event.key, from);
      if (to) {
        setCarry({ ...carry, day: keyOf(to) });
        show(to);
        say(longDate(to));
      } else if (event.key === 'Enter' || event.key === ' ') {
        setCarry(null);
        onDrop(carry.tasks, from);
      } else if (event.key === 'Escape' || event.key === 'Tab') cancel();
    },
  };
}
