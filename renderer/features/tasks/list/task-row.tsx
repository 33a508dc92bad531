import { Calendar, Ellipsis, ListChecks, UserRoundPlus } from 'lucide-react';
import { memo } from 'react';
import { dueLabel, dueTone } from '../../../i18n/dates.ts';
import { word } from '../../../i18n/index.ts';
import { DueWords } from '../../../ui/due.tsx';
import { Face, nameOf } from '../../../ui/face.tsx';
import { PriorityBars } from '../../../ui/glyphs.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { TaskMarkSign } from '../../sync/index.ts';
import { checklistOf } from './checklist.ts';
import { Rename } from './rename.tsx';
import { ActButton, DoneCell, isClosed, rowAttributes, type TaskRowProps } from './row-parts.tsx';

/** One task of the list. Cheap on purpose: plain elements, no hooks that subscribe, one listener for all in the list. */
export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { task, mark, isRenaming, showsActs, now, onRenamed } = props;
  const tone = dueTone(task, now);
  const due = dueLabel(task, now, true);
  const checks = checklistOf(task.description);
  return (
    <div {...rowAttributes(props, 2)}>
      <DoneCell task={task} />
      <span role="gridcell" className="cell">
        <button
          type="button"
          className="prio"
          tabIndex={-1}
          title={word(`priority.${task.priority}`)}
          aria-label={`${word('field.priority')}: ${word(`priority.${task.priority}`)}`}
          data-act="priority"
        >
          <PriorityBars priority={task.priority} closed={isClosed(task)} />
        </button>
      </span>
      <span role="gridcell" className="title">
        {isRenaming ? <Rename task={task} onRenamed={onRenamed} /> : <span>{task.title}</span>}
        {checks && !isRenaming && (
          <i className="meta" title={word('tasks:checklist')}>
            <Icon of={ListChecks} size={14} />
            {`${checks.done}/${checks.all}`}
          </i>
        )}
        {mark && !isRenaming && <TaskMarkSign mark={mark} />}
      </span>
      <span role="gridcell" className="acts">
        {showsActs && (
          <>
            <ActButton act="due" label={word('field.dueDate')} keyOf="due" icon={Calendar} />
            <ActButton
              act="assignee"
              label={word('field.assigneeId')}
              keyOf="assignee"
              icon={UserRoundPlus}
            />
            <ActButton act="more" label={word('more')} icon={Ellipsis} />
          </>
        )}
      </span>
      <span role="gridcell" className={`due ${tone ?? ''}`}>
        {task.dueDate && (
          <button
            type="button"
            tabIndex={-1}
            data-act="due"
            title={due}
            aria-label={`${word('field.dueDate')}: ${due}${tone === 'late' ? `, ${word('overdue')}` : ''}`}
          >
            <DueWords of={task} now={now} />
          </button>
        )}
      </span>
      <span role="gridcell" className="cell">
        <button
          type="button"
          className="who"
          tabIndex={-1}
          data-act="assignee"
          title={task.assignee ? nameOf(task.assignee) : word('nobody')}
          aria-label={`${word('field.assigneeId')}: ${task.assignee ? nameOf(task.assignee) : word('nobody')}`}
        >
          <Face person={task.assignee} silent />
        </button>
      </span>
    </div>
  );
});
