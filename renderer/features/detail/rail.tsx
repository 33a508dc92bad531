import { Bell, Calendar, ClockAlert } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../server/contract/tasks.ts';
import { useMe } from '../../api/people.ts';
import { dayOf, dueLabel, dueTone, longDate, relativeDay, timeOfDay, daysBetween } from '../../i18n/dates.ts';
import type { BindingId } from '../../keys/bindings.ts';
import { useKey } from '../../keys/use-key.tsx';
import { DatePopover } from '../../ui/date-popover.tsx';
import { Face, nameOf } from '../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { PickPopover } from '../../ui/pick-popover.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';
import { PropertyPopover, type Property } from '../tasks/properties/property-popover.tsx';
import { useNow } from '../tasks/view/use-now.ts';
import { morningOf, reminderChoices, reminderLabel } from './reminder.ts';

type Opened = Property | 'reminder' | 'reminderDate';

/** "Mon 9 Mar 2026, 14:20", or "Today, 11:46" where a word says it. */
function moment(iso: string): string {
  const date = new Date(iso);
  const near = Math.abs(daysBetween(date, new Date())) <= 1;
  return `${near ? relativeDay(date) : longDate(date)}, ${timeOfDay(date)}`;
}

/** "Tomorrow, 27 Nov", "Tomorrow 09:00", "Mon 23 Nov, 09:00": the rail has 120 px for it, and its tooltip says all. */
function dueHere(task: Task, now: Date): string {
  if (!task.dueDate) return '';
  const isNear = Math.abs(daysBetween(now, dayOf(task.dueDate, task.dueAllDay))) <= 1;
  if (isNear) return dueLabel(task, now, task.dueAllDay);
  const time = task.dueAllDay ? '' : `, ${timeOfDay(new Date(task.dueDate))}`;
  return dueLabel(task, now) + time;
}

