import { useTranslation } from 'react-i18next';
import type { Task } from '../../../server/contract/tasks.ts';
import { longDate } from '../../i18n/dates.ts';
import { useTaskActions } from '../tasks/actions/index.ts';
import { onDay } from './days.ts';

/** Puts tasks on another day as one step of undo, and says so; their hours stay. */
export function useMoveToDay(say: (words: string) => void): (tasks: readonly Task[], day: Date) => void {
  const { t } = useTranslation('calendar');
  const actions = useTaskActions();
  return (tasks, day) => {
    const label = t('moved', { count: tasks.length, title: tasks[0]?.title ?? '', day: longDate(day) });
    void actions.updateEach(new Map(tasks.map((task) => [task.id, onDay(task, day)])), {
      label,
      // Out of sight of where it was: the way back is offered.
      toast: true,
    });
    say(label);
  };
}
