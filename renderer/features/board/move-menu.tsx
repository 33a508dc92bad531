import { useTranslation } from 'react-i18next';
import type { Status } from '../../../server/contract/tasks.ts';
import { StatusRing } from '../../ui/glyphs.tsx';
import { PickPopover } from '../../ui/pick-popover.tsx';
import type { Column } from './use-columns.ts';

type Choice = `${Status}:${'top' | 'bottom'}`;

/** The plain way to move cards: every column with its top and its bottom; typing finds one. */
export function MoveMenu({
  anchor,
  columns,
  onClose,
  onMove,
}: {
  anchor: Element;
  columns: readonly Column[];
  onClose: () => void;
  onMove: (status: Status, where: 'top' | 'bottom') => void;
}) {
  const { t } = useTranslation(['board', 'common']);
  const item = (status: Status, where: 'top' | 'bottom') => {
    const name = t(`common:status.${status}`);
    return {
      id: `${status}:${where}` satisfies Choice as Choice,
      label: t(where === 'top' ? 'toTop' : 'toBottom', { status: name }),
      icon: <StatusRing status={status} />,
    };
  };
  return (
    <PickPopover
      anchor={{ current: anchor }}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      label={t('moveTo')}
      placeholder={t('movePlaceholder')}
      keyOf="moveTo"
      items={columns.flatMap(({ status }) => [item(status, 'top'), item(status, 'bottom')])}
      selected={[]}
      onPick={(choice) => {
        const [status, where] = choice.split(':') as [Status, 'top' | 'bottom'];
        onMove(status, where);
      }}
    />
  );
}
