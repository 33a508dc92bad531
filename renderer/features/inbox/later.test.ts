import { expect, test } from 'vitest';
import { laterChoices } from './later.ts';

const at = (...parts: [number, number, number, number, number?, number?]) => new Date(...parts);
const offered = (now: Date) => laterChoices(now).map(({ id, at: when }) => [id, when.getTime()] as const);

test('a Thursday morning: an hour from the next minute, the evening, tomorrow, Monday', () => {
  expect(offered(at(2026, 2, 12, 10, 7, 30))).toEqual([
    ['hour', at(2026, 2, 12, 11, 8).getTime()],
    ['evening', at(2026, 2, 12, 18).getTime()],
    ['tomorrow', at(2026, 2, 13, 9).getTime()],
    ['monday', at(2026, 2, 16, 9).getTime()],
  ]);
});

test('an evening that is over or near is not offered, and on a Sunday Monday is tomorrow', () => {
  expect(offered(at(2026, 2, 15, 17, 30)).map(([id]) => id)).toEqual(['hour', 'tomorrow']);
});

test('on a Monday it is the next one, and a choice says its day where that is not today', () => {
  const monday = at(2026, 2, 16, 23, 30);
  expect(offered(monday).at(-1)).toEqual(['monday', at(2026, 2, 23, 9).getTime()]);
  expect(laterChoices(at(2026, 2, 16, 10, 0))[0]?.hint).toBe('11:00');
  expect(laterChoices(monday)[0]?.hint).toBe('Tomorrow 00:30');
});
