import { Ellipsis, ListChecks } from 'lucide-react';
import { memo } from 'react';
import type { Task } from '../../../server/contract/tasks.ts';
import { dueTone } from '../../i18n/dates.ts';
import { t } from '../../i18n/index.ts';
import { keyText } from '../../keys/use-key.tsx';
import { DueWords } from '../../ui/due.tsx';
import { Face, nameOf } from '../../ui/face.tsx';
import { PriorityBars } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TaskMarkSign, type TaskMark } from '../sync/index.ts';
import { checklistOf } from '../tasks/list/checklist.ts';

export const cardId = (taskId: string): string => `card-${taskId}`;

export interface CardProps {
  readonly task: Task;
  /** Its number among all cards of the column, from 1; most of them are not in the document. */
  readonly rowIndex: number;
  readonly isFocused: boolean;
  readonly isSelected: boolean;
  readonly isRefused: boolean;
  /** Whether the team and this device agree on it. */
  readonly mark: TaskMark | undefined;
  /** It has been lifted by the pointer: an empty slot stands in its place. */
  readonly isGhost: boolean;
  /** It has been picked up by key. */
  readonly isCarried: boolean;
  readonly now: Date;
  /** Cards write in the language of now without asking for it one by one. */
  readonly language: string;
}

/** One task on the board. Plain elements without handlers: the board listens for all of them. */
export const Card = memo(function Card({
  task,
  rowIndex,
  isFocused,
  isSelected,
  isRefused,
  mark,
  isGhost,
  isCarried,
  now,
}: CardProps) {
  const flags = [
    isSelected && 'sel',
    isRefused && 'refused',
    isGhost && 'ghost',
    isCarried && 'carried',
    (task.status === 'done' || task.status === 'cancelled') && 'past',
  ].filter(Boolean);
  return (
    <div
      id={cardId(task.id)}
      className={['card', ...flags].join(' ')}
      role="row"
      tabIndex={isFocused ? 0 : -1}
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      aria-describedby="board-help"
      data-testid="card"
      data-id={task.id}
    >
      <CardFace task={task} mark={mark} now={now} />
      <span role="gridcell" className="more">
        <button
          type="button"
          className="ib sm"
          tabIndex={-1}
          aria-label={`${t('board:moveTo')}: ${task.title}`}
          title={`${t('board:moveTo')}  ${keyText('moveTo')}`}
          data-act="move"
        >
          <Icon of={Ellipsis} size={14} />
        </button>
      </span>
    </div>
  );
});

/** What a card shows, in the column and under the pointer. */
export function CardFace({ task, mark, now }: Pick<CardProps, 'task' | 'mark' | 'now'>) {
  const isClosed = task.status === 'done' || task.status === 'cancelled';
  const tone = dueTone(task, now);
  const checks = checklistOf(task.description);
  return (
    <>
      <span role="gridcell">{task.title}</span>
      <div role="gridcell">
        <PriorityBars priority={task.priority} closed={isClosed} />
        <span className="sr">{t(`priority.${task.priority}`)}</span>
        {checks && (
          <i className="meta">
            <Icon of={ListChecks} size={14} />
            <span className="sr">{t('tasks:checklist')}</span>
            {checks.done}/{checks.all}
          </i>
        )}
        {mark && <TaskMarkSign mark={mark} />}
        {task.dueDate && (
          <span className={`due ${tone ?? ''}`}>
            <span className="sr">
              {t('field.dueDate')}
              {tone === 'late' && `, ${t('overdue')}`}
            </span>
            <DueWords of={task} now={now} />
          </span>
        )}
        <span className="grow" />
        <span className="sr">
          {t('field.assigneeId')}: {task.assignee ? nameOf(task.assignee) : t('nobody')}
        </span>
        <Face person={task.assignee} silent />
      </div>
    </>
  );
}
