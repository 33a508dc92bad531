import { describe, expect, test } from 'vitest';
import type { Task } from '../../../server/contract/tasks.ts';
import { byDay, dayOfKey, keyOf, onDay, stepDay, weeksOf } from './days.ts';

const task = (id: string, set: Partial<Task>): Task =>
  ({ id, status: 'todo', priority: 'medium', dueDate: null, dueAllDay: true, ...set }) as Task;
const local = (...parts: [number, number, number, number?, number?]): string =>
  new Date(...parts).toISOString();

describe('a calendar', () => {
  test('has the weeks of its month, and no others', () => {
    expect(weeksOf(new Date(2026, 1, 10), 1)).toHaveLength(5);
    expect(weeksOf(new Date(2027, 1, 10), 1)).toHaveLength(4);
    expect(weeksOf(new Date(2026, 7, 10), 1)).toHaveLength(6);
    const march = weeksOf(new Date(2026, 2, 1), 0);
    expect(march[0]?.[0]).toEqual(new Date(2026, 2, 1));
    expect(march.flat().every((day) => day.getHours() === 0)).toBe(true);
  });

  test('reads only days that there are', () => {
    expect(keyOf(new Date(2026, 2, 9))).toBe('2026-03-09');
    expect(dayOfKey('2026-02-28')).toEqual(new Date(2026, 1, 28));
    for (const key of ['2026-02-31', '2026-13-01', 'tomorrow', '']) expect(dayOfKey(key)).toBeNull();
  });

  test('puts each task on its day: open ones first, whole days above hours, the more pressing above', () => {
    const days = byDay([
      task('done', { dueDate: '2026-03-12T00:00:00.000Z', status: 'done', priority: 'urgent' }),
      task('late', { dueDate: local(2026, 2, 12, 17, 30), dueAllDay: false }),
      task('early', { dueDate: local(2026, 2, 12, 9), dueAllDay: false }),
      task('plain', { dueDate: '2026-03-12T00:00:00.000Z' }),
      task('pressing', { dueDate: '2026-03-12T00:00:00.000Z', priority: 'urgent' }),
      task('other', { dueDate: '2026-03-13T00:00:00.000Z' }),
      task('undated', {}),
    ]);
    expect(days.get('2026-03-12')?.map((one) => one.id)).toEqual([
      'pressing',
      'plain',
      'early',
      'late',
      'done',
    ]);
    expect([...days.keys()].sort()).toEqual(['2026-03-12', '2026-03-13']);
  });

  test('keeps the hour of a task that goes to another day', () => {
    expect(onDay(task('a', { dueDate: '2026-03-12T00:00:00.000Z' }), new Date(2026, 2, 20))).toEqual({
      dueDate: '2026-03-20T00:00:00.000Z',
      dueAllDay: true,
    });
    // Over the night in which the clocks change, where there is one.
    const timed = task('b', { dueDate: local(2026, 2, 28, 9, 15), dueAllDay: false });
    expect(onDay(timed, new Date(2026, 2, 30))).toEqual({
      dueDate: local(2026, 2, 30, 9, 15),
      dueAllDay: false,
    });
  });

  test('steps by days and to the ends of the week', () => {
    const thursday = new Date(2026, 2, 12);
    expect(stepDay(thursday, 7, 1)).toEqual(new Date(2026, 2, 19));
    expect(stepDay(thursday, 'home', 1)).toEqual(new Date(2026, 2, 9));
    expect(stepDay(thursday, 'end', 1)).toEqual(new Date(2026, 2, 15));
    expect(stepDay(thursday, 'end', 0)).toEqual(new Date(2026, 2, 14));
  });
});
