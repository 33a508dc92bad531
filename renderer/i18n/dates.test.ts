import { afterEach, expect, test } from 'vitest';
import {
  allDayIso,
  dayOf,
  daysBetween,
  dueLabel,
  dueTone,
  fromNow,
  momentLabel,
  momentWithin,
  shortDate,
} from './dates.ts';
import { switchLanguage } from './index.ts';

const now = new Date(2026, 2, 12, 11, 46);
const day = (month: number, date: number, year = 2026) => ({
  dueDate: allDayIso(new Date(year, month - 1, date)),
  dueAllDay: true,
});
const at = (date: number, hour: number, minute = 0) => ({
  dueDate: new Date(2026, 2, date, hour, minute).toISOString(),
  dueAllDay: false,
});

afterEach(() => switchLanguage('en'));

test.each([
  [day(3, 10), 'Tue 10 Mar', 'late'],
  [day(3, 11), 'Yesterday', 'late'],
  [day(3, 12), 'Today', 'today'],
  [day(3, 13), 'Tomorrow', 'soon'],
  [day(3, 16), 'Mon 16 Mar', 'plain'],
  [day(1, 4, 2027), 'Mon 4 Jan 2027', 'plain'],
  [at(12, 9), 'Today 09:00', 'late'],
  [at(12, 18, 30), 'Today 18:30', 'today'],
  [at(13, 9), 'Tomorrow 09:00', 'soon'],
  [at(16, 9), 'Mon 16 Mar', 'plain'],
])('%j reads %s, %s', (due, label, tone) => {
  expect(dueLabel(due, now)).toBe(label);
  expect(dueTone(due, now)).toBe(tone);
});

test('nothing due, and what is finished', () => {
  expect(dueTone({ dueDate: null, dueAllDay: false }, now)).toBeNull();
  expect(dueLabel({ dueDate: null, dueAllDay: false }, now)).toBe('');
  expect(dueTone({ ...day(3, 1), status: 'done' }, now)).toBe('was');
});

test('a calendar day is the same day wherever it is read', () => {
  expect(dayOf('2026-03-12T00:00:00.000Z', true)).toEqual(new Date(2026, 2, 12));
  expect(allDayIso(new Date(2026, 2, 12, 23, 59))).toBe('2026-03-12T00:00:00.000Z');
  expect(daysBetween(new Date(2026, 2, 1), new Date(2026, 3, 1))).toBe(31);
});

test('distance and moments', () => {
  expect(fromNow(new Date(2026, 2, 20), now)).toBe('in 8 days');
  expect(fromNow(new Date(2026, 2, 13, 9), now)).toBe('in 21 hours');
  expect(momentLabel(new Date(2026, 2, 12, 10, 2).toISOString(), now)).toBe('10:02');
  expect(momentLabel(new Date(2026, 2, 11, 17, 31).toISOString(), now)).toBe('Wed 17:31');
  expect(momentLabel(new Date(2026, 2, 1, 17, 31).toISOString(), now)).toBe('Sun 1 Mar');
});

test('German follows its own order', async () => {
  await switchLanguage('de');
  expect(shortDate(new Date(2026, 2, 10), now)).toBe('Di 10. März');
  expect(dueLabel(day(3, 13), now)).toBe('Morgen');
  expect(dueLabel(day(3, 12), now, true)).toBe('Heute, 12. März');
});

test('within a sentence the words for a day are no beginnings', async () => {
  const [yesterday, march] = [new Date(2026, 2, 11, 9, 5), new Date(2026, 2, 3, 9, 5)];
  expect(momentWithin(yesterday.toISOString(), now)).toBe('yesterday, 09:05');
  expect(momentWithin(march.toISOString(), now)).toBe('Tue 3 Mar, 09:05');
  await switchLanguage('de');
  expect(momentWithin(yesterday.toISOString(), now)).toBe('gestern, 09:05');
  expect(momentWithin(march.toISOString(), now)).toBe('Di 3. März, 09:05');
});
