import { expect, test } from 'vitest';
import { edit, fieldsInConflict, isRankOnly, newTask, withoutRaw } from './task.ts';

const ID = '01a20bdd-c221-7172-9c43-22168b3ad724';
const NOW = '2026-03-01T10:00:00.000Z';
const LATER = '2026-03-02T10:00:00.000Z';
const make = (set: Parameters<typeof newTask>[0]) => newTask(set, { id: ID, creatorId: ID, now: NOW });

test('a whole day is 00:00Z of itself, and needs a date', () => {
  expect(make({ title: 'a', dueDate: '2026-03-04T17:30:00.000Z', dueAllDay: true }).dueDate).toBe(
    '2026-03-04T00:00:00.000Z',
  );
  expect(make({ title: 'a', dueAllDay: true }).dueAllDay).toBe(false);
  const task = make({ title: 'a', dueDate: '2026-03-04T00:00:00.000Z', dueAllDay: true });
  expect(edit(task, { dueDate: null }, LATER)?.changes).toEqual({
    dueDate: { from: '2026-03-04T00:00:00.000Z', to: null },
    dueAllDay: { from: true, to: false },
  });
});

test('done sets completedAt, staying done keeps it, leaving clears it', () => {
  const done = edit(make({ title: 'a' }), { status: 'done' }, LATER)!.task;
  expect(done).toMatchObject({ completedAt: LATER, version: 2 });
  const renamed = edit(done, { title: 'b' }, '2026-03-03T10:00:00.000Z')!.task;
  expect(renamed.completedAt).toBe(LATER);
  expect(edit(renamed, { status: 'todo' }, LATER)!.task.completedAt).toBeNull();
  expect(make({ title: 'a', status: 'done' }).completedAt).toBe(NOW);
});

test('what changes nothing is no edit', () => {
  const task = make({ title: 'a', description: 'x' });
  expect(edit(task, { title: 'a', description: 'x' }, LATER)).toBeNull();
  expect(edit(task, { title: undefined }, LATER)).toBeNull();
});

test('a conflict names only what differs', () => {
  const task = make({ title: 'a', priority: 'high' });
  expect(fieldsInConflict(task, { title: 'b', priority: 'high', status: 'done' })).toEqual([
    'title',
    'status',
  ]);
});

test('rank alone is a move, with anything else it is an edit', () => {
  expect(isRankOnly({ rank: 'a0' })).toBe(true);
  expect(isRankOnly({ rank: 'a0', title: undefined })).toBe(true);
  expect(isRankOnly({ rank: 'a0', status: 'done' })).toBe(false);
  expect(isRankOnly({})).toBe(false);
});

test('lists carry no raw record', () => {
  const source = { format: 'csv' as const, key: 'k', list: null, tags: [], parentKey: null, raw: 'x' };
  expect(withoutRaw({ ...make({ title: 'a' }), source }).source).toEqual({
    format: 'csv',
    key: 'k',
    list: null,
    tags: [],
    parentKey: null,
  });
});
