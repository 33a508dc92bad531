import { expect, test } from 'vitest';
import { reminderChoices, reminderLabel } from './reminder.ts';

const timed = { dueDate: '2026-03-13T09:00:00.000Z', dueAllDay: false, remindAt: null };

test('before a time, on mornings of a whole day, and near times without a date', () => {
  expect(reminderChoices(timed).map((one) => one.remindAt)).toEqual([
    null,
    '2026-03-13T08:50:00.000Z',
    '2026-03-13T08:00:00.000Z',
    '2026-03-12T09:00:00.000Z',
  ]);
  const day = { dueDate: '2026-03-13T00:00:00.000Z', dueAllDay: true, remindAt: null };
  expect(reminderChoices(day).map((one) => one.remindAt)).toEqual([
    null,
    new Date(2026, 2, 13, 9).toISOString(),
    new Date(2026, 2, 12, 9).toISOString(),
  ]);
  const undated = { dueDate: null, dueAllDay: false, remindAt: null };
  const thursday = new Date(2026, 2, 12, 10);
  expect(reminderChoices(undated, thursday).map((one) => [one.label, one.remindAt])).toEqual([
    ['No reminder', null],
    ['An hour from now', new Date(2026, 2, 12, 11).toISOString()],
    ['This evening', new Date(2026, 2, 12, 18).toISOString()],
    ['Tomorrow morning', new Date(2026, 2, 13, 9).toISOString()],
    ['Monday morning', new Date(2026, 2, 16, 9).toISOString()],
  ]);
});

test('says what is set', () => {
  expect(reminderLabel(timed)).toBe('When it is due');
  expect(reminderLabel({ ...timed, remindAt: '2026-03-13T08:00:00.000Z' })).toBe('1 hour before');
  expect(reminderLabel({ ...timed, dueDate: null })).toBe('');
  expect(reminderLabel({ ...timed, remindAt: '2020-01-02T08:00:00.000Z' })).toContain('2020');
});
