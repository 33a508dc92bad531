import { EDITABLE_FIELDS, type TaskRecord } from '../../contract/tasks.ts';
import { settable } from '../sync/index.ts';
import { creationOf, fold, isNothing, laidOver } from './slots.ts';
import type { Refusal, ReplicaRecord, Sent, Slot } from './replica.store.ts';

type Held = NonNullable<ReplicaRecord['team']>;

/** Whatever the store says of a task besides its place in a list, which has no version anywhere. */
function looksLike(a: TaskRecord, b: TaskRecord): boolean {
  return (
    EDITABLE_FIELDS.every((field) => field === 'rank' || a[field] === b[field]) &&
    a.deletedAt === b.deletedAt &&
    a.completedAt === b.completedAt &&
    a.creatorId === b.creatorId
  );
}

/** What the team's copy and the slots come to; `seen` is what was shown before, for times that only this device knows. */
function shownOf({ team, sent, next, refused }: ReplicaRecord, seen: TaskRecord): TaskRecord {
  if (!team) return seen;
  const slot = next ?? refused;
  const shown = laidOver(laidOver(team.task, sent), slot);
  const isOwn = (key: string): boolean => [sent, slot].some((one) => one !== null && key in one.set);
  const isSame = (seen.deletedAt === null) === (shown.deletedAt === null);
  return {
    ...shown,
    version: seen.version,
    ...(isOwn('status') && shown.status === seen.status && { completedAt: seen.completedAt }),
    ...(isOwn('deleted') && isSame && { deletedAt: seen.deletedAt }),
  };
}

/** The record with what its parts come to shown; the version rises when it looks different. */
function reshown(record: ReplicaRecord): ReplicaRecord {
  const { task } = record;
  const shown = shownOf(record, task);
  return { ...record, task: looksLike(shown, task) ? shown : { ...shown, version: task.version + 1 } };
}

/** What the team has, as it comes for the first time; shown from version `first` on. */
export const newlyPulled = (team: Held, first: number, walk: string | null): ReplicaRecord => ({
  task: { ...team.task, version: first },
  team,
  sent: null,
  next: null,
  refused: null,
  gone: null,
  walk,
});

/** A task made here. */
export function made(task: TaskRecord, order: number): ReplicaRecord {
  const { updatedAt: at } = task;
  const next: Slot = { op: 'create', baseVersion: 0, ...creationOf(task), order, since: at, at };
  return { task, team: null, sent: null, next, refused: null, gone: null, walk: null };
}

/**
 * The record after an edit that made `after` of what was shown. What was refused may be sent again. A field that drops out
 * is what the team says it is.
 */
export function edited(record: ReplicaRecord, after: TaskRecord, nextOrder: () => number): ReplicaRecord {
  const { team, sent, task } = record;
  const before = record.next ?? record.refused;
  const { updatedAt: at } = after;
  const isCreate = before?.op === 'create';
  const edit = isCreate
    ? creationOf(after)
    : fold(
        before ?? { base: {}, set: {} },
        settable(task),
        settable(after),
        team ? settable(laidOver(team.task, sent)) : undefined,
      );
  const still = { ...record, next: null, refused: null };
  if (!isCreate && isNothing(edit)) return { ...still, task: shownOf(still, after) };
  const next: Slot = {
    op: before?.op ?? 'update',
    baseVersion: before?.baseVersion ?? team?.task.version ?? 0,
    ...edit,
    order: before?.order ?? nextOrder(),
    since: before?.since ?? at,
    at,
  };
  const waiting = { ...still, next };
  return { ...waiting, task: shownOf(waiting, after) };
}

/** What waits is on its way, under an id of its own; from now on it is repeated as it is until its result is known. */
export function frozen(record: ReplicaRecord, opId: string): ReplicaRecord & { readonly sent: Sent } {
  const { sent, next } = record;
  if (sent) return { ...record, sent };
  if (!next) throw new Error('nothing waits');
  return { ...record, sent: { ...next, opId }, next: null };
}

/** The team's copy, unless a later one of the same epoch is here. */
export function withTeam(record: ReplicaRecord, team: Held, walk: string | null): ReplicaRecord {
  const held = record.team;
  const isOlder = held?.epoch === team.epoch && team.task.version < held.task.version;
  return reshown({ ...record, team: isOlder ? held : team, gone: null, walk });
}

/** The team took what was on its way, whole or in part; its copy is laid in by `withTeam`. */
export function accepted(record: ReplicaRecord, team: Held | null): ReplicaRecord {
  const { next } = record;
  const rebased = next && team ? { ...next, baseVersion: team.task.version } : next;
  return { ...record, sent: null, next: rebased };
}

/** The team did not take it: it waits, with what was typed since, until somebody looks at it. */
export function rejected(record: ReplicaRecord, why: Refusal): ReplicaRecord {
  const { sent, next } = record;
  if (!sent) return record;
  const later = next ? { ...next.set } : {};
  const edit =
    sent.op === 'create'
      ? creationOf(record.task)
      : fold(sent, { ...next?.base, ...sent.set }, { ...next?.base, ...sent.set, ...later });
  if (isNothing(edit)) return reshown({ ...record, sent: null, next: null });
  const refused = { ...sent, ...edit, at: next?.at ?? sent.at, ...why };
  const { opId: _, ...kept } = refused;
  return reshown({ ...record, sent: null, next: null, refused: kept });
}

/** What was refused may be sent again. */
export function retried(record: ReplicaRecord): ReplicaRecord {
  if (!record.refused) return record;
  const { code: _code, message: _message, details: _details, ...next } = record.refused;
  return { ...record, refused: null, next };
}

/** The team's task stands; null: it never had one. Nothing may be on its way. */
export const discarded = (record: ReplicaRecord): ReplicaRecord | null =>
  record.team ? reshown({ ...record, next: null, refused: null }) : null;
