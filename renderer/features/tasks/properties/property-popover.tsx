import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PRIORITIES, STATUSES, type Task, type TaskSet } from '../../../../server/contract/tasks.ts';
import { useMe, usePeopleLike } from '../../../api/people.ts';
import { DatePopover } from '../../../ui/date-popover.tsx';
import { Face, nameOf } from '../../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../../ui/glyphs.tsx';
import { PickPopover } from '../../../ui/pick-popover.tsx';

/** Properties that open from a row, a card, the bulk bar and the rail. */
export const PROPERTIES = ['status', 'priority', 'assignee', 'due'] as const;
export type Property = (typeof PROPERTIES)[number];

export interface PropertyPopoverProps {
  readonly property: Property;
  /** Of what; where they differ, nothing is marked as chosen. */
  readonly tasks: readonly Task[];
  readonly anchor: Element;
  readonly onClose: () => void;
  /** The choice, as fields to set. */
  readonly onSet: (set: TaskSet) => void;
}

/** What all have in common; undefined where they differ. */
function common<T>(tasks: readonly Task[], of: (task: Task) => T): T | undefined {
  const [first, ...rest] = tasks;
  if (!first) return undefined;
  const value = of(first);
  return rest.every((task) => of(task) === value) ? value : undefined;
}

/** A property of one or several tasks opens for a choice, on any element. */
export function PropertyPopover({ property, tasks, anchor, onClose, onSet }: PropertyPopoverProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const me = useMe();
  const [typed, setTyped] = useState('');
  const people = usePeopleLike(typed);
  const hang = {
    anchor: { current: anchor },
    isOpen: true,
    onOpenChange: (isOpen: boolean) => !isOpen && onClose(),
  };
  const chosen = <T,>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);
  switch (property) {
    case 'status':
      return (
        <PickPopover
          {...hang}
          label={t('common:field.status')}
          placeholder={t('pick.status')}
          keyOf="status"
          items={STATUSES.map((status) => ({
            id: status,
            label: t(`common:status.${status}`),
            icon: <StatusRing status={status} />,
          }))}
          selected={chosen(common(tasks, (task) => task.status))}
          onPick={(status) => onSet({ status })}
        />
      );
    case 'priority':
      return (
        <PickPopover
          {...hang}
          label={t('common:field.priority')}
          placeholder={t('pick.priority')}
          keyOf="priority"
          items={[...PRIORITIES].reverse().map((priority) => ({
            id: priority,
            label: t(`common:priority.${priority}`),
            icon: <PriorityBars priority={priority} />,
          }))}
          selected={chosen(common(tasks, (task) => task.priority))}
          onPick={(priority) => onSet({ priority })}
        />
      );
    case 'assignee':
      return (
        <PickPopover
          {...hang}
          label={t('common:field.assigneeId')}
          placeholder={t('pick.assignee')}
          keyOf="assignee"
          onQuery={setTyped}
          items={[
            ...people.map((person) => ({
              id: person.id,
              label: nameOf(person),
              icon: <Face person={person} silent />,
              ...(person.id === me?.id && nameOf(person) !== t('common:you')
                ? { hint: t('common:you').toLowerCase() }
                : {}),
            })),
            { id: 'none', label: t('common:nobody'), icon: <Face person={null} silent />, apart: true },
          ]}
          selected={chosen(common(tasks, (task) => task.assigneeId ?? 'none'))}
          onPick={(id) => onSet({ assigneeId: id === 'none' ? null : id })}
        />
      );
    case 'due': {
      const date = common(tasks, (task) => task.dueDate);
      const allDay = common(tasks, (task) => task.dueAllDay);
      return (
        <DatePopover
          {...hang}
          label={t('common:field.dueDate')}
          value={date && allDay !== undefined ? { dueDate: date, dueAllDay: allDay } : null}
          canRemove={tasks.some((task) => task.dueDate !== null)}
          onPick={(choice) => onSet(choice ?? { dueDate: null, dueAllDay: false })}
        />
      );
    }
  }
}
