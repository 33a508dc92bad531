import { Calendar, Clock, List } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TaskSet } from '../../../server/contract/tasks.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { dayOf, fromNow, longDate, timeOfDay } from '../../i18n/dates.ts';
import { Face, nameOf } from '../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';

/** What was understood, in full: the absolute date, the person, the priority. */
export function Preview({ set, now }: { set: TaskSet; now: Date }) {
  const { t } = useTranslation(['quickAdd', 'common']);
  const { tasks } = useWorkspace();
  const person = tasks.person(set.assigneeId ?? null);
  const day = set.dueDate ? dayOf(set.dueDate, set.dueAllDay) : null;
  const time = set.dueDate && !set.dueAllDay ? new Date(set.dueDate) : null;
  return (
    <div role="status">
      <ul className="read">
        {day && (
          <li className="when">
            <Icon of={time ? Clock : Calendar} />
            <span>
              {longDate(day)}
              {time && `, ${timeOfDay(time)}`}
            </span>
            <i>{time ? fromNow(time, now) : fromNow(day, dayOf(now.toISOString()))}</i>
          </li>
        )}
        {set.assigneeId && (
          <li>
            <Face person={person ?? null} silent />
            {person ? nameOf(person) : t('common:nobody')}
          </li>
        )}
        {set.priority && (
          <li>
            <PriorityBars priority={set.priority} />
            {t(`common:priority.${set.priority}`)}
          </li>
        )}
        {set.status && set.status !== 'todo' && (
          <li>
            <StatusRing status={set.status} />
            {t(`common:status.${set.status}`)}
          </li>
        )}
        {set.description && (
          <li>
            <Icon of={List} />
            {t('note')}
          </li>
        )}
      </ul>
    </div>
  );
}
