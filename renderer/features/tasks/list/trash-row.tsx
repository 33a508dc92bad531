import { Trash2, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { useMe } from '../../../api/people.ts';
import { fromNow } from '../../../i18n/dates.ts';
import { t } from '../../../i18n/index.ts';
import { Face } from '../../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../../ui/glyphs.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { rowId, type TaskRowProps } from './task-row.tsx';

/** A task in the trash: when it was deleted instead of when it is due, and the two ways out. */
export const TrashRow = memo(function TrashRow({
  task,
  rowIndex,
  number,
  isSelected,
  isFocused,
  isRefused,
  showsActs,
  now,
}: TaskRowProps) {
  const mayPurge = useMe()?.role === 'admin';
  const flags = `${isSelected ? ' sel' : ''}${isFocused ? ' focus' : ''}${isRefused ? ' refused' : ''}`;
  return (
    <div
      id={rowId(task.id)}
      className={`row closed${flags}`}
      role="row"
      aria-level={1}
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      data-id={task.id}
      data-n={number}
    >
      <span role="gridcell" className="check" title={t(`status.${task.status}`)}>
        <StatusRing status={task.status} />
        <span className="sr">{t(`status.${task.status}`)}</span>
      </span>
      <span role="gridcell" className="prio" title={t(`priority.${task.priority}`)}>
        <PriorityBars priority={task.priority} closed />
        <span className="sr">{t(`priority.${task.priority}`)}</span>
      </span>
      <span role="gridcell" className="title">
        <span>{task.title}</span>
      </span>
      <span role="gridcell" className="acts">
        {showsActs && (
          <>
            {task.can.restore && (
              <button
                type="button"
                className="ib"
                tabIndex={-1}
                data-act="restore"
                aria-label={t('tasks:trash.restore')}
                title={`${t('tasks:trash.restore')}  #`}
              >
                <Icon of={Undo2} />
              </button>
            )}
            {mayPurge && (
              <button
                type="button"
                className="ib"
                tabIndex={-1}
                data-act="forever"
                aria-label={t('tasks:trash.forever')}
                title={t('tasks:trash.forever')}
              >
                <Icon of={Trash2} />
              </button>
            )}
          </>
        )}
      </span>
      <span role="gridcell" className="due">
        {task.deletedAt && <time dateTime={task.deletedAt}>{fromNow(new Date(task.deletedAt), now)}</time>}
      </span>
      <span role="gridcell" className="who">
        <Face person={task.assignee} />
      </span>
    </div>
  );
});
