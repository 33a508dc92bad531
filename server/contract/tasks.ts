import * as z from 'zod/mini';
import { Cursor, Instant, LIMITS, PlainText, QueryFlag, TimeZone, Uuid, queryInt } from './primitives.ts';
import { WRITE_ERRORS, defineRoute } from './route.ts';
import { PRIORITIES, Priority, STATUSES, Status, Task, TaskSet, Title } from './task.ts';

export * from './task.ts';

export const SORTS = [
  'createdAt',
  'updatedAt',
  'dueDate',
  'priority',
  'status',
  'title',
  'assignee',
  'rank',
] as const;
export const Sort = z.enum(SORTS);
export type Sort = z.infer<typeof Sort>;

const Whom = z.union([z.uuid({ abort: true }).check(z.toLowerCase()), z.literal('me'), z.literal('none')]);

/** Filters of /tasks and /tasks/stats. Within one field any value fits; `match` joins the fields. */
export const FILTERS = {
  status: z.optional(z.array(Status)),
  priority: z.optional(z.array(Priority)),
  assigneeId: z.optional(z.array(Whom).check(z.maxLength(50))),
  creatorId: z.optional(z.array(Whom).check(z.maxLength(50))),
  search: z.optional(PlainText.check(z.maxLength(LIMITS.searchChars))),
  /** Strictly before; at or after. A whole day stands at local midnight of it in `tz`. */
  dueBefore: z.optional(Instant),
  dueAfter: z.optional(Instant),
  noDue: z.optional(QueryFlag).check(z.describe('true: only without due date; false: only with one')),
  overdue: z
    .optional(QueryFlag)
    .check(
      z.describe(
        'true: only open tasks that are past due; false: only tasks that are not, those without due date among them',
      ),
    ),
  mine: z
    .optional(QueryFlag)
    .check(
      z.describe(
        'true: only what the asker created or is assigned to, whatever match says; false: as if absent',
      ),
    ),
  deleted: z
    .optional(QueryFlag)
    .check(z.describe('true: only the trash; false or absent: only what is not there')),
  match: z._default(z.enum(['all', 'any']), 'all'),
  tz: z._default(TimeZone, 'UTC'),
};

export const listTasks = defineRoute({
  id: 'listTasks',
  method: 'GET',
  base: 'api',
  path: '/tasks',
  access: 'user',
  summary: 'Tasks that pass the filters, one page of them; deleted ones only with deleted=true',
  query: z.object({
    ...FILTERS,
    page: z._default(queryInt(1, 1_000_000), 1),
    limit: z._default(queryInt(1, LIMITS.pageItems), 20),
    cursor: z.optional(Cursor),
    sort: z._default(Sort, 'createdAt'),
    order: z._default(z.enum(['asc', 'desc']), 'desc'),
  }),
  status: 200,
  answer: z.object({
    items: z.array(Task),
    total: z.int(),
    page: z.int(),
    limit: z.int(),
    nextCursor: z.nullable(Cursor),
  }),
  cached: { family: 'list', timed: ['overdue'] },
  errors: ['CURSOR_INVALID'],
});
export type TaskPage = z.infer<typeof listTasks.answer>;

export const createTask = defineRoute({
  id: 'createTask',
  method: 'POST',
  base: 'api',
  path: '/tasks',
  access: 'user',
  summary: 'Create a task; with an id of the caller’s, a repeat of the same body answers that task',
  body: z.object({ ...TaskSet.shape, title: Title, id: z.optional(Uuid) }),
  status: 201,
  answer: Task,
  idempotent: true,
  errors: ['ID_TAKEN', 'KEY_IN_FLIGHT', 'KEY_REUSED', ...WRITE_ERRORS],
});

const counts = <K extends string>(keys: readonly K[]) =>
  z.object(Object.fromEntries(keys.map((key) => [key, z.int()])) as Record<K, z.ZodMiniNumberFormat>);

export const STAT_GROUPS = ['status', 'priority', 'assignee', 'creator'] as const;

export const taskStats = defineRoute({
  id: 'taskStats',
  method: 'GET',
  base: 'api',
  path: '/tasks/stats',
  access: 'user',
  summary:
    'Counts, overdue, done per day (from..to, at most 366 days, the last 30 by default), median time to done',
  query: z.object({
    ...FILTERS,
    groupBy: z.optional(z.enum(STAT_GROUPS)),
    from: z.optional(Instant),
    to: z.optional(Instant),
  }),
  status: 200,
  answer: z.object({
    total: z.int(),
    byStatus: counts(STATUSES),
    byPriority: counts(PRIORITIES),
    /** Only with groupBy; key null stands for nobody. */
    groups: z.optional(z.array(z.object({ key: z.nullable(z.string()), count: z.int() }))),
    overdue: z.int(),
    /** One entry for each calendar day in `tz`, oldest first, days without any included. */
    completedPerDay: z.array(z.object({ day: z.iso.date(), count: z.int() })),
    /** From creation to completion, in milliseconds, of what was done in from..to; null when nothing was. */
    medianTimeToDone: z.nullable(z.number()),
    /**
     * The same for each week of it, by its Monday in `tz`, oldest first, weeks without any left out: median and quartiles
     * (nearest rank). Optional: a server may be too old to say.
     */
    timeToDone: z.optional(
      z.array(
        z.object({
          week: z.iso.date(),
          count: z.int(),
          lower: z.number(),
          median: z.number(),
          upper: z.number(),
        }),
      ),
    ),
  }),
  cached: { family: 'stats', timed: true },
  errors: [],
});
export type TaskStats = z.infer<typeof taskStats.answer>;

