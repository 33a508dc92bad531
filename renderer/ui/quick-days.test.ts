import { expect, test } from 'vitest';
import { quickDays } from './quick-days.ts';

const days = (year: number, month: number, date: number) =>
  quickDays(new Date(year, month, date, 15)).map((one) => `${one.date.getMonth() + 1}/${one.date.getDate()}`);

test('today, tomorrow, the coming Saturday and Monday, over the end of a month', () => {
  expect(days(2026, 2, 12)).toEqual(['3/12', '3/13', '3/14', '3/16']);
  expect(days(2026, 2, 31)).toEqual(['3/31', '4/1', '4/4', '4/6']);
});

test('on a Saturday and on a Monday it is the next one', () => {
  expect(days(2026, 2, 14)).toEqual(['3/14', '3/15', '3/21', '3/16']);
  expect(days(2026, 2, 16)).toEqual(['3/16', '3/17', '3/21', '3/23']);
});
