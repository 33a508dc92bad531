import { Ellipsis, Maximize2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { dueLabel, dueTone, momentLabel } from '../../../i18n/dates.ts';
import { t } from '../../../i18n/index.ts';
import { DueWords } from '../../../ui/due.tsx';
import { Face, nameOf } from '../../../ui/face.tsx';
import { PriorityBars } from '../../../ui/glyphs.tsx';
import { TaskMarkSign } from '../../sync/index.ts';
import { Rename } from '../list/rename.tsx';
import { ActButton, DoneCell, isClosed, rowAttributes, type TaskRowProps } from '../list/row-parts.tsx';
import { cellId, type Column } from './columns.ts';

/** One task of the table: every cell is edited where it stands. Plain elements; the list listens for all of them. */
export const TableRow = memo(function TableRow(props: TaskRowProps) {
  const { task, mark, isRenaming, showsActs, column, now, onRenamed } = props;
  const tone = dueTone(task, now);
  const who = task.assignee ? nameOf(task.assignee) : t('nobody');
  const cell = (id: Column, content: ReactNode, kind: string = id) => (
    <span
      role="gridcell"
      id={cellId(task.id, id)}
      className={`td ${kind}${column === id ? ' here' : ''}`}
      data-col={id}
    >
      {content}
    </span>
  );
  const value = (act: Column, label: string, content: ReactNode) => (
    <button type="button" tabIndex={-1} data-act={act} aria-label={`${label}`}>
      {content}
    </button>
  );
  return (
    <div {...rowAttributes(props, 2)} data-act="focus">
      <DoneCell task={task} />
      {cell(
        'title',
        isRenaming ? (
          <Rename task={task} onRenamed={onRenamed} />
        ) : (
          <>
            <button type="button" className="words" tabIndex={-1} data-act="rename">
              {task.title}
            </button>
            {mark && <TaskMarkSign mark={mark} />}
            {showsActs && (
              <span className="acts">
                <ActButton
                  act="open"
                  label={t('tasks:menu.open')}
                  keyOf="openCard"
                  icon={Maximize2}
                  isSmall
                />
                <ActButton act="more" label={t('more')} icon={Ellipsis} isSmall />
              </span>
            )}
          </>
        ),
        'title',
      )}
      {cell(
        'status',
        value('status', `${t('field.status')}: ${t(`status.${task.status}`)}`, t(`status.${task.status}`)),
      )}
      {cell(
        'priority',
        value(
          'priority',
          `${t('field.priority')}: ${t(`priority.${task.priority}`)}`,
          <>
            <PriorityBars priority={task.priority} closed={isClosed(task)} />
            <span>{t(`priority.${task.priority}`)}</span>
          </>,
        ),
      )}
      {cell(
        'assignee',
        value(
          'assignee',
          `${t('field.assigneeId')}: ${who}`,
          <>
            <Face person={task.assignee} silent />
            <span>{task.assignee ? who : ''}</span>
          </>,
        ),
      )}
      {cell(
        'due',
        value(
          'due',
          `${t('field.dueDate')}: ${task.dueDate ? dueLabel(task, now, true) : t('tasks:due.undated')}${tone === 'late' ? `, ${t('overdue')}` : ''}`,
          <DueWords of={task} now={now} />,
        ),
        `due ${tone ?? ''}`,
      )}
      <span role="gridcell" className="td created">
        {momentLabel(task.createdAt, now)}
      </span>
      <span role="gridcell" className="td changed">
        {momentLabel(task.updatedAt, now)}
      </span>
    </div>
  );
});
