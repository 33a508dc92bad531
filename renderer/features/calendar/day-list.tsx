import { useTranslation } from 'react-i18next';
import type { Task } from '../../../server/contract/tasks.ts';
import { timeOfDay } from '../../i18n/dates.ts';
import { StatusRing } from '../../ui/glyphs.tsx';
import { PickPopover } from '../../ui/pick-popover.tsx';

/** All tasks of a day that shows only some of them. */
export function DayList({
  tasks,
  anchor,
  onClose,
  onPick,
}: {
  tasks: readonly Task[];
  anchor: Element;
  onClose: () => void;
  onPick: (id: string) => void;
}) {
  const { t } = useTranslation('calendar');
  return (
    <PickPopover
      anchor={{ current: anchor }}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      label={t('all')}
      placeholder={t('find')}
      width={320}
      items={tasks.map((task) => ({
        id: task.id,
        label: task.title,
        icon: <StatusRing status={task.status} />,
        ...(task.dueDate && !task.dueAllDay ? { hint: timeOfDay(new Date(task.dueDate)) } : {}),
      }))}
      selected={[]}
      onPick={onPick}
    />
  );
}
