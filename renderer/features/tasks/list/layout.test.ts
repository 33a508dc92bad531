import { expect, test } from 'vitest';
import { layOut, numberOf, rangeOf, scrollFor, stopAt, stopCount, topOf } from './layout.ts';

const layout = layOut(
  [
    { key: 'a', count: 10, folded: false },
    { key: 'b', count: 5, folded: true },
    { key: 'c', count: 100_000, folded: false },
  ],
  30,
  36,
);

test('groups stack: head and rows, a folded one its head alone', () => {
  expect(layout.boxes.map((box) => [box.top, box.height])).toEqual([
    [0, 336],
    [336, 36],
    [372, 3_000_036],
  ]);
  expect(layout.height).toBe(3_000_408);
  expect(layout.rows).toBe(100_010);
});

test('rows in view, widened to steps', () => {
  const [a, b, c] = layout.boxes;
  if (!a || !b || !c) throw new Error('three boxes');
  expect(rangeOf(layout, a, 0, 600, { step: 8, beyond: 8 })).toEqual({ from: 0, to: 10 });
  expect(rangeOf(layout, b, 0, 600, { step: 8, beyond: 8 })).toEqual({ from: 0, to: 0 });
  expect(rangeOf(layout, c, 0, 600, { step: 8, beyond: 8 })).toEqual({ from: 0, to: 16 });
  const middle = rangeOf(layout, c, 408 + 30 * 50_000, 408 + 30 * 50_020, { step: 8, beyond: 8 });
  expect(middle).toEqual({ from: 49_992, to: 50_032 });
  const finer = rangeOf(layout, c, 408 + 30 * 50_001, 408 + 30 * 50_021, { step: 2, beyond: 8 });
  expect(finer).toEqual({ from: 49_992, to: 50_030 });
  expect(rangeOf(layout, a, 5000, 5600, { step: 8, beyond: 8 })).toEqual({ from: 0, to: 0 });
});

test('stops of the keyboard: rows, and heads of folded groups', () => {
  expect(stopCount(layout)).toBe(100_011);
  expect(stopAt(layout, 9)).toEqual({ group: 0, position: 9 });
  expect(stopAt(layout, 10)).toEqual({ group: 1, position: null });
  expect(stopAt(layout, 11)).toEqual({ group: 2, position: 0 });
  expect(stopAt(layout, 1e9)).toEqual({ group: 2, position: 99_999 });
  expect(stopAt(layOut([], 30, 36), 0)).toBeNull();
  for (const number of [0, 9, 10, 11, 500, 100_010]) {
    const stop = stopAt(layout, number);
    if (!stop) throw new Error('a stop');
    expect(numberOf(layout, stop)).toBe(number);
  }
});

test('a focused row scrolls clear of the sticky head and of the bulk bar', () => {
  const view = { top: 1000, height: 600, covered: 76 };
  const above = { group: 2, position: 10 };
  expect(topOf(layout, above)).toBe(708);
  expect(scrollFor(layout, above, view)).toBe(708 - 36);
  const below = { group: 2, position: 50 };
  expect(scrollFor(layout, below, view)).toBe(topOf(layout, below) + 30 - (600 - 76));
  expect(scrollFor(layout, { group: 2, position: 30 }, view)).toBe(1000);
});
