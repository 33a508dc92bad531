import { v7 as uuidv7 } from 'uuid';
import type { Changes, Notification, TaskEventType } from '../../contract/events.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import type { Effects } from '../../ports/effects.ts';
import { eventOf } from '../../ports/event.ts';
import type { TaskWrite } from './task.store.ts';

/** One act on a task, ready to be written and then told: the write carries its event and notifications. */
export interface TaskAct {
  readonly type: TaskEventType;
  readonly before: TaskRecord | null;
  readonly after: TaskRecord | null;
  readonly write: TaskWrite;
  readonly notifications: readonly Notification[];
}

/** Who does it and when; the same for all acts of one request. */
export interface Occasion {
  readonly actor: Actor;
  readonly metadata: RequestMetadata;
  readonly at: string;
}

/** One's own acts make no notification. */
function notificationsOf(
  before: TaskRecord | null,
  after: TaskRecord,
  { actor, at }: Occasion,
): Notification[] {
  const { assigneeId } = after;
  if (assigneeId === null || assigneeId === actor.id || assigneeId === before?.assigneeId) return [];
  return [
    {
      id: uuidv7(),
      userId: assigneeId,
      kind: 'assigned',
      taskId: after.id,
      actorId: actor.id,
      at,
      readAt: null,
    },
  ];
}

function effectsOf(
  type: TaskEventType,
  task: TaskRecord,
  changes: Changes,
  { actor, metadata, at }: Occasion,
  notifications: readonly Notification[],
): Effects {
  const event = eventOf({
    type,
    actor,
    entityId: task.id,
    changes,
    metadata,
    at,
    title: task.title,
    version: task.version,
  });
  return { events: [event], notifications };
}

/** A new task comes to be. */
export function creation(task: TaskRecord, changes: Changes, occasion: Occasion): TaskAct {
  const notifications = notificationsOf(null, task, occasion);
  const effects = effectsOf('task.created', task, changes, occasion, notifications);
  return {
    type: 'task.created',
    before: null,
    after: task,
    notifications,
    write: { kind: 'insert', task, effects },
  };
}

/** A task becomes another state of itself. */
export function replacement(
  type: TaskEventType,
  before: TaskRecord,
  after: TaskRecord,
  changes: Changes,
  occasion: Occasion,
): TaskAct {
  const notifications = notificationsOf(before, after, occasion);
  const effects = effectsOf(type, after, changes, occasion, notifications);
  const write: TaskWrite = { kind: 'replace', task: after, expectedVersion: before.version, effects };
  return { type, before, after, notifications, write };
}

/** A task in the trash goes for good; its event keeps the title. */
export function purge(before: TaskRecord, occasion: Occasion): TaskAct {
  const effects = effectsOf('task.purged', before, {}, occasion, []);
  return {
    type: 'task.purged',
    before,
    after: null,
    notifications: [],
    write: { kind: 'purge', id: before.id, effects },
  };
}