/** The properties of a task: each opens for a choice, by press or by its key. Below, what cannot be chosen. */
export function Rail({
  task,
  isReadOnly,
  ownsKeys,
  onReveal,
}: {
  task: Task;
  isReadOnly: boolean;
  /** Whether the property keys mean this task; in a peek the list behind has them. */
  ownsKeys: boolean;
  /** Shows the rail where it is folded, so that something can open from it. */
  onReveal: () => void;
}) {
  const { t } = useTranslation(['detail', 'common']);
  const actions = useTaskActions();
  const me = useMe();
  const box = useRef<HTMLElement>(null);
  const reminder = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState<{ what: Opened; at: Element } | null>(null);
  const close = (): void => setOpened(null);
  const openHere = (what: Opened): void => {
    onReveal();
    const at = box.current?.querySelector(`[data-property="${what}"]`) ?? box.current;
    if (at) setOpened({ what, at });
  };
  const acts = ownsKeys && !isReadOnly;
  useKey('status', () => openHere('status'), acts);
  useKey('priority', () => openHere('priority'), acts);
  useKey('assignee', () => openHere('assignee'), acts);
  useKey('due', () => openHere('due'), acts);
  useKey('assignToMe', () => (me ? void actions.update([task.id], { assigneeId: me.id }) : false), acts);

  const now = useNow();
  const tone = dueTone(task, now);
  const properties: readonly (readonly [Property, BindingId, string, ReactNode])[] = [
    [
      'status',
      'status',
      t('common:field.status'),
      <>
        <StatusRing status={task.status} />
        <span>{t(`common:status.${task.status}`)}</span>
      </>,
    ],
    [
      'priority',
      'priority',
      t('common:field.priority'),
      <>
        <PriorityBars priority={task.priority} />
        <span>{t(`common:priority.${task.priority}`)}</span>
      </>,
    ],
    [
      'assignee',
      'assignee',
      t('common:field.assigneeId'),
      <>
        <Face person={task.assignee} silent />
        <span>{task.assignee ? nameOf(task.assignee) : t('common:nobody')}</span>
      </>,
    ],
    [
      'due',
      'due',
      t('common:field.dueDate'),
      <>
        <Icon of={tone === 'late' ? ClockAlert : Calendar} />
        <span className={tone === 'late' ? 'late' : ''} title={dueLabel(task, now, true)}>
          {dueHere(task, now) || t('common:noDueDate')}
        </span>
      </>,
    ],
  ];
  const reminds = reminderLabel(task);
  const choices = reminderChoices(task);
  const chosen = choices.find((one) => one.remindAt === task.remindAt);
  return (
    <aside className="rail" aria-label={t('rail')} ref={box}>
      <dl>
        {properties.map(([property, key, name, value]) => (
          <div className="pair" key={property}>
            <dt>{name}</dt>
            <dd>
              <button
                type="button"
                data-property={property}
                disabled={isReadOnly}
                aria-haspopup="dialog"
                onClick={(event) => setOpened({ what: property, at: event.currentTarget })}
              >
                <span className="sr">{name}: </span>
                {value}
                <Kbd of={key} />
              </button>
            </dd>
          </div>
        ))}
        <div className="pair">
          <dt>{t('reminder.label')}</dt>
          <dd>
            <button
              type="button"
              ref={reminder}
              disabled={isReadOnly}
              aria-haspopup="dialog"
              onClick={(event) => setOpened({ what: 'reminder', at: event.currentTarget })}
            >
              <span className="sr">{t('reminder.label')}: </span>
              <Icon of={Bell} />
              <span>{reminds || t('none')}</span>
            </button>
          </dd>
        </div>
      </dl>
      <hr />
      <Facts task={task} />
      {opened && opened.what !== 'reminder' && opened.what !== 'reminderDate' && (
        <PropertyPopover
          property={opened.what}
          tasks={[task]}
          anchor={opened.at}
          onClose={close}
          onSet={(set) => void actions.update([task.id], set)}
        />
      )}
      <PickPopover
        anchor={reminder}
        isOpen={opened?.what === 'reminder'}
        onOpenChange={(isOpen) => !isOpen && opened?.what === 'reminder' && close()}
        label={t('reminder.label')}
        items={[
          ...choices.map(({ id, label }) => ({ id, label })),
          { id: 'own', label: t('reminder.own'), apart: true },
        ]}
        selected={chosen ? [chosen.id] : ['own']}
        onPick={(id) => {
          const choice = choices.find((one) => one.id === id);
          if (choice) void actions.update([task.id], { remindAt: choice.remindAt });
          // The list closes first: two popovers on one element would fight for the focus.
          else if (opened) setTimeout(() => setOpened({ what: 'reminderDate', at: opened.at }));
        }}
      />
      <DatePopover
        anchor={reminder}
        isOpen={opened?.what === 'reminderDate'}
        onOpenChange={(isOpen) => !isOpen && close()}
        label={t('reminder.label')}
        value={task.remindAt ? { dueDate: task.remindAt, dueAllDay: false } : null}
        onPick={(choice) => void actions.update([task.id], { remindAt: choice && morningOf(choice) })}
      />
    </aside>
  );
}

function Facts({ task }: { task: Task }) {
  const { t } = useTranslation('detail');
  const facts: (readonly [string, ReactNode])[] = [[t('facts.created'), moment(task.createdAt)]];
  if (task.creator)
    facts.push([
      t('facts.by'),
      <>
        <Face person={task.creator} silent />
        {nameOf(task.creator)}
      </>,
    ]);
  facts.push([t('facts.changed'), moment(task.updatedAt)]);
  if (task.completedAt) facts.push([t('facts.done'), moment(task.completedAt)]);
  if (task.source) {
    facts.push([t('facts.from'), SOURCES[task.source.format]]);
    if (task.source.list) facts.push([t('facts.list'), task.source.list]);
    if (task.source.tags.length > 0) facts.push([t('facts.tags'), task.source.tags.join(', ')]);
  }
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div className="pair" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Names of applications, the same in every language. */
const SOURCES = {
  taskflow: 'TaskFlow',
  csv: 'CSV',
  todoist: 'Todoist',
  ticktick: 'TickTick',
  trello: 'Trello',
} as const;
