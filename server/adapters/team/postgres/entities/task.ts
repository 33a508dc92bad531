import { EntitySchema } from 'typeorm';
import { PRIORITIES, STATUSES } from '../../../../contract/tasks.ts';
import {
  byHand,
  bytewise,
  instant,
  instantNow,
  nullable,
  primary,
  text,
  uuid,
  varchar,
  type Columns,
} from './column.ts';

export const TaskEntity = new EntitySchema<Columns>({
  name: 'tasks',
  columns: {
    id: uuid({ ...primary('tasks_pkey'), generated: 'uuid' }),
    title: varchar(255),
    description: text(nullable),
    status: { type: 'enum', enum: STATUSES, enumName: 'task_status', default: 'todo' },
    priority: { type: 'enum', enum: PRIORITIES, enumName: 'task_priority', default: 'medium' },
    assignee_id: uuid(nullable),
    creator_id: uuid(),
    created_at: instantNow(),
    updated_at: instantNow(),
    completed_at: instant(nullable),
    due_date: instant(nullable),
    deleted_at: instant(nullable),
    version: { type: 'integer', default: 1 },
    due_all_day: { type: 'boolean', default: false },
    remind_at: instant(nullable),
    rank: varchar(64, { ...nullable, ...bytewise }),
    source: text(nullable),
    source_raw: text(nullable),
    title_folded: text({ ...bytewise, default: '' }),
    search_text: text({ ...bytewise, default: '' }),
    epoch_version: { type: 'integer', ...nullable },
  },
  foreignKeys: [
    { name: 'tasks_assignee', target: 'users', columnNames: ['assignee_id'], referencedColumnNames: ['id'] },
    { name: 'tasks_creator', target: 'users', columnNames: ['creator_id'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'idx_tasks_status_priority', columns: ['status', 'priority'] },
    { name: 'idx_tasks_assignee', columns: ['assignee_id'] },
    { name: 'idx_tasks_creator', columns: ['creator_id'] },
    { name: 'idx_tasks_deleted_at', columns: ['deleted_at'], where: '(deleted_at IS NULL)' },
    byHand('idx_tasks_creator_created'),
    byHand('idx_tasks_assignee_created'),
    byHand('idx_tasks_created'),
    byHand('idx_tasks_trash'),
    byHand('idx_tasks_remind_at'),
    byHand('idx_tasks_due_date'),
    byHand('idx_tasks_search'),
  ],
});

export const TombstoneEntity = new EntitySchema<Columns>({
  name: 'tombstones',
  columns: { task_id: uuid(primary('tombstones_pkey')), at: instantNow() },
});
