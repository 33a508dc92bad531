import { EDITABLE_FIELDS, type TaskRecord } from '../../contract/tasks.ts';
import type { FieldConflict, MutationSet } from '../../contract/sync.ts';

/** An edit as it travels: `base` has the keys of `set`, with the values that the person saw. */
export interface FieldEdit {
  readonly base: Readonly<Record<string, unknown>>;
  readonly set: Readonly<Record<string, unknown>>;
}

/** What of an edit may be applied to the task as it is now, and what may not. */
export interface Merged {
  readonly set: MutationSet;
  readonly conflicts: readonly FieldConflict[];
}

/** Fields that stand or fall together, by the name that a conflict has: a date means little without its kind. */
export const MERGED_FIELDS: readonly (readonly [name: string, keys: readonly string[]])[] = [
  ...EDITABLE_FIELDS.filter((field) => field !== 'dueDate' && field !== 'dueAllDay').map(
    (field) => [field, [field]] as const,
  ),
  ['due', ['dueDate', 'dueAllDay']],
  ['deleted', ['deleted']],
];

/** The last write of these wins, and nobody is asked: where a task stands in a list is nothing that was typed. */
const LAST_WINS = 'rank';

/** A task's values under the keys of a set. */
export const settable = (task: TaskRecord): Record<string, unknown> => ({
  ...Object.fromEntries(EDITABLE_FIELDS.map((field) => [field, task[field]])),
  deleted: task.deletedAt !== null,
});

/**
 * Field by field, against the values that the edit was made on: what only one side changed is taken from it, what both made
 * the same is done; of what both changed, the team's value stands and the other becomes a conflict. Nothing of an edit of a
 * task that is in the trash is applied, unless it takes it out of there. No clock decides anything (docs/SYNC.md).
 */
export function merge(current: TaskRecord, edit: FieldEdit): Merged {
  const now = settable(current);
  const open = MERGED_FIELDS.filter(([, keys]) => isOpen(now, edit, keys));
  if (current.deletedAt !== null && edit.set['deleted'] !== false) {
    const conflicts = open.every(([name]) => name === LAST_WINS)
      ? []
      : [{ field: 'deleted', base: false, mine: { ...edit.set }, theirs: true }];
    return { set: {}, conflicts };
  }
  const set: Record<string, unknown> = {};
  const conflicts: FieldConflict[] = [];
  for (const [name, keys] of open) {
    const mine = pick(keys, edit.set, now);
    const base = pick(keys, edit.base, now);
    if (name === LAST_WINS || keys.every((key) => base[key] === now[key])) Object.assign(set, mine);
    else
      conflicts.push({
        field: name,
        base: valueOf(keys, base),
        mine: valueOf(keys, mine),
        theirs: valueOf(keys, pick(keys, now, now)),
      });
  }
  return { set: set as MutationSet, conflicts };
}

/** Whether an edit wants a field to be something that it neither is nor was. */
function isOpen(now: Record<string, unknown>, { base, set }: FieldEdit, keys: readonly string[]): boolean {
  if (!keys.some((key) => key in set)) return false;
  const mine = pick(keys, set, now);
  const before = pick(keys, base, now);
  return keys.some((key) => mine[key] !== now[key]) && keys.some((key) => mine[key] !== before[key]);
}

/** The keys' values; of a key that is not named, the value it has now. */
const pick = (
  keys: readonly string[],
  from: Readonly<Record<string, unknown>>,
  otherwise: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(keys.map((key) => [key, key in from ? from[key] : otherwise[key]]));

/** A field of one key is its value; `due` is an object of both. */
const valueOf = (keys: readonly string[], values: Record<string, unknown>): unknown =>
  keys.length === 1 ? values[keys[0] as string] : values;
