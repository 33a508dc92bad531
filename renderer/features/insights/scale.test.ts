import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisFor, percentages, spanOf, ticksOf } from './scale.ts';

test('axes end at numbers people count in', () => {
  expect(ticksOf(axisFor(5, 3, true))).toEqual([0, 2, 4, 6]);
  expect(ticksOf(axisFor(0, 4, true))).toEqual([0, 1]);
  expect(ticksOf(axisFor(9, 5, true))).toEqual([0, 2, 4, 6, 8, 10]);
  expect(ticksOf(axisFor(6.4, 4, false))).toEqual([0, 2, 4, 6, 8]);
  expect(ticksOf(axisFor(0.3, 3, false))).toEqual([0, 0.1, 0.2, 0.3]);
  expect(axisFor(12_340, 4, true)).toEqual({ step: 5000, max: 15_000 });
});

test('every value fits under the end of its axis, with no more lines than asked for', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 1e7, noNaN: true }),
      fc.integer({ min: 2, max: 8 }),
      (most, lines) => {
        const axis = axisFor(most, lines, false);
        expect(axis.max).toBeGreaterThanOrEqual(most * (1 - 1e-6));
        expect(ticksOf(axis).length).toBeLessThanOrEqual(lines + 2);
      },
    ),
  );
});

test('percentages: what is equal reads equal, and nothing is off by more than half', () => {
  expect(percentages([17, 6, 4, 68, 5])).toEqual([17, 6, 4, 68, 5]);
  expect(percentages([1, 1, 1, 1, 1, 1, 1])).toEqual([14, 14, 14, 14, 14, 14, 14]);
  expect(percentages([0, 0])).toEqual([0, 0]);
  fc.assert(
    fc.property(fc.array(fc.nat(9999), { minLength: 1, maxLength: 6 }), (parts) => {
      const sum = parts.reduce((total, part) => total + part, 0);
      percentages(parts).forEach((share, i) =>
        expect(Math.abs(share - ((parts[i] ?? 0) / (sum || 1)) * 100)).toBeLessThanOrEqual(0.5),
      );
    }),
  );
});

test('spans in minutes, hours, days', () => {
  expect(spanOf(20_000)).toEqual({ value: 1, unit: 'minute' });
  expect(spanOf(5 * 3_600_000)).toEqual({ value: 5, unit: 'hour' });
  expect(spanOf(2.42 * 86_400_000)).toEqual({ value: 2.4, unit: 'day' });
  expect(spanOf(23.6 * 86_400_000)).toEqual({ value: 24, unit: 'day' });
});
