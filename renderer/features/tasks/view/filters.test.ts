import { expect, test } from 'vitest';
import { DEFAULT_FILTERS, meet, queryOf, sameFilters, without, type Filters } from './filters.ts';

const NOW = new Date('2026-03-12T10:00:00');
const all: Filters = { match: 'all' };
const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;

test('the default shows what is open', () => {
  expect(queryOf(DEFAULT_FILTERS, {}, NOW)).toEqual({ status: ['todo', 'in_progress', 'in_review'], tz });
});

test('fields meet, and what cannot be is not asked', () => {
  const filters: Filters = { ...DEFAULT_FILTERS, priority: { not: false, values: ['urgent'] } };
  expect(queryOf(filters, { status: ['todo'] }, NOW)).toEqual({ status: ['todo'], priority: ['urgent'], tz });
  expect(queryOf(filters, { status: ['done'] }, NOW)).toBeNull();
});

test('due filters become moments of the local day', () => {
  const today = queryOf({ ...all, due: { kind: 'today' } }, {}, NOW);
  expect(today).toEqual({
    dueAfter: new Date(2026, 2, 12).toISOString(),
    dueBefore: new Date(2026, 2, 13).toISOString(),
    tz,
  });
  expect(queryOf({ ...all, due: { kind: 'after', day: '2026-03-12' } }, {}, NOW)).toEqual({
    dueAfter: new Date(2026, 2, 13).toISOString(),
    tz,
  });
  expect(queryOf({ ...all, due: { kind: 'none' } }, { dueBefore: NOW.toISOString() }, NOW)).toBeNull();
});

test('ranges of due dates narrow each other, and empty ones fall out', () => {
  expect(meet({ dueAfter: '2026-01-01' }, { dueAfter: '2026-02-01', dueBefore: '2026-03-01' })).toEqual({
    dueAfter: '2026-02-01',
    dueBefore: '2026-03-01',
  });
  expect(meet({ dueAfter: '2026-03-01' }, { dueBefore: '2026-03-01' })).toBeNull();
});

test('me meets the group of that person', () => {
  const filters: Filters = { ...all, assignee: ['me'] };
  expect(queryOf(filters, { assigneeId: ['u1'] }, NOW, 'u1')).toEqual({ assigneeId: ['u1'], tz });
  expect(queryOf(filters, { assigneeId: ['u2'] }, NOW, 'u1')).toBeNull();
});

test('any: one query where it can be said, and an honest answer where not', () => {
  const any: Filters = {
    match: 'any',
    status: { not: false, values: ['todo'] },
    priority: { not: false, values: ['urgent'] },
  };
  expect(queryOf(any, {}, NOW)).toEqual({ status: ['todo'], priority: ['urgent'], match: 'any', tz });
  // Every todo fits, whatever its priority; of another status only the urgent.
  expect(queryOf(any, { status: ['todo'] }, NOW)).toEqual({ status: ['todo'], tz });
  expect(queryOf(any, { status: ['done'] }, NOW)).toEqual({ status: ['done'], priority: ['urgent'], tz });
  expect(queryOf(any, { assigneeId: ['u1'] }, NOW)).toBe('inexpressible');
  // One filter alone reads the same either way.
  expect(queryOf(without(any, 'priority'), { assigneeId: ['none'] }, NOW)).toEqual({
    status: ['todo'],
    assigneeId: ['none'],
    tz,
  });
});

test('an empty search asks nothing', () => {
  expect(queryOf({ ...all, search: '  ' }, {}, NOW)).toEqual({ tz });
  expect(queryOf({ ...all, search: ' map ' }, {}, NOW)).toEqual({ search: 'map', tz });
});

test('filters are the same by what they say', () => {
  expect(sameFilters(DEFAULT_FILTERS, { ...without(DEFAULT_FILTERS, 'search'), match: 'all' })).toBe(true);
  expect(sameFilters(DEFAULT_FILTERS, { ...DEFAULT_FILTERS, search: 'x' })).toBe(false);
});
