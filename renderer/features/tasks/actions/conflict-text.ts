import {
  ConflictDetails,
  EDITABLE_FIELDS,
  type Task,
  type TaskSet,
} from '../../../../server/contract/tasks.ts';
import { dueLabel } from '../../../i18n/dates.ts';
import { t } from '../../../i18n/index.ts';
import { nameOf } from '../../../ui/face.tsx';
import type { Refusal } from './task-writer.ts';

/** What the field says now that somebody else was quicker with. */
export function conflictText({ error }: Refusal): string {
  const details = ConflictDetails.safeParse(error.details);
  if (!details.success) return t('action.conflictHint');
  const { current, fields } = details.data;
  const field = EDITABLE_FIELDS.find((one) => fields.includes(one));
  const value = field && valueText(current, field);
  return value ? t('action.conflictValue', { field: t(`field.${field}`), value }) : t('action.conflictHint');
}

/** A field's value in words, short enough for a line; '' where it has none that is. */
function valueText(task: Task, field: keyof TaskSet): string {
  switch (field) {
    case 'title':
      return task.title.slice(0, 60);
    case 'status':
      return t(`status.${task.status}`);
    case 'priority':
      return t(`priority.${task.priority}`);
    case 'assigneeId':
      return task.assignee ? nameOf(task.assignee) : t('nobody');
    case 'dueDate':
    case 'dueAllDay':
      return dueLabel(task) || t('noDueDate');
    case 'description':
    case 'remindAt':
    case 'rank':
      return '';
  }
}
