import { Copy, Ellipsis, FileText, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Task } from '../../../server/contract/tasks.ts';
import { IconButton } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';
import { markdownOf } from './markdown-of.ts';

/** What else can be done with a task. */
export function MoreMenu({ task, onDelete }: { task: Task; onDelete: () => void }) {
  const { t } = useTranslation(['detail', 'common']);
  const actions = useTaskActions();
  const navigate = useNavigate();
  const duplicate = async (): Promise<void> => {
    const { description, status, priority, assigneeId, dueDate, dueAllDay, remindAt } = task;
    const made = await actions.create(
      {
        title: t('copyOf', { title: task.title }).slice(0, 255),
        description,
        status,
        priority,
        assigneeId,
        dueDate,
        dueAllDay,
        remindAt,
      },
      { toast: true },
    );
    if (made) await navigate(`/tasks/${made.id}`);
  };
  return (
    <Menu
      label={t('common:more')}
      placement="bottom end"
      trigger={
        <IconButton label={t('common:more')}>
          <Icon of={Ellipsis} />
        </IconButton>
      }
    >
      <MenuItem icon={<Icon of={Copy} />} label={t('duplicate')} onAction={() => void duplicate()} />
      <MenuItem
        icon={<Icon of={FileText} />}
        label={t('copyMarkdown')}
        onAction={() => void copyText(markdownOf(task), t('markdownCopied'))}
      />
      <MenuSeparator />
      <MenuItem
        icon={<Icon of={Trash2} />}
        label={t('delete')}
        keyOf="delete"
        isDisabled={!task.can.delete || task.deletedAt !== null}
        onAction={onDelete}
      />
    </Menu>
  );
}
