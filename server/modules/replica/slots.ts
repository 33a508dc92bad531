import { EDITABLE_FIELDS, type TaskRecord } from '../../contract/tasks.ts';
import { MERGED_FIELDS, settable, type FieldEdit } from '../sync/index.ts';
import { EMPTY_TASK } from '../tasks/index.ts';
import type { Slot } from './replica.store.ts';

type Values = Readonly<Record<string, unknown>>;

const NOTHING: FieldEdit = { base: {}, set: {} };
const EMPTY: Values = { ...EMPTY_TASK, title: null, deleted: false };

const differ = (keys: readonly string[], a: Values, b: Values): boolean =>
  keys.some((key) => a[key] !== b[key]);

/**
 * An edit with one more folded in: of each field the first base stays and the last value wins; a field that is back at its
 * base drops out. `under` is what the edit lies over: what that says too by now is settled, and a new base.
 */
export function fold(edit: FieldEdit, before: Values, after: Values, under?: Values): FieldEdit {
  const base: Record<string, unknown> = {};
  const set: Record<string, unknown> = {};
  for (const [, keys] of MERGED_FIELDS) {
    const known = keys.some((key) => key in edit.set);
    if (!known && !differ(keys, before, after)) continue;
    const isSettled = under !== undefined && !differ(keys, under, before);
    const first = known && !isSettled ? edit.base : before;
    if (!differ(keys, first, after)) continue;
    for (const key of keys) {
      base[key] = first[key];
      set[key] = after[key];
    }
  }
  return { base, set };
}

export const isNothing = ({ set }: FieldEdit): boolean => Object.keys(set).length === 0;

/** The edit that makes a task: what is not as empty as it could be, where it came from, and since when it is done. */
export function creationOf(task: TaskRecord): FieldEdit {
  const { base, set } = fold(NOTHING, EMPTY, settable(task));
  const rest = {
    ...(task.source && { source: task.source }),
    ...(task.status === 'done' && task.completedAt !== null && { completedAt: task.completedAt }),
  };
  const before = Object.fromEntries(Object.keys(rest).map((key) => [key, null]));
  return { base: { ...base, ...before }, set: { ...set, ...rest } };
}

/** A task with an edit laid over, as the person sees it who made the edit. */
export function laidOver(task: TaskRecord, slot: Slot | null): TaskRecord {
  if (!slot) return task;
  const { set, at } = slot;
  const fields = Object.fromEntries(
    EDITABLE_FIELDS.filter((key) => key in set).map((key) => [key, set[key]]),
  );
  const next: TaskRecord = { ...task, ...fields, updatedAt: at };
  if ('status' in set) {
    const since = task.status === 'done' ? task.completedAt : at;
    next.completedAt = next.status === 'done' ? since : null;
  }
  if ('deleted' in set) next.deletedAt = set['deleted'] === true ? (task.deletedAt ?? at) : null;
  return next;
}

/** Whether an edit holds something that a person would miss: neither a place in a list nor the way into the trash. */
export const isTyped = ({ set }: FieldEdit): boolean =>
  Object.entries(set).some(([key, value]) => key !== 'rank' && !(key === 'deleted' && value === true));
