import { expect, test } from 'vitest';
import { DEFAULT_FILTERS, type Filters } from '../view/filters.ts';
import { choicesOf, choose, chosenOf } from './filter-choices.tsx';
import { wordsOf } from './filter-words.ts';

const all: Filters = { match: 'all' };

test('values come and go, and a field without any is no filter', () => {
  const urgent = choose(all, 'priority:urgent');
  expect(urgent?.priority).toEqual({ not: false, values: ['urgent'] });
  expect(chosenOf(urgent ?? all, 'priority')).toEqual(['priority:urgent']);
  expect(choose(urgent ?? all, 'priority:urgent')?.priority).toBeUndefined();
  expect(choose(all, 'assignee:me')?.assignee).toEqual(['me']);
});

test('is and is not', () => {
  const is = choose(DEFAULT_FILTERS, 'status:not');
  expect(is?.status).toEqual({ not: false, values: ['done', 'cancelled'] });
  expect(chosenOf(DEFAULT_FILTERS, 'status')).toContain('status:not');
});

test('a due date replaces another; a day and a text are asked for elsewhere', () => {
  expect(choose({ ...all, due: { kind: 'today' } }, 'due:overdue')?.due).toEqual({ kind: 'overdue' });
  expect(choose(all, 'due:before')).toBeNull();
  expect(choose(all, 'search:')).toBeNull();
  expect(choicesOf('due', []).map((item) => item.id)).toContain('due:before');
});

test('filters read as sentences', () => {
  expect(wordsOf(DEFAULT_FILTERS, 'status', [])).toEqual({
    field: 'Status',
    is: 'is not',
    value: 'Done, Cancelled',
  });
  expect(wordsOf({ ...all, due: { kind: 'before', day: '2026-03-12' } }, 'due', [])).toMatchObject({
    field: 'Due',
    is: 'before',
  });
  expect(wordsOf({ ...all, due: { kind: 'overdue' } }, 'due', [])?.value).toBe('overdue');
  expect(wordsOf(all, 'search', [])).toBeNull();
});
