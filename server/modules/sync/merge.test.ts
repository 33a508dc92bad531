import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskRecord } from '../../contract/tasks.ts';
import { MERGED_FIELDS, merge, settable, type FieldEdit } from './merge.ts';

const AT = '2026-11-25T10:00:00.000Z';
const task = (set: Partial<TaskRecord> = {}): TaskRecord => ({
  id: '11111111-1111-4111-8111-111111111111',
  title: 'theirs',
  description: null,
  status: 'todo',
  priority: 'medium',
  assigneeId: null,
  dueDate: null,
  dueAllDay: false,
  remindAt: null,
  rank: 'a',
  creatorId: '22222222-2222-4222-8222-222222222222',
  version: 3,
  completedAt: null,
  createdAt: AT,
  updatedAt: AT,
  deletedAt: null,
  ...set,
});
const NOTHING = { set: {}, conflicts: [] };

describe('merging an edit into the task as it is', () => {
  test.each([
    ['only this side changed it', { base: { title: 'theirs' }, set: { title: 'mine' } }, { title: 'mine' }],
    ['both made it the same', { base: { title: 'old' }, set: { title: 'theirs' } }, {}],
    ['only the other side changed it', { base: { title: 'old' }, set: { title: 'old' } }, {}],
    ['a rank: the last write', { base: { rank: 'x' }, set: { rank: 'b' } }, { rank: 'b' }],
    ['into the trash', { base: { deleted: false }, set: { deleted: true } }, { deleted: true }],
    ['out of the trash already', { base: { deleted: true }, set: { deleted: false } }, {}],
  ])('%s', (_, edit: FieldEdit, set) => {
    expect(merge(task(), edit)).toEqual({ set, conflicts: [] });
  });

  test('both changed it: the team’s value stands, field by field', () => {
    const edit = { base: { title: 'old', status: 'todo' }, set: { title: 'mine', status: 'done' } };
    expect(merge(task(), edit)).toEqual({
      set: { status: 'done' },
      conflicts: [{ field: 'title', base: 'old', mine: 'mine', theirs: 'theirs' }],
    });
  });

  test('a date and its kind are one field', () => {
    const theirs = { dueDate: '2026-12-01T00:00:00.000Z', dueAllDay: true };
    const base = { dueDate: null, dueAllDay: false };
    const mine = { dueDate: '2026-12-01T00:00:00.000Z', dueAllDay: false };
    expect(merge(task(theirs), { base, set: mine })).toEqual({
      set: {},
      conflicts: [{ field: 'due', base, mine, theirs }],
    });
    expect(merge(task(), { base, set: mine })).toEqual({ set: mine, conflicts: [] });
  });

  test('in the trash nothing is applied, and what was typed is one conflict', () => {
    const trashed = task({ deletedAt: AT });
    const typed = { base: { title: 'theirs', status: 'todo' }, set: { title: 'mine', status: 'done' } };
    expect(merge(trashed, typed)).toEqual({
      set: {},
      conflicts: [{ field: 'deleted', base: false, mine: typed.set, theirs: true }],
    });
    expect(merge(trashed, { base: { rank: 'a' }, set: { rank: 'b' } })).toEqual(NOTHING);
    expect(merge(trashed, { base: { deleted: false }, set: { deleted: true } })).toEqual(NOTHING);
    const restore = { base: { deleted: true, title: 'theirs' }, set: { deleted: false, title: 'mine' } };
    expect(merge(trashed, restore)).toEqual({ set: restore.set, conflicts: [] });
  });
});

const VALUES: Record<string, readonly unknown[]> = {
  title: ['a', 'b', 'c'],
  description: [null, 'x', 'y'],
  status: ['todo', 'done'],
  priority: ['low', 'high'],
  assigneeId: [null, 'p'],
  dueDate: [null, AT],
  dueAllDay: [false, true],
  remindAt: [null, AT],
  rank: [null, 'a', 'b'],
  deleted: [false, true],
};
const KEYS = Object.keys(VALUES);
const values = fc.record(
  Object.fromEntries(KEYS.map((key) => [key, fc.constantFrom(...(VALUES[key] as unknown[]))])),
);
const asTask = ({ deleted, ...set }: Record<string, unknown>): TaskRecord =>
  task({ ...(set as Partial<TaskRecord>), deletedAt: deleted ? AT : null });
const editOf = (base: Record<string, unknown>, mine: Record<string, unknown>): FieldEdit => {
  const changed = MERGED_FIELDS.filter(([, keys]) => keys.some((key) => base[key] !== mine[key]));
  const keys = changed.flatMap(([, of]) => of);
  const only = (of: Record<string, unknown>) => Object.fromEntries(keys.map((key) => [key, of[key]]));
  return { base: only(base), set: only(mine) };
};
const applied = (now: TaskRecord, set: object): TaskRecord => asTask({ ...settable(now), ...set });

test('whatever meets: every field ends as one side wants it, and the losing one is in a conflict', () => {
  fc.assert(
    fc.property(values, values, values, (base, mine, theirs) => {
      const now = asTask(theirs);
      const edit = editOf(base, mine);
      const { set, conflicts } = merge(now, edit);
      const after = settable(applied(now, set));
      const told = JSON.stringify(conflicts.map(({ mine: lost }) => lost));
      for (const key of Object.keys(edit.set)) {
        if (after[key] === edit.set[key] || key === 'rank') continue;
        expect(after[key]).toBe(theirs[key]);
        expect(conflicts.length, `${key} is lost`).toBeGreaterThan(0);
        expect(told).toContain(JSON.stringify(edit.set[key]));
      }
      for (const key of KEYS) if (!(key in edit.set)) expect(after[key]).toBe(theirs[key]);
    }),
    { numRuns: 2_000 },
  );
});

test('a repeat changes nothing more', () => {
  fc.assert(
    fc.property(values, values, values, (base, mine, theirs) => {
      const now = asTask(theirs);
      const edit = editOf(base, mine);
      const once = applied(now, merge(now, edit).set);
      expect(applied(once, merge(once, edit).set)).toEqual(once);
    }),
    { numRuns: 2_000 },
  );
});

test('two edits of different fields come to the same in either order', () => {
  fc.assert(
    fc.property(values, values, values, (base, a, b) => {
      const fieldsOf = (mine: Record<string, unknown>, own: (index: number) => boolean) => {
        const keep = MERGED_FIELDS.filter(([name], index) => name !== 'deleted' && own(index));
        const keys = new Set(keep.flatMap(([, of]) => of));
        return editOf(
          base,
          Object.fromEntries(KEYS.map((key) => [key, keys.has(key) ? mine[key] : base[key]])),
        );
      };
      const start = asTask({ ...base, deleted: false });
      const first = fieldsOf(a, (index) => index % 2 === 0);
      const second = fieldsOf(b, (index) => index % 2 === 1);
      const run = (...edits: FieldEdit[]): TaskRecord =>
        edits.reduce((now, edit) => applied(now, merge(now, edit).set), start);
      expect(run(first, second)).toEqual(run(second, first));
    }),
    { numRuns: 1_000 },
  );
});
