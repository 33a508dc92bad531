import { ClockAlert, Plus } from 'lucide-react';
import { memo } from 'react';
import type { Task } from '../../../server/contract/tasks.ts';
import { dayOf, dueTone, number, timeOfDay } from '../../i18n/dates.ts';
import { LOCALES, currentLanguage, t } from '../../i18n/index.ts';
import { StatusRing } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TaskMarkSign, markWords, type TaskMark } from '../sync/index.ts';
import { keyOf } from './days.ts';
import { shownOf } from './use-day-focus.ts';

export interface DayCellProps {
  readonly day: Date;
  readonly tasks: readonly Task[];
  /** Places for tasks that fit; the last goes to "more" where there are more. */
  readonly slots: number;
  readonly isOut: boolean;
  readonly isToday: boolean;
  /** Something would land here. */
  readonly isOver: boolean;
  /** Which stop has the tab stop: -1 is the day; null when another day has it. */
  readonly stop: number | null;
  readonly selected: ReadonlyMap<string, Task>;
  readonly refused: ReadonlySet<string>;
  /** Of the tasks that the team and this device do not agree on. */
  readonly marks: ReadonlyMap<string, TaskMark>;
  readonly moving: ReadonlySet<string> | null;
  readonly now: Date;
  /** Days write in the language of now without asking for it one by one. */
  readonly language: string;
}

/** One day: its number, the tasks due on it as far as they fit, and how many more there are. */
export const DayCell = memo(function DayCell(props: DayCellProps) {
  const { day, tasks, slots, isOut, isToday, isOver, stop, selected, refused, marks, moving, now } = props;
  const locale = LOCALES[currentLanguage()];
  const full = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(
    day,
  );
  const isFirst = day.getDate() === 1;
  const label = isFirst
    ? new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(day)
    : number(day.getDate());
  const shown = shownOf(tasks.length, slots);
  const more = tasks.length - shown;
  const flags = `${isOut ? ' out' : ''}${isToday ? ' today' : ''}${isOver ? ' over' : ''}`;
  return (
    <div
      role="gridcell"
      className={`day${flags}`}
      data-day={keyOf(day)}
      aria-label={t('calendar:day', { day: full, count: tasks.length })}
      {...(isToday ? { 'aria-current': 'date' as const } : {})}
      tabIndex={stop === -1 ? 0 : -1}
    >
      <header>
        <time dateTime={keyOf(day)}>{label}</time>
        <button
          type="button"
          className="ib sm"
          tabIndex={-1}
          data-act="add"
          aria-label={t('calendar:add', { day: full })}
          title={t('calendar:add', { day: full })}
        >
          <Icon of={Plus} size={14} />
        </button>
      </header>
      {shown > 0 && (
        <div role="listbox" aria-multiselectable aria-label={full} className="events">
          {tasks.slice(0, shown).map((task, index) => (
            <Event
              key={task.id}
              task={task}
              now={now}
              isStop={stop === index}
              isSelected={selected.has(task.id)}
              isRefused={refused.has(task.id)}
              mark={marks.get(task.id)}
              isMoving={moving?.has(task.id) === true}
            />
          ))}
        </div>
      )}
      {more > 0 && (
        <button type="button" className="more" tabIndex={stop === shown ? 0 : -1} data-act="more">
          {t(shown > 0 ? 'calendar:more' : 'tasks:count', { count: more })}
        </button>
      )}
    </div>
  );
});

function Event({
  task,
  now,
  isStop,
  isSelected,
  isRefused,
  mark,
  isMoving,
}: {
  task: Task;
  now: Date;
  isStop: boolean;
  isSelected: boolean;
  isRefused: boolean;
  mark: TaskMark | undefined;
  isMoving: boolean;
}) {
  const flags = `${isSelected ? ' sel' : ''}${isRefused ? ' refused' : ''}${isMoving ? ' ghost' : ''}`;
  const tone = dueTone(task, now);
  const words = [
    task.title,
    t(`status.${task.status}`),
    ...(task.dueDate && !task.dueAllDay ? [timeOfDay(new Date(task.dueDate))] : []),
    ...(tone === 'late' ? [t('overdue')] : []),
    ...(mark ? [markWords(mark)] : []),
  ];
  return (
    <div
      role="option"
      className={`event ${tone ?? ''}${flags}`}
      tabIndex={isStop ? 0 : -1}
      aria-selected={isSelected}
      aria-label={words.join(', ')}
      aria-describedby="calendar-help"
      title={task.title}
      data-id={task.id}
      data-testid="event"
    >
      <EventFace task={task} mark={mark} now={now} />
    </div>
  );
}

/** What a day shows of a task, there and under the pointer. */
export function EventFace({ task, mark, now }: { task: Task; mark: TaskMark | undefined; now: Date }) {
  const isLate = dueTone(task, now) === 'late';
  return (
    <>
      <StatusRing status={task.status} />
      {isLate && !isSameDay(task, now) && <Icon of={ClockAlert} size={14} />}
      {task.dueDate && !task.dueAllDay && <i>{timeOfDay(new Date(task.dueDate))}</i>}
      <span>{task.title}</span>
      {mark && <TaskMarkSign mark={mark} isShort />}
    </>
  );
}

/** What was due earlier today is late, yet stands in today, which says it. */
function isSameDay(task: Task, now: Date): boolean {
  return task.dueDate !== null && keyOf(dayOf(task.dueDate, task.dueAllDay)) === keyOf(now);
}
