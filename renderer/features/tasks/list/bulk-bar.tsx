import { Calendar, Trash2, Undo2, UserRound, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contract/tasks.ts';
import { number } from '../../../i18n/dates.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { PriorityBars, StatusRing } from '../../../ui/glyphs.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { Property } from '../properties/property-popover.tsx';

/** The frame of the bar at the bottom: how many are selected, and a way to let go of them. */
function Bar({
  count,
  onClear,
  children,
}: {
  count: number;
  onClear: () => void;
  children: React.ReactNode;
}) {
  const { t } = useTranslation('tasks');
  const words = t('selected', { count, formatted: number(count) });
  return (
    <div className="dock">
      <div className="bulk" role="toolbar" aria-label={words}>
        <b role="status">{words}</b>
        <IconButton label={t('clearSelection')} keyOf="closeLayer" onPress={onClear}>
          <Icon of={X} />
        </IconButton>
        <i className="sep" />
        {children}
      </div>
    </div>
  );
}

/** What can be done with the selected tasks. */
export function BulkBar({
  tasks,
  onClear,
  onProperty,
  onDelete,
}: {
  tasks: readonly Task[];
  onClear: () => void;
  onProperty: (property: Property, anchor: Element) => void;
  onDelete: () => void;
}) {
  const { t } = useTranslation('tasks');
  const open = (property: Property) => (event: { target: Element }) => onProperty(property, event.target);
  return (
    <Bar count={tasks.length} onClear={onClear}>
      <Button kind="quiet" data-property="status" aria-label={t('bulk.status')} onPress={open('status')}>
        <StatusRing status="todo" />
        <span>{t('bulk.status')}</span>
      </Button>
      <Button
        kind="quiet"
        data-property="priority"
        aria-label={t('bulk.priority')}
        onPress={open('priority')}
      >
        <PriorityBars priority="high" />
        <span>{t('bulk.priority')}</span>
      </Button>
      <Button kind="quiet" data-property="assignee" aria-label={t('bulk.assign')} onPress={open('assignee')}>
        <Icon of={UserRound} />
        <span>{t('bulk.assign')}</span>
      </Button>
      <Button kind="quiet" data-property="due" aria-label={t('bulk.due')} onPress={open('due')}>
        <Icon of={Calendar} />
        <span>{t('bulk.due')}</span>
      </Button>
      <i className="sep" />
      <IconButton
        label={t(tasks.some((task) => task.can.delete) ? 'bulk.delete' : 'bulk.deleteDenied')}
        keyOf="delete"
        isDisabled={!tasks.some((task) => task.can.delete)}
        onPress={onDelete}
      >
        <Icon of={Trash2} />
      </IconButton>
    </Bar>
  );
}

/** The same in the trash: back, or gone for good. */
export function TrashBar({
  tasks,
  onClear,
  onRestore,
  onForever,
}: {
  tasks: readonly Task[];
  onClear: () => void;
  onRestore: () => void;
  /** Null where it is not the person's to do. */
  onForever: (() => void) | null;
}) {
  const { t } = useTranslation('tasks');
  return (
    <Bar count={tasks.length} onClear={onClear}>
      <Button
        kind="quiet"
        aria-label={t('trash.restore')}
        isDisabled={!tasks.some((task) => task.can.restore)}
        onPress={onRestore}
      >
        <Icon of={Undo2} />
        <span>{t('trash.restore')}</span>
      </Button>
      {onForever && (
        <Button kind="quiet" aria-label={t('trash.forever')} onPress={onForever}>
          <Icon of={Trash2} />
          <span>{t('trash.forever')}</span>
        </Button>
      )}
    </Bar>
  );
}
