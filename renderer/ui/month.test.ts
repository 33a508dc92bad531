import { expect, test } from 'vitest';
import { addMonths, firstWeekday, monthGrid } from './month.ts';

test('March 2026 as in the picture: Monday first, 23 February to 5 April', () => {
  const grid = monthGrid(new Date(2026, 2, 12), firstWeekday('en-GB'));
  expect(grid[0]?.[0]).toEqual(new Date(2026, 1, 23));
  expect(grid.at(-1)?.at(-1)).toEqual(new Date(2026, 3, 5));
  expect(grid.flat()).toHaveLength(42);
});

test('a month on from the 31st is the last day of a shorter month', () => {
  expect(addMonths(new Date(2026, 0, 31), 1)).toEqual(new Date(2026, 1, 28));
  expect(addMonths(new Date(2026, 2, 31), -1)).toEqual(new Date(2026, 1, 28));
});
