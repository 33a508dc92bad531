import { expect, test } from 'vitest';
import type { Conflict } from '../../../server/contract/queue.ts';
import { fakeApi, fakeId } from '../../test/fake-api.ts';
import { authorWords, choicesOf, kindWords } from './conflict-acts.ts';
import { editLines, fieldNames, valueWords } from './field-words.ts';

const conflict = (over: Partial<Conflict>): Conflict => ({
  id: fakeId(1),
  taskId: fakeId(2),
  title: 'Tent poles',
  kind: 'field',
  mine: null,
  at: '2026-03-12T09:00:00.000Z',
  ...over,
});

test('what can be decided depends on what happened; both texts are kept only where there are texts', () => {
  expect(choicesOf(conflict({ field: 'description' }))).toEqual({
    mine: 'Swap: use mine',
    both: 'Keep both',
  });
  expect(choicesOf(conflict({ field: 'priority' }))).toEqual({ mine: 'Swap: use mine' });
  expect(choicesOf(conflict({ kind: 'deleted' })).both).toBe('Make a new task of mine');
  expect(choicesOf(conflict({ kind: 'gone' }))).toEqual({ mine: 'Make a new task of mine' });
  expect(choicesOf(conflict({ kind: 'lost' })).mine).toBe('Put it back');
  expect(kindWords(conflict({ field: 'due' }), undefined)).toBe('Due · you and the team');
});

test('who wrote the other value, and when, as far as the team has said it', () => {
  const { me } = fakeApi([]);
  const at = { theirsAt: new Date(2026, 2, 12, 10, 42).toISOString() };
  const ada = { ...me, id: fakeId(3), profile: { firstName: 'Ada' } };
  const by = conflict({ field: 'title', theirsBy: ada.id, author: ada, ...at });
  expect(kindWords(by, me.id)).toBe('Title · you and Ada');
  expect(authorWords(by, me.id)).toMatch(/^Ada wrote, /);
  expect(authorWords({ ...by, kind: 'deleted' }, me.id)).toMatch(/^Ada deleted it, /);
  expect(authorWords(by, ada.id)).toMatch(/^You wrote on another device, /);
  expect(kindWords(by, ada.id)).toBe('Title · you and the team');
  expect(authorWords(conflict({ theirsBy: null, ...at }), me.id)).toMatch(/^Written /);
  expect(authorWords(conflict({}), me.id)).toBeNull();
});

test('values are read as a person reads them, also what another version has put there', () => {
  const { me } = fakeApi([]);
  expect(valueWords('status', 'in_review', [])).toBe('In review');
  expect(valueWords('status', 'blocked', [])).toBe('blocked');
  expect(valueWords('assigneeId', me.id, [me])).toBe('Mara');
  expect(valueWords('assigneeId', null, [me])).toBe('Nobody');
  expect(valueWords('description', null, [])).toBe('Nothing');
  expect(valueWords('due', { dueDate: null, dueAllDay: false }, [])).toBe('No date');
  expect(valueWords('estimate', { hours: 3 }, [])).toBe('{"hours":3}');
});

test('an edit is its fields: a date is one of them, a place on the board is none', () => {
  const edit = { title: 'A', dueDate: null, dueAllDay: false, rank: 'a0', deleted: false };
  expect(editLines(edit, []).map(({ name, words }) => `${name}: ${words}`)).toEqual([
    'Title: A',
    'Due: No date',
  ]);
  expect(fieldNames(['dueDate', 'dueAllDay', 'rank', 'title'])).toBe('Due, Title');
});
