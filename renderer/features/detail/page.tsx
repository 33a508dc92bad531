import { ChevronDown, ChevronLeft, ChevronUp, Link, PanelRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ApiError } from '../../../server/contract/client.ts';
import type { Task } from '../../../server/contract/tasks.ts';
import { errorMessage } from '../../api/error-message.ts';
import { TaskHidden } from '../../api/task-cache.ts';
import { useStored } from '../../api/stored.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { useKey } from '../../keys/use-key.tsx';
import { number } from '../../i18n/dates.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { copyTaskLinks, useTaskActions } from '../tasks/actions/index.ts';
import { useSubject } from '../tasks/actions/subject.ts';
import { lastPlace, placeName } from './last-place.ts';
import { MoreMenu } from './more-menu.tsx';
import { TaskView } from './task-view.tsx';
import { placeOf } from './trail.ts';
import { useTask } from './use-task.ts';

const readRail = (value: unknown): boolean => value !== false;

/** A task on a page of its own. */
export function DetailPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation(['detail', 'common']);
  const navigate = useNavigate();
  const { task, error, retry } = useTask(id);
  if (task) return <Loaded task={task} />;
  if (!error) return <header className="bar" />;
  const isHidden = error instanceof TaskHidden;
  const isGone = isHidden || (error instanceof ApiError && error.status === 404);
  return (
    <EmptyState
      isPage
      art={isGone ? 'nomatch' : 'unsynced'}
      text={isHidden ? t('hidden') : isGone ? t('gone') : `${t('unread')} ${errorMessage(error)}`}
      action={
        isGone ? (
          <Button onPress={() => void navigate('/tasks')}>{t('back')}</Button>
        ) : (
          <Button onPress={retry}>{t('common:retry')}</Button>
        )
      }
    />
  );
}

function Loaded({ task }: { task: Task }) {
  const session = useWorkspace();
  const { t } = useTranslation(['detail', 'common']);
  const navigate = useNavigate();
  const actions = useTaskActions();
  const [hasRail, setRail] = useStored('detail-rail', readRail);
  /** Where there is no room for it the rail lies over the task, and starts closed. */
  const [isOver, setOver] = useState(false);
  const to = lastPlace();
  // A list that was left for another page does not say what comes next.
  const found = placeOf(task.id);
  const place = found?.trail.to === to ? found : null;
  useSubject([task]);

  const go = (id: string | undefined): void | false => {
    if (!id) return false;
    void navigate(`/tasks/${id}`, { replace: true });
  };
  const toggleRail = (): void => {
    if (window.matchMedia('(max-width: 720px)').matches) setOver(!isOver);
    else setRail(!hasRail);
  };
  const remove = (): void => {
    void actions.delete([task.id]);
    void navigate(to);
  };
  // The arrow keys scroll here; j and k go through the list one came from.
  const unlessArrow = (event: KeyboardEvent, id: string | undefined): void | false =>
    event.key.startsWith('Arrow') ? false : go(id);
  useKey('down', (event) => unlessArrow(event, place?.next));
  useKey('up', (event) => unlessArrow(event, place?.previous));
  useKey('rail', toggleRail);
  useKey('closeLayer', () => (isOver ? setOver(false) : void navigate(to)));
  useKey('delete', remove, task.deletedAt === null && task.can.delete);
  useKey('restore', () => void actions.restore([task.id]), task.deletedAt !== null && task.can.restore);

  return (
    <>
      <header className="bar">
        <IconButton label={t('back')} onPress={() => void navigate(to)}>
          <Icon of={ChevronLeft} />
        </IconButton>
        <span className="crumb">{place?.trail.label ?? t(`common:${placeName(to)}`)}</span>
        <span className="crumb sl" aria-hidden>
          /
        </span>
        <span className="crumb">{t(`common:status.${task.status}`)}</span>
        <span className="grow" />
        {place && (
          <>
            <span className="n">
              {t('position', { at: number(place.at), total: number(place.trail.total) })}
            </span>
            <IconButton
              label={t('previous')}
              keyOf="up"
              isDisabled={!place.previous}
              onPress={() => void go(place.previous)}
            >
              <Icon of={ChevronUp} />
            </IconButton>
            <IconButton
              label={t('next')}
              keyOf="down"
              isDisabled={!place.next}
              onPress={() => void go(place.next)}
            >
              <Icon of={ChevronDown} />
            </IconButton>
            <span className="sep" />
          </>
        )}
        <IconButton label={t('copyLink')} onPress={() => void copyTaskLinks(session, [task.id])}>
          <Icon of={Link} />
        </IconButton>
        <MoreMenu task={task} onDelete={remove} />
        <IconButton label={t('rail')} keyOf="rail" onPress={toggleRail}>
          <Icon of={PanelRight} />
        </IconButton>
      </header>
      <div className={isOver ? 'task-room over' : 'task-room'}>
        <TaskView
          task={task}
          ownsKeys
          hasRail={hasRail}
          onReveal={() => {
            if (window.matchMedia('(max-width: 720px)').matches) setOver(true);
            else if (!hasRail) setRail(true);
          }}
        />
      </div>
    </>
  );
}
