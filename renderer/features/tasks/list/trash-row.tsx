import { Trash2, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { useMe } from '../../../api/people.ts';
import { fromNow } from '../../../i18n/dates.ts';
import { t } from '../../../i18n/index.ts';
import { Face } from '../../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../../ui/glyphs.tsx';
import { TaskMarkSign } from '../../sync/index.ts';
import { ActButton, rowAttributes, type TaskRowProps } from './row-parts.tsx';

/** A task in the trash: when it was deleted instead of when it is due, and the two ways out. */
export const TrashRow = memo(function TrashRow(props: TaskRowProps) {
  const { task, mark, showsActs, now } = props;
  const mayPurge = useMe()?.role === 'admin';
  return (
    <div {...rowAttributes(props, 1, true)}>
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
        {mark && <TaskMarkSign mark={mark} />}
      </span>
      <span role="gridcell" className="acts">
        {showsActs && (
          <>
            {task.can.restore && (
              <ActButton act="restore" label={t('tasks:trash.restore')} keyOf="restore" icon={Undo2} />
            )}
            {mayPurge && <ActButton act="forever" label={t('tasks:trash.forever')} icon={Trash2} />}
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
