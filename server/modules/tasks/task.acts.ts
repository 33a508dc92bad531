import type { Changes, Notification, TaskEventType } from '../../contract/events.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';
import type { Effects } from '../../ports/effects.ts';
import { eventOf } from '../../ports/event.ts';
import { newId } from '../../ports/new-id.ts';
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
      id: newId(),
      userId: assigneeId,
      kind: 'assigned',
      taskId: after.id,
      actorId: actor.id,
      at,
      readAt: null,
    },
  ];
}

/** A task that changes hands in the midst of other edits is two events: who asks for assignments gets it. */
function toldApart(type: TaskEventType, changes: Changes): readonly (readonly [TaskEventType, Changes])[] {
  const { assigneeId, ...others } = changes;
  if (type !== 'task.updated' || !assigneeId) return [[type, changes]];
  return [
    [type, others],
    ['task.assigned', { assigneeId }],
  ];
}

function effectsOf(
  type: TaskEventType,
  task: TaskRecord,
  changes: Changes,
  { actor, metadata, at }: Occasion,
  notifications: readonly Notification[],
): Effects {
  const { id: entityId, title, version } = task;
  const events = toldApart(type, changes).map(([one, some]) =>
    eventOf({ type: one, actor, entityId, changes: some, metadata, at, title, version }),
  );
  return { events, notifications };
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
  { task: after, changes }: { readonly task: TaskRecord; readonly changes: Changes },
  occasion: Occasion,
): TaskAct {
  const notifications = notificationsOf(before, after, occasion);
  const effects = effectsOf(type, after, changes, occasion, notifications);
  const setsRank = changes['rank'] !== undefined;
  const keepsTexts =
    after.title === before.title &&
    after.description === before.description &&
    after.source === before.source;
  return {
    type,
    before,
    after,
    notifications,
    write: { kind: 'replace', task: after, expectedVersion: before.version, setsRank, keepsTexts, effects },
  };
}

/** A task moves in an order: no version, no event, but other windows show it. */
export function move(before: TaskRecord, rank: string | null, { at }: Occasion): TaskAct {
  return {
    type: 'task.updated',
    before,
    after: { ...before, rank, updatedAt: at },
    notifications: [],
    write: { kind: 'rank', id: before.id, rank, updatedAt: at },
  };
}

/** A task in the trash goes for good; its event keeps the title. */
export function purge(before: TaskRecord, occasion: Occasion): TaskAct {
  const effects = effectsOf('task.purged', before, {}, occasion, []);
  return {
    type: 'task.purged',
    before,
    after: null,
    notifications: [],
    write: { kind: 'purge', id: before.id, expectedVersion: before.version, effects },
  };
}

/**
 * The act with what is stored now where it could not know it: a moved task whole, because others may have edited it; an
 * edited one as the store keeps it (a replica's may say more than the edit did); of one that was edited again since, the
 * rank, because others may have moved it.
 */
export function asStored(act: TaskAct, stored: TaskRecord | null | undefined): TaskAct {
  const { after, write } = act;
  if (!after || !stored) return act;
  if (write.kind === 'rank' || stored.version === after.version) return { ...act, after: stored };
  return stored.rank === after.rank ? act : { ...act, after: { ...after, rank: stored.rank } };
}

/** Tells of an act after its commit: to sockets, reminders, inboxes. */
export function announce(
  domain: DomainEvents,
  { type, before, after, notifications }: TaskAct,
  { actor, at }: Occasion,
): void {
  domain.publish({ kind: 'task', type, before, after, actor, at });
  const title = after?.title ?? null;
  for (const notification of notifications) domain.publish({ kind: 'notification', notification, title });
}
