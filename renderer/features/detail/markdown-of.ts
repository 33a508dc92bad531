import type { Task } from '../../../server/contract/tasks.ts';
import { dueLabel } from '../../i18n/dates.ts';
import { t } from '../../i18n/index.ts';
import { nameOf } from '../../ui/face.tsx';

/** A task as Markdown, to paste elsewhere: its title as a heading, its properties in a list, its description as it is. */
export function markdownOf(task: Task): string {
  const facts = [
    `${t('field.status')}: ${t(`status.${task.status}`)}`,
    `${t('field.priority')}: ${t(`priority.${task.priority}`)}`,
    ...(task.assignee ? [`${t('field.assigneeId')}: ${nameOf(task.assignee)}`] : []),
    ...(task.dueDate ? [`${t('field.dueDate')}: ${dueLabel(task, new Date(), true)}`] : []),
  ];
  const parts = [`# ${task.title}`, facts.map((fact) => `- ${fact}`).join('\n'), task.description ?? ''];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
