import {
  CalendarDays,
  CalendarMinus,
  CalendarOff,
  CalendarPlus,
  CircleCheck,
  CircleDot,
  Eye,
  Link,
  PencilLine,
  RotateCcw,
  SignalHigh,
  Trash2,
  UserRoundCheck,
  UserRoundPlus,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PRIORITIES, STATUSES, type Task, type TaskSet } from '../../../server/contract/tasks.ts';
import { useMe, usePeople } from '../../api/people.ts';
import type { BindingId } from '../../keys/bindings.ts';
import { dispatcher } from '../../keys/use-key.tsx';
import { Face, nameOf } from '../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';
import type { Entry } from './entry.ts';

/** The keys that act on tasks, in the order they are offered. */
const ON_TASKS = [
  ['done', CircleCheck],
  ['status', CircleDot],
  ['priority', SignalHigh],
  ['assignee', UserRoundPlus],
  ['assignToMe', UserRoundCheck],
  ['due', CalendarDays],
  ['dueLater', CalendarPlus],
  ['dueEarlier', CalendarMinus],
  ['rename', PencilLine],
  ['peek', Eye],
  ['copyLink', Link],
  ['copyNamed', Link],
  ['delete', Trash2],
  ['restore', RotateCcw],
] as const satisfies readonly (readonly [BindingId, LucideIcon])[];

/** What can be done to the tasks that the keys mean now. Without a query only the keys; typing finds each value too. */
export function useSubjectEntries(
  subject: readonly Task[],
  runnable: ReadonlySet<BindingId>,
  isTyping: boolean,
): readonly Entry[] {
  const { t } = useTranslation(['palette', 'common']);
  const actions = useTaskActions();
  const people = usePeople();
  const me = useMe();
  if (subject.length === 0) return [];
  const keys = ON_TASKS.filter(([id]) => runnable.has(id)).map(([id, icon]): Entry => ({
    id: `key.${id}`,
    label: t(`act.${id}`),
    icon: <Icon of={icon} />,
    keyOf: id,
    run: () => dispatcher.run(id),
  }));
  if (!isTyping || !runnable.has('status')) return keys;
  const ids = subject.map((task) => task.id);
  const set = (change: TaskSet) => () => void actions.update(ids, change);
  const differs = <K extends keyof Task>(field: K, value: Task[K]): boolean =>
    subject.some((task) => task[field] !== value);
  return [
    ...keys,
    ...STATUSES.filter((status) => differs('status', status)).map((status): Entry => ({
      id: `status.${status}`,
      label: t('act.moveTo', { status: t(`common:status.${status}`) }),
      icon: <StatusRing status={status} />,
      run: set({ status }),
    })),
    ...[...PRIORITIES]
      .reverse()
      .filter((priority) => differs('priority', priority))
      .map((priority): Entry => ({
        id: `priority.${priority}`,
        label: t('act.setPriority', { priority: t(`common:priority.${priority}`) }),
        icon: <PriorityBars priority={priority} />,
        run: set({ priority }),
      })),
    ...people
      .filter((person) => person.id !== me?.id && differs('assigneeId', person.id))
      .map((person): Entry => ({
        id: `assign.${person.id}`,
        label: t('act.assignTo', { name: nameOf(person) }),
        icon: <Face person={person} silent />,
        run: set({ assigneeId: person.id }),
      })),
    ...(differs('assigneeId', null)
      ? [
          {
            id: 'assign.none',
            label: t('act.unassign'),
            icon: <Face person={null} silent />,
            run: set({ assigneeId: null }),
          },
        ]
      : []),
    ...(differs('dueDate', null)
      ? [
          {
            id: 'due.none',
            label: t('act.removeDue'),
            icon: <Icon of={CalendarOff} />,
            run: set({ dueDate: null, dueAllDay: false }),
          },
        ]
      : []),
  ];
}
