import { ClockAlert } from 'lucide-react';
import { dueLabel, dueTone, type Due } from '../i18n/dates.ts';
import { Icon } from './icon.tsx';

/** When a task is due, as rows and cards write it: overdue has a clock before it, as colour alone would be no signal. */
export function DueWords({ of: due, now }: { of: Due; now?: Date }) {
  return (
    <>
      {dueTone(due, now) === 'late' && <Icon of={ClockAlert} size={14} />}
      {dueLabel(due, now)}
    </>
  );
}
