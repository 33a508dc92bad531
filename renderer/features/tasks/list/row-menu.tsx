import {
  Calendar,
  ExternalLink,
  Link,
  Pencil,
  SquareCheck,
  Trash2,
  UserRound,
  UserRoundCheck,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BindingId } from '../../../keys/bindings.ts';
import { keyText } from '../../../keys/use-key.tsx';
import { PriorityBars, StatusRing } from '../../../ui/glyphs.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { PickPopover } from '../../../ui/pick-popover.tsx';

/** What the menu of a row can do. */
export type RowChoice =
  | 'open'
  | 'rename'
  | 'select'
  | 'status'
  | 'priority'
  | 'assignee'
  | 'due'
  | 'assignToMe'
  | 'copyLink'
  | 'delete';

/** Everything that can be done with a row, each with its key; typing finds it. */
export function RowMenu({
  anchor,
  canDelete,
  canRename = true,
  onClose,
  onChoose,
}: {
  anchor: Element;
  /** Whether it is the person's to delete. */
  canDelete: boolean;
  /** Whether its title can be written where it stands. */
  canRename?: boolean;
  onClose: () => void;
  onChoose: (choice: RowChoice) => void;
}) {
  const { t } = useTranslation(['tasks', 'common']);
  const item = (id: RowChoice, label: string, icon: ReactNode, key?: BindingId, apart = false) => ({
    id,
    label,
    icon,
    ...(key ? { hint: keyText(key) } : {}),
    ...(apart ? { apart } : {}),
  });
  return (
    <PickPopover
      anchor={{ current: anchor }}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      label={t('menu.label')}
      placeholder={t('menu.find')}
      items={[
        item('open', t('menu.open'), <Icon of={ExternalLink} />, 'open'),
        ...(canRename ? [item('rename', t('menu.rename'), <Icon of={Pencil} />, 'rename')] : []),
        item('select', t('menu.select'), <Icon of={SquareCheck} />, 'select'),
        item('status', t('common:field.status'), <StatusRing status="todo" />, 'status', true),
        item('priority', t('common:field.priority'), <PriorityBars priority="high" />, 'priority'),
        item('assignee', t('common:field.assigneeId'), <Icon of={UserRound} />, 'assignee'),
        item('assignToMe', t('menu.assignToMe'), <Icon of={UserRoundCheck} />, 'assignToMe'),
        item('due', t('common:field.dueDate'), <Icon of={Calendar} />, 'due'),
        item('copyLink', t('menu.copyLink'), <Icon of={Link} />, 'copyLink', true),
        ...(canDelete ? [item('delete', t('menu.delete'), <Icon of={Trash2} />, 'delete')] : []),
      ]}
      selected={[]}
      onPick={onChoose}
    />
  );
}
