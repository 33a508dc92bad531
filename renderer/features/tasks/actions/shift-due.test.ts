import { expect, test } from 'vitest';
import { fakeApi, fakeId, fakeTask } from '../../../test/fake-api.ts';
import { shiftedDue } from './shift-due.ts';

const { me } = fakeApi([]);
const task = (dueDate: string | null, dueAllDay: boolean) =>
  fakeTask(me, { id: fakeId(1), dueDate, dueAllDay });
const shift = (one: ReturnType<typeof task>, days: number) =>
  shiftedDue([one], days, new Date(2026, 2, 12, 15)).get(one.id);

test('a whole day goes to the next, over the end of a month', () => {
  expect(shift(task('2026-03-31T00:00:00.000Z', true), 1)).toEqual({
    dueDate: '2026-04-01T00:00:00.000Z',
    dueAllDay: true,
  });
});

test('an instant keeps its time of day, over a night in which the clocks change too', () => {
  const before = new Date(2026, 2, 28, 9, 30);
  expect(shift(task(before.toISOString(), false), 1)).toEqual({
    dueDate: new Date(2026, 2, 29, 9, 30).toISOString(),
  });
});

test('what has no date counts from today', () => {
  expect(shift(task(null, false), -1)).toEqual({ dueDate: '2026-03-11T00:00:00.000Z', dueAllDay: true });
});
