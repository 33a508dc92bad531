import { expect, test } from 'vitest';
import { QuietHours, isQuiet } from './quiet-hours.ts';

const at = (hour: number, minute = 0): Date => new Date(2026, 2, 12, hour, minute);

test('over midnight: the evening and the morning are quiet, the day is not', () => {
  const quiet = { from: '22:00', to: '07:00' };
  const hours = [at(21, 59), at(22), at(0), at(6, 59), at(7), at(12)];
  expect(hours.map((hour) => isQuiet(quiet, hour))).toEqual([false, true, true, true, false, false]);
});

test('within a day, an empty stretch, and none', () => {
  expect([at(11, 59), at(12), at(13)].map((hour) => isQuiet({ from: '12:00', to: '13:00' }, hour))).toEqual([
    false,
    true,
    false,
  ]);
  expect(isQuiet({ from: '12:00', to: '12:00' }, at(12))).toBe(false);
  expect(isQuiet(null, at(3))).toBe(false);
});

test('only times of a day are hours', () => {
  expect(QuietHours.safeParse({ from: '24:00', to: '07:00' }).success).toBe(false);
  expect(QuietHours.safeParse({ from: '23:59', to: '00:00' }).success).toBe(true);
});
