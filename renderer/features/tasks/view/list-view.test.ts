import { expect, test } from 'vitest';
import { DEFAULT_FILTERS } from './filters.ts';
import { DEFAULT_VIEW, addressOf, readView, sameView, viewInAddress, type ListView } from './list-view.ts';

const VIEW: ListView = {
  grouping: 'due',
  sort: 'priority',
  order: 'desc',
  filters: {
    match: 'any',
    priority: { not: false, values: ['urgent'] },
    due: { kind: 'before', day: '2026-03-12' },
  },
  folded: ['due:later'],
};

test('a view comes back as it was kept', () => {
  expect(readView(JSON.parse(JSON.stringify(VIEW)))).toEqual(VIEW);
});

test('nothing, rubbish and views of other versions give something that works', () => {
  for (const value of [undefined, null, 7, 'x', []]) expect(readView(value)).toEqual(DEFAULT_VIEW);
  expect(readView({})).toEqual(DEFAULT_VIEW);
  expect(readView({ ...VIEW, grouping: 'mood', filters: { match: 'all', status: 'x' } })).toEqual({
    ...VIEW,
    grouping: 'status',
    filters: { match: 'all' },
  });
});

test('filters that were all taken away stay away', () => {
  expect(readView({ ...DEFAULT_VIEW, filters: { match: 'all' } }).filters).toEqual({ match: 'all' });
  expect(readView({ grouping: 'none' }).filters).toEqual(DEFAULT_FILTERS);
});

test('an address holds a view, without its folds', () => {
  const address = addressOf(VIEW);
  expect(viewInAddress(address.slice(address.indexOf('?')))).toEqual({ ...VIEW, folded: [] });
  expect(viewInAddress('?view=list')).toBeNull();
  expect(viewInAddress('?with={')).toBeNull();
  expect(sameView(VIEW, { ...VIEW, folded: [] })).toBe(true);
});
