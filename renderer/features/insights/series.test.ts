import { expect, test } from 'vitest';
import { average, barsOf, labelled, localDay, mondayOf } from './series.ts';

const days = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    day: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
    count: i % 3,
  }));

test('a day of the wire is that day here, and its week begins on Monday', () => {
  expect(localDay('2026-03-12')).toEqual(new Date(2026, 2, 12));
  expect(mondayOf(new Date(2026, 2, 15))).toEqual(new Date(2026, 2, 9));
  expect(mondayOf(new Date(2026, 2, 9))).toEqual(new Date(2026, 2, 9));
});

test('short periods have a bar a day, and today is not over', () => {
  const bars = barsOf(days(30), new Date(2026, 0, 30));
  expect(bars).toHaveLength(30);
  expect(bars.filter((bar) => bar.isOpen).map((bar) => bar.day)).toEqual([new Date(2026, 0, 30)]);
  expect(average(bars)).toBe(1);
});

test('long periods have a bar a week and lose no task', () => {
  const perDay = days(365);
  const bars = barsOf(perDay, new Date(2026, 11, 31));
  expect(bars.length).toBeLessThan(60);
  expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(perDay.reduce((sum, day) => sum + day.count, 0));
  expect(bars.at(-1)?.isOpen).toBe(true);
});

test('labels keep their distance from each other and from the last one', () => {
  const marks = labelled(barsOf(days(30), new Date(2026, 0, 30)), 4, true);
  expect(marks[0]).toBe(0);
  for (let i = 1; i < marks.length; i++) expect(marks[i]! - marks[i - 1]!).toBeGreaterThanOrEqual(4);
  expect(marks.at(-1)).toBeLessThanOrEqual(29 - 4);
});
