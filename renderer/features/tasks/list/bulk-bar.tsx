import { Calendar, Trash2, Undo2, UserRound, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contract/tasks.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { PriorityBars, StatusRing } from '../../../ui/glyphs.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
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
  const words = t('selected', { count });
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

const PROPERTIES = [
  ['status', 'status', <StatusRing key="status" status="todo" />],
  ['priority', 'priority', <PriorityBars key="priority" priority="high" />],
  ['assignee', 'assign', <Icon key="assignee" of={UserRound} />],
  ['due', 'due', <Icon key="due" of={Calendar} />],
] as const satisfies readonly (readonly [Property, string, React.ReactNode])[];

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
  return (
    <Bar count={tasks.length} onClear={onClear}>
      {PROPERTIES.map(([property, key, sign]) => (
        <Tooltip key={property} label={t(`bulk.${key}`)} keyOf={property} placement="top">
          <Button
            kind="quiet"
            data-property={property}
            aria-label={t(`bulk.${key}`)}
            onPress={(event) => onProperty(property, event.target)}
          >
            {sign}
            <span>{t(`bulk.${key}`)}</span>
          </Button>
        </Tooltip>
      ))}
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
