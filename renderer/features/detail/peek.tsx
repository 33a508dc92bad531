import { Maximize2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useKey } from '../../keys/use-key.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TaskView } from './task-view.tsx';
import { useTask } from './use-task.ts';

/**
 * A task at the side of its list, which keeps the keys: j and k go on in the list and the peek follows. Space, Esc or the
 * cross close it. Mount it while something is peeked at, with the id of the row under the cursor.
 */
export function Peek({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation(['detail', 'common']);
  const navigate = useNavigate();
  const { task } = useTask(id);
  useKey('peek', onClose);
  useKey('closeLayer', onClose);
  return (
    <section className="peek" aria-label={t('title')}>
      <header className="bar">
        <span className="crumb">{task ? t(`common:status.${task.status}`) : ''}</span>
        <span className="grow" />
        <IconButton label={t('peek.open')} keyOf="open" onPress={() => void navigate(`/tasks/${id}`)}>
          <Icon of={Maximize2} />
        </IconButton>
        <IconButton label={t('peek.close')} keyOf="peek" onPress={onClose}>
          <Icon of={X} />
        </IconButton>
      </header>
      {task && <TaskView task={task} ownsKeys={false} hasRail onReveal={() => undefined} />}
    </section>
  );
}
