import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { PRIORITIES, STATUSES, type Priority, type Status } from '../../../server/contract/tasks.ts';
import type { Person } from '../../../server/contract/users.ts';
import { dueLabel, momentLabel, relativeDay, timeOfDay } from '../../i18n/dates.ts';
import { Face, nameOf } from '../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { wasAllDay, type EventLine } from './event-lines.ts';

export interface EventRowProps {
  readonly line: EventLine;
  /** The person at the window; their lines say "You". */
  readonly myId: string | null;
  /** Who the ids in a change are; an id that is not in it reads as nobody known. */
  readonly people: ReadonlyMap<string, Person>;
  /** The day stands above: the time of day is enough. */
  readonly clock?: boolean;
  /** Names the task, as a feed does: makes what the title is wrapped in. Absent in the task's own history. */
  readonly link?: (title: string) => ReactNode;
  /** Stands at the end and shows on hover and focus in place of the time: Restore. */
  readonly action?: ReactNode;
  /** Below the sentence: the difference of two texts. */
  readonly children?: ReactNode;
}

/** The chips of a line need a value before and after; a description's do not fit into a chip. */
const CHIPPED = new Set(['title', 'status', 'priority', 'assigneeId', 'dueDate', 'remindAt']);

/** One line of the history: who did what to which task, from what to what, when. A list item of a `.history` list. */
export function EventRow({ line, myId, people, clock = false, link, action, children }: EventRowProps) {
  const { t } = useTranslation(['activity', 'common']);
  const { event, act, change } = line;
  const mine = event.actorId !== null && event.actorId === myId;
  const actor = event.actor ?? (event.actorId ? (people.get(event.actorId) ?? null) : null);
  const who = mine ? t('common:you') : actor ? nameOf(actor) : t('system');
  const title = event.payload.title ?? t('untitled');
  return (
    <li className={action ? 'with-act' : undefined}>
      <Face person={actor} silent />
      <p>
        <b>{who}</b>
        <span className="did">
          {link ? (
            <Trans
              t={t}
              i18nKey={mine ? `youNamed.${act}` : `named.${act}`}
              values={{ task: title }}
              components={{ task: <TaskName link={link} title={title} /> }}
            />
          ) : (
            t(mine ? `youIt.${act}` : `it.${act}`)
          )}
        </span>
        {change && CHIPPED.has(act) && (
          <>
            <s>
              <ChangedValue line={line} side="from" people={people} />
            </s>
            <Icon of={ArrowRight} size={14} />
            <span className="sr">{t('to')}</span>
            <u>
              {/* A new title is the task's name: it is said once, and leads there. */}
              {act === 'title' && link ? link(title) : <ChangedValue line={line} side="to" people={people} />}
            </u>
          </>
        )}
      </p>
      <time
        dateTime={event.at}
        title={`${relativeDay(new Date(event.at))}, ${timeOfDay(new Date(event.at))}`}
      >
        {clock ? timeOfDay(new Date(event.at)) : momentLabel(event.at)}
      </time>
      {action}
      {children}
    </li>
  );
}

/** Trans puts the words in as children; the link is made from the title itself. */
function TaskName({ link, title }: { link: (title: string) => ReactNode; title: string }) {
  return link(title);
}

function ChangedValue({
  line: { act, change, event },
  side,
  people,
}: {
  line: EventLine;
  side: 'from' | 'to';
  people: ReadonlyMap<string, Person>;
}) {
  const { t } = useTranslation(['activity', 'common']);
  const value = change?.[side];
  switch (act) {
    case 'status': {
      const status = STATUSES.find((one: Status) => one === value);
      if (!status) return String(value);
      return (
        <>
          <StatusRing status={status} size={14} />
          {t(`common:status.${status}`)}
        </>
      );
    }
    case 'priority': {
      const priority = PRIORITIES.find((one: Priority) => one === value);
      if (!priority) return String(value);
      return (
        <>
          <PriorityBars priority={priority} size={14} />
          {t(`common:priority.${priority}`)}
        </>
      );
    }
    case 'assigneeId': {
      const person = typeof value === 'string' ? people.get(value) : undefined;
      return person ? nameOf(person) : t('common:nobody');
    }
    case 'dueDate':
      if (typeof value !== 'string') return t('common:noDueDate');
      return dueLabel({ dueDate: value, dueAllDay: wasAllDay(event, side, value) });
    case 'remindAt':
      if (typeof value !== 'string') return t('noReminder');
      return `${relativeDay(new Date(value))} ${timeOfDay(new Date(value))}`;
    default:
      return typeof value === 'string' && value ? <span className="cut">{value}</span> : t('noText');
  }
}
