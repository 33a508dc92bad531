import { useTranslation } from 'react-i18next';
import type { Task } from '../../../server/contract/tasks.ts';
import { useKey } from '../../keys/use-key.tsx';
import { Button } from '../../ui/button.tsx';
import { StatusRing } from '../../ui/glyphs.tsx';
import { TwoVersions } from '../sync/index.ts';
import { useRefused, useTaskActions } from '../tasks/actions/index.ts';
import { Description } from './description.tsx';
import { History } from './history.tsx';
import { Rail } from './rail.tsx';
import { Title } from './title.tsx';

export interface TaskViewProps {
  readonly task: Task;
  /** Whether keys mean this task; in a peek the list behind has them. */
  readonly ownsKeys: boolean;
  readonly hasRail: boolean;
  readonly onReveal: () => void;
}

/** A task, on its page and in the peek: title and description, its history below, the rail of properties beside. */
export function TaskView({ task, ownsKeys, hasRail, onReveal }: TaskViewProps) {
  const { t } = useTranslation('detail');
  const actions = useTaskActions();
  const isRefused = useRefused().has(task.id);
  const isInTrash = task.deletedAt !== null;
  const isReadOnly = isInTrash || !task.can.update;
  const toggle = (): void =>
    void actions.update([task.id], { status: task.status === 'done' ? 'todo' : 'done' });
  useKey('done', toggle, ownsKeys && !isReadOnly);
  return (
    <div className={`task${hasRail ? '' : ' no-rail'}${isRefused ? ' refused' : ''}`}>
      <article>
        <TwoVersions taskId={task.id} />
        {isInTrash && (
          <p className="in-trash">
            {t('inTrash')}
            {task.can.restore ? (
              <Button onPress={() => void actions.restore([task.id])} keyOf="restore">
                {t('restore')}
              </Button>
            ) : (
              ` ${t('restoreDenied')}`
            )}
          </p>
        )}
        <header>
          <button
            type="button"
            className="check big"
            role="checkbox"
            aria-checked={task.status === 'done'}
            aria-label={t('toggleDone')}
            disabled={isReadOnly}
            onClick={toggle}
          >
            <StatusRing status={task.status} size={20} />
          </button>
          <Title key={task.id} task={task} isReadOnly={isReadOnly} />
        </header>
        <Description key={task.id} task={task} isReadOnly={isReadOnly} ownsKeys={ownsKeys} />
        <History key={`history-${task.id}`} task={task} isReadOnly={isReadOnly} />
      </article>
      <Rail
        key={`rail-${task.id}`}
        task={task}
        isReadOnly={isReadOnly}
        ownsKeys={ownsKeys}
        onReveal={onReveal}
      />
    </div>
  );
}
