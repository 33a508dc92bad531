import { Notification } from '../../contract/events.ts';
import { Uuid } from '../../contract/primitives.ts';
import type { ChangePage } from '../../contract/sync.ts';
import { TaskRecord } from '../../contract/tasks.ts';
import { User } from '../../contract/users.ts';
import { newId } from '../../ports/new-id.ts';
import { settable } from '../sync/index.ts';
import { keepConflict, lostConflict, takeAway } from './conflicts.ts';
import { newlyPulled, withTeam } from './record.ts';
import type { ReplicaRecord, ReplicaUnit } from './replica.store.ts';

/** Whose replica it is, and when. */
export interface Reader {
  readonly userId: string;
  readonly isAdmin: boolean;
  readonly at: string;
}

/** One page of the feed, as it came: what is in `changes` has been checked by nobody. */
export type RawPage = Omit<ChangePage, 'changes'> & { readonly changes: readonly unknown[] };

/** What a page brought that is worth telling. */
export interface Taken {
  /** What came for the reader just now and is unread; what a walk brings is no news. */
  readonly news: readonly Notification[];
  /** Who else changed which task. */
  readonly by: ReadonlyMap<string, string>;
}

/** Brings a page and its cursor in. What is not understood is kept out of sight, and the feed goes on. */
export async function takePage(unit: ReplicaUnit, page: RawPage, reader: Reader): Promise<Taken> {
  const news: Notification[] = [];
  const by = new Map<string, string>();
  const walk = page.walk?.id ?? unit.state.walk;
  // A walk brings everything there is: what it does not bring any more is not hidden either.
  if (walk !== unit.state.walk) for (const id of unit.hidden().keys()) unit.hide(id, undefined);
  unit.state = { ...unit.state, epoch: page.epoch, walk };
  for (const change of page.changes) {
    const notification = await takeChange(unit, change, reader);
    const named = authorOf(change);
    if (named && named.author !== reader.userId) by.set(named.taskId, named.author);
    if (notification?.readAt === null && notification.userId === reader.userId && !page.walk)
      news.push(notification);
  }
  if (page.complete && walk !== null)
    for (const id of unit.strayed(walk)) {
      // The walk brought it, and this app does not understand it: what is known of it stays.
      if (unit.hidden().has(id)) continue;
      const record = await unit.record(id);
      if (record) leaveBehind(unit, record, reader);
    }
  const { done, total } = page.walk ?? {};
  const progress = done !== undefined && total !== undefined ? { done, total } : unit.state.progress;
  const { known, ...state } = unit.state;
  // Only a cursor that was given behind an edit names a place that is lost with it.
  const isBehind = !page.more && !page.pending;
  unit.state = {
    ...state,
    ...(known !== undefined && !isBehind && { known }),
    cursor: page.cursor,
    ...(by.size > 0 && { newest: newId() }),
    progress: page.complete ? null : progress,
    ...(!page.more && { syncedAt: reader.at }),
  };
  return { news, by };
}

/** Whom a change of a task names, and the task; null where it names nobody. */
function authorOf(change: unknown): { readonly taskId: string; readonly author: string } | null {
  const { task, by } = change as { task?: { id?: unknown }; by?: unknown };
  const [taskId, author] = [Uuid.safeParse(task?.id), Uuid.safeParse(by)];
  return taskId.success && author.success ? { taskId: taskId.data, author: author.data } : null;
}

/** What an app before this one did not understand, tried again. */
export async function retryHidden(unit: ReplicaUnit, reader: Reader): Promise<void> {
  for (const [id, change] of unit.hidden()) {
    unit.hide(id, undefined);
    await takeChange(unit, change, reader);
  }
}

/** Answers a notification that is new. */
async function takeChange(unit: ReplicaUnit, change: unknown, reader: Reader): Promise<Notification | void> {
  const { kind, ...rest } = change as { kind?: unknown } & Record<string, unknown>;
  switch (kind) {
    case 'task': {
      const task = rest['task'] as TaskRecord;
      if (!isKeepable(TaskRecord, task)) return hide(unit, change, task);
      unit.hide(task.id, undefined);
      const epochVersion = rest['epochVersion'] as number | undefined;
      return takeTask(unit, task, epochVersion ?? 0, reader);
    }
    case 'removed': {
      const { id, reason } = rest as { id: string; reason: 'sight' | 'purged' };
      unit.hide(id, undefined);
      const record = await unit.record(id);
      if (record) takeAway(unit, record, reason, reader.at);
      return;
    }
    case 'user': {
      const user = rest['user'] as User;
      if (!isKeepable(User, user)) return hide(unit, change, user);
      return unit.putUser(user);
    }
    case 'notification': {
      const notification = rest['notification'] as Notification;
      if (!isKeepable(Notification, notification)) return hide(unit, change, notification);
      const isRead = notification.readAt === null && unit.reads().includes(notification.id);
      const kept = isRead ? { ...notification, readAt: reader.at } : notification;
      return (await unit.putNotification(kept)) ? kept : undefined;
    }
    default:
      return hide(unit, change, null);
  }
}

async function takeTask(
  unit: ReplicaUnit,
  task: TaskRecord,
  epochVersion: number,
  { at }: Reader,
): Promise<void> {
  const { epoch, walk, floor } = unit.state;
  const team = { task, epoch: epoch ?? '' };
  const record = await unit.record(task.id);
  if (!record) return unit.put(newlyPulled(team, Math.max(task.version, floor + 1), walk));
  if (isLost(record, team, epochVersion)) keepConflict(unit, lostConflict(record, task, at));
  unit.put(withTeam(record, team, walk));
}

/** Whether the team had more of this task before it was restored than it has now. */
function isLost(
  { team }: ReplicaRecord,
  { task, epoch }: NonNullable<ReplicaRecord['team']>,
  epochVersion: number,
): boolean {
  if (!team || team.epoch === epoch || team.task.version <= epochVersion) return false;
  return JSON.stringify(settable(team.task)) !== JSON.stringify(settable(task));
}

/** A walk went by without it: it may not be seen any more, or was lost when the team was restored. */
function leaveBehind(unit: ReplicaUnit, record: ReplicaRecord, { userId, isAdmin, at }: Reader): void {
  const isOfOldEpoch = record.team !== null && record.team.epoch !== unit.state.epoch;
  if (!isOfOldEpoch || (!isAdmin && record.task.creatorId !== userId))
    return takeAway(unit, record, 'sight', at);
  keepConflict(unit, lostConflict(record, null, at));
  unit.drop(record);
}

function hide(unit: ReplicaUnit, change: unknown, thing: { readonly id?: unknown } | null | undefined): void {
  unit.hide(typeof thing?.id === 'string' ? thing.id : newId(), change);
}

/** Whether a thing is what it says, and its unknown fields have names that every store takes. */
function isKeepable(schema: typeof TaskRecord | typeof User | typeof Notification, thing: unknown): boolean {
  return schema.safeParse(thing).success && hasPlainKeys(thing);
}

function hasPlainKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([key, inner]) => !/^[$_]|\./.test(key) && key !== '__proto__' && hasPlainKeys(inner),
  );
}
