import * as z from 'zod/mini';
import { Cursor, Instant, LIMITS, QueryFlag, Uuid, queryInt } from './primitives.ts';
import { WRITE_ERRORS, defineRoute } from './route.ts';
import { Person } from './users.ts';

export const TASK_EVENT_TYPES = [
  'task.created',
  'task.updated',
  'task.assigned',
  'task.deleted',
  'task.restored',
  'task.purged',
  'task.imported',
  'task.conflict',
] as const;
export const EVENT_TYPES = [
  ...TASK_EVENT_TYPES,
  'user.registered',
  'user.updated',
  'user.login',
  'user.login_failed',
  'user.logout',
  'user.password_changed',
  'user.reset_requested',
  'user.role_changed',
  'user.disabled',
  'user.enabled',
  'user.invited',
  'session.ended',
  'session.reused',
] as const;
export const EventType = z.enum(EVENT_TYPES).register(z.globalRegistry, { id: 'EventType' });
export type EventType = z.infer<typeof EventType>;
export type TaskEventType = (typeof TASK_EVENT_TYPES)[number];

/** What changed: each field with its value before and after. */
export const Changes = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }));
export type Changes = z.infer<typeof Changes>;

/** An event as stores keep it: who did what to which entity, and what changed. Never altered once written. */
export const EventRecord = z.object({
  id: Uuid,
  type: EventType,
  actorId: z.nullable(Uuid),
  entityType: z.enum(['task', 'user', 'session']),
  entityId: Uuid,
  payload: z.object({
    /** The task's title at that time, so that a list of events reads well. */
    title: z.optional(z.string()),
    /** The entity's version after the act. */
    version: z.optional(z.int()),
    changes: Changes,
  }),
  metadata: z.object({
    userAgent: z.optional(z.string()),
    ipAddress: z.optional(z.string()),
    sessionId: z.optional(z.string()),
  }),
  /** Links what one request did. */
  correlationId: z.nullable(z.string()),
  at: Instant,
});
export type EventRecord = z.infer<typeof EventRecord>;

export const Event = z
  .object({ ...EventRecord.shape, actor: z.nullable(Person) })
  .register(z.globalRegistry, { id: 'Event' });
export type Event = z.infer<typeof Event>;

const EventPage = z.object({
  items: z.array(Event),
  nextCursor: z.nullable(Cursor),
  /** True when a part of the history could not be reached just now. */
  partial: z.boolean(),
});

const paging = { cursor: z.optional(Cursor), limit: z._default(queryInt(1, LIMITS.pageItems), 20) };

export const taskHistory = defineRoute({
  id: 'taskHistory',
  method: 'GET',
  base: 'api',
  path: '/tasks/{id}/history',
  access: 'user',
  summary: 'What happened to a task, newest first',
  params: z.object({ id: Uuid }),
  query: z.object(paging),
  status: 200,
  answer: EventPage,
  errors: ['CURSOR_INVALID'],
});

export const listEvents = defineRoute({
  id: 'listEvents',
  method: 'GET',
  base: 'api',
  path: '/events',
  access: 'user',
  summary:
    'What the caller did and what happened to tasks they may see, an admin’s all; newest first. What others did goes 90 days back',
  query: z.object({
    ...paging,
    type: z.optional(z.array(EventType)),
    actorId: z.optional(Uuid),
    entityId: z.optional(Uuid),
    from: z.optional(Instant),
    to: z.optional(Instant),
  }),
  status: 200,
  answer: EventPage,
  errors: ['CURSOR_INVALID'],
});

export const newestOfOthers = defineRoute({
  id: 'newestOfOthers',
  method: 'GET',
  base: 'api',
  path: '/events/others',
  access: 'user',
  summary:
    'A name for the newest change that somebody else made to a task the caller may see; null where none is known. Another name than before: there is something new',
  status: 200,
  answer: z.object({ newest: z.nullable(Uuid) }),
  errors: [],
});

/** Something aimed at one person. A `due` row's id is UUIDv5 of user, task and instant, whoever makes it. */
export const Notification = z
  .object({
    id: Uuid,
    userId: Uuid,
    kind: z.enum(['assigned', 'due', 'conflict']),
    taskId: Uuid,
    actorId: z.nullable(Uuid),
    at: Instant,
    readAt: z.nullable(Instant),
  })
  .register(z.globalRegistry, { id: 'Notification' });
export type Notification = z.infer<typeof Notification>;

export const listNotifications = defineRoute({
  id: 'listNotifications',
  method: 'GET',
  base: 'api',
  path: '/notifications',
  access: 'user',
  summary: 'The inbox, newest first, kept 90 days; each with its task’s title where that may still be seen',
  query: z.object({ ...paging, unread: z.optional(QueryFlag) }),
  status: 200,
  answer: z.object({
    items: z.array(
      z.object({ ...Notification.shape, title: z.nullable(z.string()), actor: z.nullable(Person) }),
    ),
    nextCursor: z.nullable(Cursor),
    unread: z.int(),
  }),
  errors: ['CURSOR_INVALID'],
});

export const readNotifications = defineRoute({
  id: 'readNotifications',
  method: 'POST',
  base: 'api',
  path: '/notifications/read',
  access: 'user',
  summary: 'Mark notifications as read',
  body: z.union([
    z.object({ ids: z.array(Uuid).check(z.minLength(1), z.maxLength(LIMITS.bulkItems)) }),
    z.object({ all: z.literal(true) }),
  ]),
  status: 204,
  answer: null,
  idempotent: true,
  errors: ['KEY_IN_FLIGHT', 'KEY_REUSED', ...WRITE_ERRORS],
});
