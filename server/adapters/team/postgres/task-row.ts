import type { Source, TaskRecord } from '../../../contract/tasks.ts';
import type { Remindable } from '../../../modules/tasks/task.store.ts';
import { fold } from '../../../ports/text.ts';
import { isoOf, isoOrNull } from './instant.ts';

/** A task as TASK_COLUMNS selects it: instants as text, the source as JSON. */
export type TaskRow = Omit<TaskRecord, 'source'> & {
  readonly source: string | null;
  readonly raw?: string | null;
};

/** What makes a TaskRow; `t` is the table. */
export const TASK_COLUMNS = `t.id, t.title, t.description, t.status, t.priority, t.assignee_id AS "assigneeId",
  t.due_date::text AS "dueDate", t.due_all_day AS "dueAllDay", t.remind_at::text AS "remindAt", t.rank,
  t.creator_id AS "creatorId", t.version, t.completed_at::text AS "completedAt", t.created_at::text AS "createdAt",
  t.updated_at::text AS "updatedAt", t.deleted_at::text AS "deletedAt", t.source`;

/** The same with the record that a task was imported from, which may be large. */
export const WHOLE_TASK_COLUMNS = `${TASK_COLUMNS}, t.source_raw AS raw`;

/** What makes a Remindable: most of what a task holds no reminder needs. */
export const REMINDABLE_COLUMNS = `t.id, t.title, t.status, t.assignee_id AS "assigneeId", t.creator_id AS "creatorId",
  t.due_date::text AS "dueDate", t.due_all_day AS "dueAllDay", t.remind_at::text AS "remindAt",
  t.updated_at::text AS "updatedAt", t.deleted_at::text AS "deletedAt"`;

export const remindableOf = (row: Remindable): Remindable => ({
  ...row,
  dueDate: isoOrNull(row.dueDate),
  remindAt: isoOrNull(row.remindAt),
  updatedAt: isoOf(row.updatedAt),
  deletedAt: isoOrNull(row.deletedAt),
});

export function taskOf(row: TaskRow): TaskRecord {
  const task = {
    id: row.id,
    title: row.title,
    description: row.description,
    status: row.status,
    priority: row.priority,
    assigneeId: row.assigneeId,
    dueDate: isoOrNull(row.dueDate),
    dueAllDay: row.dueAllDay,
    remindAt: isoOrNull(row.remindAt),
    rank: row.rank,
    creatorId: row.creatorId,
    version: row.version,
    completedAt: isoOrNull(row.completedAt),
    createdAt: isoOf(row.createdAt),
    updatedAt: isoOf(row.updatedAt),
    deletedAt: isoOrNull(row.deletedAt),
  };
  if (row.source === null) return task;
  const source = JSON.parse(row.source) as Source;
  return { ...task, source: row.raw ? { ...source, raw: JSON.parse(row.raw) as string } : source };
}

/** Between title and description in the searched text: what a person types never holds it. */
const BORDER = '\u0001';

interface Column {
  readonly name: string;
  readonly type: string;
  /** Part of what `keepsTexts` speaks of. */
  readonly isText?: true;
  readonly of: (task: TaskRecord) => unknown;
}

const sourceOf = ({ source }: TaskRecord): string | null => {
  if (!source) return null;
  const { raw: _raw, ...rest } = source;
  return JSON.stringify(rest);
};

/** Columns as writes fill them, in the order of a statement's parameters. */
export const WRITTEN: readonly Column[] = [
  { name: 'title', type: 'text', isText: true, of: ({ title }) => title },
  { name: 'description', type: 'text', isText: true, of: ({ description }) => description },
  { name: 'status', type: 'task_status', of: ({ status }) => status },
  { name: 'priority', type: 'task_priority', of: ({ priority }) => priority },
  { name: 'assignee_id', type: 'uuid', of: ({ assigneeId }) => assigneeId },
  { name: 'creator_id', type: 'uuid', of: ({ creatorId }) => creatorId },
  { name: 'created_at', type: 'timestamptz', of: ({ createdAt }) => createdAt },
  { name: 'updated_at', type: 'timestamptz', of: ({ updatedAt }) => updatedAt },
  { name: 'completed_at', type: 'timestamptz', of: ({ completedAt }) => completedAt },
  { name: 'due_date', type: 'timestamptz', of: ({ dueDate }) => dueDate },
  { name: 'deleted_at', type: 'timestamptz', of: ({ deletedAt }) => deletedAt },
  { name: 'version', type: 'integer', of: ({ version }) => version },
  { name: 'due_all_day', type: 'boolean', of: ({ dueAllDay }) => dueAllDay },
  { name: 'remind_at', type: 'timestamptz', of: ({ remindAt }) => remindAt },
  { name: 'rank', type: 'text', of: ({ rank }) => rank },
  { name: 'source', type: 'text', isText: true, of: sourceOf },
  {
    name: 'source_raw',
    type: 'text',
    isText: true,
    // As JSON, because a file may hold what PostgreSQL's text does not (NUL).
    of: ({ source }) => (source?.raw === undefined ? null : JSON.stringify(source.raw)),
  },
  { name: 'title_folded', type: 'text', isText: true, of: ({ title }) => fold(title) },
  {
    name: 'search_text',
    type: 'text',
    isText: true,
    of: ({ title, description }) =>
      description ? `${fold(title)}${BORDER}${fold(description)}` : fold(title),
  },
];

/**
 * What a `replace` sets each column to, by how its statement names what it was given. A text that is kept stays where it is:
 * written anew, one of 64 KB took 4 ms of PostgreSQL and 60 KB of its log.
 */
export const replaced = (given: {
  readonly column: (name: string) => string;
  readonly setsRank: string;
  readonly keepsTexts: string;
}): string =>
  WRITTEN.map(({ name, isText }) => {
    const value = given.column(name);
    if (name === 'rank') return `rank = CASE WHEN ${given.setsRank} THEN ${value} ELSE t.rank END`;
    return `${name} = ${isText ? `CASE WHEN ${given.keepsTexts} THEN t.${name} ELSE ${value} END` : value}`;
  }).join(', ');

/** What a write gives its statement for the columns, in their order; null: that text is kept. */
export const valuesOf = (task: TaskRecord, keepsTexts = false): unknown[] =>
  WRITTEN.map(({ isText, of }) => (isText && keepsTexts ? null : of(task)));
