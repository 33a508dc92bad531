import * as z from 'zod/mini';
import { ById } from './joining.ts';
import { Instant, Uuid } from './primitives.ts';
import { WRITE_ERRORS, defineRoute } from './route.ts';
import { Task } from './task.ts';
import { Person } from './users.ts';

/** What a replica has waiting, and what somebody has to decide: routes of the bundled server, base /app/v1. */

/** A task with edits that the team has not got. */
export const QueueItem = z
  .object({
    taskId: Uuid,
    title: z.string(),
    op: z.enum(['create', 'update']),
    fields: z.array(z.string()),
    since: Instant,
    /** On its way: it cannot be discarded until its result is known. */
    sent: z.boolean(),
    /** Why the team did not take it. */
    error: z.optional(z.object({ code: z.string(), message: z.string(), details: z.optional(z.unknown()) })),
  })
  .register(z.globalRegistry, { id: 'QueueItem' });
export type QueueItem = z.infer<typeof QueueItem>;

export const listQueue = defineRoute({
  id: 'listQueue',
  method: 'GET',
  base: 'app',
  path: '/workspaces/{id}/queue',
  access: 'anyone',
  summary: 'Edits that wait to be sent, oldest first, and those that were refused',
  params: ById,
  status: 200,
  answer: z.object({ items: z.array(QueueItem) }),
  errors: [],
});

const ByTask = z.object({ ...ById.shape, taskId: Uuid });

export const retryQueued = defineRoute({
  id: 'retryQueued',
  method: 'POST',
  base: 'app',
  path: '/workspaces/{id}/queue/{taskId}',
  access: 'anyone',
  summary: 'Send a refused edit again',
  params: ByTask,
  status: 204,
  answer: null,
  errors: [...WRITE_ERRORS],
});

export const discardQueued = defineRoute({
  id: 'discardQueued',
  method: 'DELETE',
  base: 'app',
  path: '/workspaces/{id}/queue/{taskId}',
  access: 'anyone',
  summary: 'Throw an unsent edit away: the team’s task stands',
  params: ByTask,
  status: 204,
  answer: null,
  errors: ['SENT', ...WRITE_ERRORS],
});

export const CONFLICT_KINDS = ['field', 'deleted', 'gone', 'lost'] as const;

/** What was typed here and is not what the team has; it waits until somebody decides. */
export const Conflict = z
  .object({
    id: Uuid,
    taskId: Uuid,
    title: z.string(),
    kind: z.enum(CONFLICT_KINDS),
    field: z.optional(z.string()),
    base: z.optional(z.unknown()),
    mine: z.unknown(),
    theirs: z.optional(z.unknown()),
    /** When it came to be known here. */
    at: Instant,
    /** Who wrote the team's value and when, where the team has said it. */
    theirsBy: z.optional(z.nullable(Uuid)),
    theirsAt: z.optional(Instant),
    /** The person of `theirsBy`, where they are known here. */
    author: z.optional(Person),
  })
  .register(z.globalRegistry, { id: 'Conflict' });
export type Conflict = z.infer<typeof Conflict>;

export const listConflicts = defineRoute({
  id: 'listConflicts',
  method: 'GET',
  base: 'app',
  path: '/workspaces/{id}/conflicts',
  access: 'anyone',
  summary: 'Both texts of each conflict, oldest first',
  params: ById,
  status: 200,
  answer: z.object({ items: z.array(Conflict) }),
  errors: [],
});

export const resolveConflict = defineRoute({
  id: 'resolveConflict',
  method: 'POST',
  base: 'app',
  path: '/workspaces/{id}/conflicts/{conflictId}',
  access: 'anyone',
  summary: 'Decide: mine is a new edit, theirs dismisses it, both keeps the two texts',
  params: z.object({ ...ById.shape, conflictId: Uuid }),
  body: z.object({ resolve: z.enum(['mine', 'theirs', 'both']) }),
  status: 200,
  /** Null where no task is left. */
  answer: z.object({ task: z.nullable(Task) }),
  errors: ['FORBIDDEN', ...WRITE_ERRORS],
});
