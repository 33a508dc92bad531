import * as z from 'zod/mini';
import { issue } from './issues.ts';
import { Instant, LIMITS, PlainText, Uuid, like, utf8Length } from './primitives.ts';
import { Person } from './users.ts';

/** In the order of work, which is also their order when sorting. */
export const STATUSES = ['todo', 'in_progress', 'in_review', 'done', 'cancelled'] as const;
export const Status = z.enum(STATUSES).register(z.globalRegistry, { id: 'TaskStatus' });
export type Status = z.infer<typeof Status>;

/** From least to most pressing, which is also their order when sorting. */
export const PRIORITIES = ['low', 'medium', 'high', 'urgent'] as const;
export const Priority = z.enum(PRIORITIES).register(z.globalRegistry, { id: 'TaskPriority' });
export type Priority = z.infer<typeof Priority>;

export const FORMATS = ['taskflow', 'csv', 'todoist', 'ticktick', 'trello'] as const;
export const ImportFormat = z.enum(FORMATS);
export type ImportFormat = z.infer<typeof ImportFormat>;

const mostBytes = (bytes: number) =>
  z.refine<string>((text) => utf8Length(text) <= bytes, issue({ code: 'TOO_MANY_BYTES', params: { bytes } }));

/**
 * Where an imported task came from. `key` is its identity within `format`; `list`, `tags` and `parentKey` have no
 * place in the model yet and wait here; `raw` is the record as it was read (up to 16 KB), never sent in lists.
 */
export const Source = z
  .object({
    format: ImportFormat,
    key: z.string().check(z.maxLength(512)),
    list: z.nullable(z.string().check(z.maxLength(512))),
    tags: z.array(z.string().check(z.maxLength(255))).check(z.maxLength(200)),
    parentKey: z.nullable(z.string().check(z.maxLength(512))),
    raw: z.optional(z.string().check(mostBytes(LIMITS.sourceRawBytes))),
  })
  .register(z.globalRegistry, { id: 'TaskSource' });
export type Source = z.infer<typeof Source>;

export const Title = PlainText.check(z.trim(), z.minLength(1), z.maxLength(LIMITS.titleChars));
const Description = PlainText.check(mostBytes(LIMITS.descriptionBytes));
const Rank = z.string().check(z.minLength(1), z.maxLength(LIMITS.rankChars), like(/^[A-Za-z0-9]+$/, 'a0'));

/**
 * What anybody who may edit a task may set. With `dueAllDay`, `dueDate` is 00:00Z of that calendar day. `remindAt` null
 * means one reminder at the due time. `rank` is a fractional key, compared byte by byte (nulls last).
 */
export const EDITABLE = {
  title: Title,
  description: z.nullable(Description),
  status: Status,
  priority: Priority,
  assigneeId: z.nullable(Uuid),
  dueDate: z.nullable(Instant),
  dueAllDay: z.boolean(),
  remindAt: z.nullable(Instant),
  rank: z.nullable(Rank),
};
export const EDITABLE_FIELDS = Object.keys(EDITABLE) as (keyof typeof EDITABLE)[];

/** A set of edits: any of the editable fields. */
export const TaskSet = z.partial(z.object(EDITABLE));
export type TaskSet = z.infer<typeof TaskSet>;

/** A task as stores keep it. Times are ISO 8601 in UTC with milliseconds. */
export const TaskRecord = z.object({
  id: Uuid,
  ...EDITABLE,
  creatorId: Uuid,
  version: z.int().check(z.gte(1)),
  completedAt: z.nullable(Instant),
  createdAt: Instant,
  updatedAt: Instant,
  deletedAt: z.nullable(Instant),
  source: z.optional(Source),
});
export type TaskRecord = z.infer<typeof TaskRecord>;

/** What the asker may do with a task, from the policy. */
export const Can = z.object({
  update: z.boolean(),
  delete: z.boolean(),
  assign: z.boolean(),
  restore: z.boolean(),
});
export type Can = z.infer<typeof Can>;

/** A task as the wire carries it: with the people in it, and what the asker may do. */
export const Task = z
  .object({ ...TaskRecord.shape, creator: z.nullable(Person), assignee: z.nullable(Person), can: Can })
  .register(z.globalRegistry, { id: 'Task' });
export type Task = z.infer<typeof Task>;
