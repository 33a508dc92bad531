import { Calendar, ClockAlert, Ellipsis, ListChecks, UserRoundPlus } from 'lucide-react';
import { memo } from 'react';
import type { Task } from '../../../../server/contract/tasks.ts';
import { dueLabel, dueTone } from '../../../i18n/dates.ts';
import { t } from '../../../i18n/index.ts';
import { Face, nameOf } from '../../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../../ui/glyphs.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { TaskMarkSign, type TaskMark } from '../../sync/index.ts';
import type { Column } from '../table/columns.ts';
import { checklistOf } from './checklist.ts';
import { Rename } from './rename.tsx';

/** What a press on a part of a row does; the list reads it off the element, so that rows carry no handlers. */
export type RowAct =
  | 'open'
  | 'focus'
  | 'rename'
  | 'done'
  | 'status'
  | 'priority'
  | 'assignee'
  | 'due'
  | 'more'
  | 'restore'
  | 'forever';

export interface TaskRowProps {
  readonly task: Task;
  /** Its number among all rows, from 1, for screen readers: most rows are not in the document. */
  readonly rowIndex: number;
  /** Its stop of the keyboard, from 0; the list finds the task by it. */
  readonly number: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly isRefused: boolean;
  /** Whether the team and this device agree on it. */
  readonly mark?: TaskMark | undefined;
  readonly isRenaming: boolean;
  /** Of a table: the cell the cursor stands in; null in the other rows. */
  readonly column?: Column | null;
  /** Whether the acts that stand at the end show: on hover and on focus. */
  readonly showsActs: boolean;
  readonly now: Date;
  /** Rows write in the language of now without asking for it one by one. */
  readonly language: string;
  readonly onRename: (task: Task, title: string | null) => void;
}

export const rowId = (taskId: string): string => `row-${taskId}`;

/** One task of the list. Cheap on purpose: plain elements, no hooks that subscribe, one listener for all in the list. */
export const TaskRow = memo(function TaskRow({
  task,
  rowIndex,
  number,
  isSelected,
  isFocused,
  isRefused,
  mark,
  isRenaming,
  showsActs,
  now,
  onRename,
}: TaskRowProps) {
  const isClosed = task.status === 'done' || task.status === 'cancelled';
  const tone = dueTone(task, now);
  const checks = checklistOf(task.description);
  const flags = `${isSelected ? ' sel' : ''}${isFocused ? ' focus' : ''}${isRefused ? ' refused' : ''}`;
  return (
    <div
      id={rowId(task.id)}
      className={`row${flags}${isClosed ? ' closed' : ''}`}
      role="row"
      aria-level={2}
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      data-id={task.id}
      data-n={number}
    >
      <span role="gridcell" className="cell">
        <button
          type="button"
          className="check"
          role="checkbox"
          tabIndex={-1}
          aria-checked={task.status === 'done'}
          aria-label={`${t(`status.${task.status}`)}: ${task.title}`}
          data-act="done"
        >
          <StatusRing status={task.status} />
        </button>
      </span>
      <span role="gridcell" className="cell">
        <button
          type="button"
          className="prio"
          tabIndex={-1}
          title={t(`priority.${task.priority}`)}
          aria-label={`${t('field.priority')}: ${t(`priority.${task.priority}`)}`}
          data-act="priority"
        >
          <PriorityBars priority={task.priority} closed={isClosed} />
        </button>
      </span>
      <span role="gridcell" className="title">
        {isRenaming ? <Rename task={task} onRename={onRename} /> : <span>{task.title}</span>}
        {checks && !isRenaming && (
          <i className="meta" title={t('tasks:checklist')}>
            <Icon of={ListChecks} size={14} />
            {`${checks.done}/${checks.all}`}
          </i>
        )}
        {mark && !isRenaming && <TaskMarkSign mark={mark} />}
      </span>
      <span role="gridcell" className="acts">
        {showsActs && (
          <>
            <Act act="due" label={t('field.dueDate')} icon={Calendar} />
            <Act act="assignee" label={t('field.assigneeId')} icon={UserRoundPlus} />
            <Act act="more" label={t('more')} icon={Ellipsis} />
          </>
        )}
      </span>
      <span role="gridcell" className={`due ${tone ?? ''}`}>
        {task.dueDate && (
          <button
            type="button"
            tabIndex={-1}
            data-act="due"
            title={dueLabel(task, now, true)}
            aria-label={`${t('field.dueDate')}: ${dueLabel(task, now, true)}${tone === 'late' ? `, ${t('overdue')}` : ''}`}
          >
            {tone === 'late' && <Icon of={ClockAlert} size={14} />}
            {dueLabel(task, now)}
          </button>
        )}
      </span>
      <span role="gridcell" className="cell">
        <button
          type="button"
          className="who"
          tabIndex={-1}
          data-act="assignee"
          title={task.assignee ? nameOf(task.assignee) : t('nobody')}
          aria-label={`${t('field.assigneeId')}: ${task.assignee ? nameOf(task.assignee) : t('nobody')}`}
        >
          <Face person={task.assignee} silent />
        </button>
      </span>
    </div>
  );
});

function Act({ act, label, icon }: { act: RowAct; label: string; icon: typeof Ellipsis }) {
  return (
    <button type="button" className="ib" tabIndex={-1} data-act={act} aria-label={label} title={label}>
      <Icon of={icon} />
    </button>
  );
}
