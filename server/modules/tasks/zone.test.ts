import { expect, test } from 'vitest';
import { instantOfWallClock, wallClockOf } from './zone.ts';

const at = (text: string): number => Date.parse(text);

test.each([
  ['2026-01-15T12:00:00.250Z', 'Europe/Berlin', '2026-01-15T13:00:00.250Z'],
  ['2026-07-15T12:00:00Z', 'Europe/Berlin', '2026-07-15T14:00:00Z'],
  ['2026-01-01T02:00:00Z', 'America/New_York', '2025-12-31T21:00:00Z'],
  ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01T05:45:00Z'],
  ['1000-01-01T00:00:00Z', 'UTC', '1000-01-01T00:00:00Z'],
])('%s in %s shows %s', (instant, tz, wall) => {
  expect(wallClockOf(at(instant), tz)).toBe(at(wall));
  expect(instantOfWallClock(at(wall), tz)).toBe(at(instant));
});

test('an hour that does not exist is the one after it, one that comes twice is the first', () => {
  expect(new Date(instantOfWallClock(at('2026-03-29T02:30:00Z'), 'Europe/Berlin')).toISOString()).toBe(
    '2026-03-29T01:30:00.000Z',
  );
  expect(new Date(instantOfWallClock(at('2026-10-25T02:30:00Z'), 'Europe/Berlin')).toISOString()).toBe(
    '2026-10-25T00:30:00.000Z',
  );
});