const byId = z.object({ id: Uuid });

export const getTask = defineRoute({
  id: 'getTask',
  method: 'GET',
  base: 'api',
  path: '/tasks/{id}',
  access: 'user',
  summary: 'One task, from the trash too, with source.raw',
  params: byId,
  status: 200,
  answer: Task,
  cached: { family: 'task' },
  errors: [],
});

/** Details of a 409 VERSION_CONFLICT: the task as it is now, and which of the fields sent differ from it. */
export const ConflictDetails = z.object({ current: Task, fields: z.array(z.string()) });

const Version = z.int().check(z.gte(1));

export const updateTask = defineRoute({
  id: 'updateTask',
  method: 'PATCH',
  base: 'api',
  path: '/tasks/{id}',
  access: 'user',
  summary: 'Change fields of a task; `version` is the one the caller has seen',
  params: byId,
  body: z.object({ ...TaskSet.shape, version: Version }),
  status: 200,
  answer: Task,
  errors: ['FORBIDDEN', 'VERSION_CONFLICT', 'IN_TRASH', ...WRITE_ERRORS],
});

export const assignTask = defineRoute({
  id: 'assignTask',
  method: 'POST',
  base: 'api',
  path: '/tasks/{id}/assign',
  access: 'user',
  summary: 'Hand a task to somebody, or to nobody',
  params: byId,
  body: z.object({ assigneeId: z.nullable(Uuid), version: Version }),
  status: 200,
  answer: Task,
  idempotent: true,
  errors: ['FORBIDDEN', 'VERSION_CONFLICT', 'IN_TRASH', 'KEY_IN_FLIGHT', 'KEY_REUSED', ...WRITE_ERRORS],
});

export const deleteTask = defineRoute({
  id: 'deleteTask',
  method: 'DELETE',
  base: 'api',
  path: '/tasks/{id}',
  access: 'user',
  summary: 'Move a task to the trash; one that is there already stays there',
  params: byId,
  query: z.object({ version: z.optional(queryInt(1, 999_999_999)) }),
  status: 204,
  answer: null,
  errors: ['FORBIDDEN', 'VERSION_CONFLICT', ...WRITE_ERRORS],
});

export const restoreTask = defineRoute({
  id: 'restoreTask',
  method: 'POST',
  base: 'api',
  path: '/tasks/{id}/restore',
  access: 'user',
  summary: 'Take a task out of the trash; one that is not there stays as it is',
  params: byId,
  status: 200,
  answer: Task,
  idempotent: true,
  errors: ['FORBIDDEN', 'KEY_IN_FLIGHT', 'KEY_REUSED', ...WRITE_ERRORS],
});

export const purgeTask = defineRoute({
  id: 'purgeTask',
  method: 'DELETE',
  base: 'api',
  relayed: true,
  path: '/tasks/{id}/forever',
  access: 'user',
  summary: 'Delete a task in the trash for good',
  params: byId,
  status: 204,
  answer: null,
  errors: ['FORBIDDEN', 'NOT_IN_TRASH', ...WRITE_ERRORS],
});

const BulkItem = z.discriminatedUnion('op', [
  z.object({ op: z.literal('update'), id: Uuid, version: Version, set: TaskSet }),
  z.object({ op: z.literal('delete'), id: Uuid, version: z.optional(Version) }),
  z.object({ op: z.literal('restore'), id: Uuid, version: z.optional(Version) }),
  z.object({ op: z.literal('forever'), id: Uuid, version: z.optional(Version) }),
]);
export type BulkItem = z.infer<typeof BulkItem>;

export const bulkTasks = defineRoute({
  id: 'bulkTasks',
  method: 'POST',
  base: 'api',
  path: '/tasks/bulk',
  access: 'user',
  summary: 'Many acts at once, each judged alone; results in the order of the items',
  body: z.array(BulkItem).check(z.minLength(1), z.maxLength(LIMITS.bulkItems)),
  status: 200,
  answer: z.object({
    results: z.array(
      z.object({
        id: Uuid,
        status: z.int(),
        task: z.optional(Task),
        error: z.optional(
          z.object({ code: z.string(), message: z.string(), details: z.optional(z.unknown()) }),
        ),
      }),
    ),
  }),
  idempotent: true,
  errors: ['KEY_IN_FLIGHT', 'KEY_REUSED', ...WRITE_ERRORS],
});
