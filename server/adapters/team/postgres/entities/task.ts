import { PRIORITIES, STATUSES } from '../../../../contract/tasks.ts';
import * as c from './column.ts';

export const TaskEntity = c.table({
  name: 'tasks',
  key: ['id'],
  columns: {
    id: c.uuid({ generated: 'uuid' }),
    title: c.varchar(255),
    description: c.text(c.nullable),
    status: { type: 'enum', enum: STATUSES, enumName: 'task_status', default: 'todo' },
    priority: { type: 'enum', enum: PRIORITIES, enumName: 'task_priority', default: 'medium' },
    assignee_id: c.uuid(c.nullable),
    creator_id: c.uuid(),
    created_at: c.instantNow(),
    updated_at: c.instantNow(),
    completed_at: c.instant(c.nullable),
    due_date: c.instant(c.nullable),
    deleted_at: c.instant(c.nullable),
    version: { type: 'integer', default: 1 },
    due_all_day: { type: 'boolean', default: false },
    remind_at: c.instant(c.nullable),
    rank: c.varchar(64, { ...c.nullable, ...c.bytewise }),
    source: c.text(c.nullable),
    source_raw: c.text(c.nullable),
    title_folded: c.text({ ...c.bytewise, default: '' }),
    search_text: c.text({ ...c.bytewise, default: '' }),
    epoch_version: { type: 'integer', ...c.nullable },
  },
  foreignKeys: [
    {
      name: 'tasks_assignee',
      target: 'users',
      columnNames: ['assignee_id'],
      referencedColumnNames: ['id'],
    },
    { name: 'tasks_creator', target: 'users', columnNames: ['creator_id'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'idx_tasks_status_priority', columns: ['status', 'priority'] },
    { name: 'idx_tasks_assignee', columns: ['assignee_id'] },
    { name: 'idx_tasks_creator', columns: ['creator_id'] },
    { name: 'idx_tasks_deleted_at', columns: ['deleted_at'], where: '(deleted_at IS NULL)' },
    c.byHand('idx_tasks_creator_created'),
    c.byHand('idx_tasks_assignee_created'),
    c.byHand('idx_tasks_created'),
    c.byHand('idx_tasks_trash'),
    c.byHand('idx_tasks_remind_at'),
    c.byHand('idx_tasks_due_date'),
  ],
});

/** What administrators search, kept by a trigger of `tasks`. */
export const TaskTextEntity = c.table({
  name: 'task_texts',
  key: ['task_id'],
  columns: { task_id: c.uuid(), search_text: c.text(c.bytewise) },
  foreignKeys: [
    {
      name: 'task_texts_task',
      target: 'tasks',
      columnNames: ['task_id'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
  indices: [c.byHand('idx_task_texts_search')],
});

export const TombstoneEntity = c.table({
  name: 'tombstones',
  key: ['task_id'],
  columns: { task_id: c.uuid(), at: c.instantNow() },
});
