import { X } from 'lucide-react';
import type { MouseEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../server/contract/tasks.ts';
import { t as word } from '../../i18n/index.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { TaskMark } from '../sync/index.ts';
import { EventFace } from './day-cell.tsx';

/** As the day of the tray is called where days are told apart. */
export const NO_DAY = 'none';

/**
 * Beside the days: tasks that have none, to be dragged onto one, or to be given one by their keys. Whatever is dropped here
 * has no day any more.
 */
export function Tray({
  tasks,
  total,
  isOver,
  selected,
  moving,
  marks,
  now,
  onPointerDown,
  onClick,
  onFocus,
  onList,
  onClose,
}: {
  readonly tasks: readonly Task[];
  /** How many there are, shown or not. */
  readonly total: number;
  /** Something would land here. */
  readonly isOver: boolean;
  readonly selected: ReadonlyMap<string, Task>;
  readonly moving: ReadonlySet<string> | null;
  readonly marks: ReadonlyMap<string, TaskMark>;
  readonly now: Date;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
  /** The keys mean this task; null: none here. */
  readonly onFocus: (task: Task | null) => void;
  /** Shows all of them as a list. */
  readonly onList: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['calendar', 'common']);
  return (
    <aside className={isOver ? 'tray over' : 'tray'} data-day={NO_DAY} aria-label={t('tray')}>
      <header>
        <h3>{t('tray')}</h3>
        <span className="n">{total}</span>
        <span className="grow" />
        <IconButton small label={t('trayClose')} onPress={onClose}>
          <Icon of={X} size={14} />
        </IconButton>
      </header>
      {/* Buttons act by themselves; the list hears for all of them, as the grid does for its days. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- see above */}
      <ul
        onPointerDown={onPointerDown}
        onClick={onClick}
        onBlur={(event) => {
          if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) onFocus(null);
        }}
      >
        {tasks.map((task) => (
          <li key={task.id}>
            <button
              type="button"
              className={`event${selected.has(task.id) ? ' sel' : ''}${moving?.has(task.id) ? ' ghost' : ''}`}
              aria-label={`${task.title}, ${word(`status.${task.status}`)}`}
              title={task.title}
              data-id={task.id}
              data-testid="event"
              onFocus={() => onFocus(task)}
            >
              <EventFace task={task} mark={marks.get(task.id)} now={now} />
            </button>
          </li>
        ))}
      </ul>
      {tasks.length === 0 && <p className="hint">{t('trayEmpty')}</p>}
      {total > tasks.length && (
        <Button kind="quiet" small onPress={onList}>
          {t('trayAll', { count: total })}
        </Button>
      )}
    </aside>
  );
}
