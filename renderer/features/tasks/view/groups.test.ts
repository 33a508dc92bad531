import { expect, test } from 'vitest';
import type { Task } from '../../../../server/contract/tasks.ts';
import type { User } from '../../../../server/contract/users.ts';
import { DEFAULT_FILTERS } from './filters.ts';
import { groupsOf, myWorkPlans, plansOf } from './groups.ts';

const NOW = new Date(2026, 2, 12, 10);
const SORTING = { sort: 'createdAt', order: 'desc' } as const;

test('finished groups fall out under the default filters', () => {
  const groups = groupsOf(plansOf('status', NOW, []), DEFAULT_FILTERS, SORTING, NOW);
  expect(groups?.map((group) => group.key)).toEqual([
    'status:in_progress',
    'status:in_review',
    'status:todo',
  ]);
  expect(groups?.[2]?.query).toMatchObject({ status: ['todo'], sort: 'createdAt', order: 'desc' });
  expect(groups?.[2]?.preset).toEqual({ status: 'todo' });
});

test('the due groups part all tasks: each moment is in one of them', () => {
  const plans = plansOf('due', NOW, []);
  const moments = [-400, -1, 0, 1, 2, 6, 7, 90].map((days) => new Date(2026, 2, 12 + days, 12).toISOString());
  for (const dueDate of [...moments, null])
    for (const status of ['todo', 'done'] as const) {
      const task = { dueDate, status } as Task;
      const fits = plans.filter(({ conditions: { dueAfter, dueBefore, noDue, status: statuses } }) => {
        if (statuses && !statuses.includes(task.status)) return false;
        if (task.dueDate === null) return noDue === true;
        return !noDue && (!dueAfter || task.dueDate >= dueAfter) && (!dueBefore || task.dueDate < dueBefore);
      });
      expect(fits.map((plan) => plan.key)).toHaveLength(1);
    }
});

test('a new task in a due group falls into that group', () => {
  const tomorrow = plansOf('due', NOW, []).find((plan) => plan.key === 'due:tomorrow');
  expect(tomorrow?.preset).toEqual({ dueDate: '2026-03-13T00:00:00.000Z', dueAllDay: true });
});

test('my work goes from what presses to what has no day', () => {
  expect(myWorkPlans(NOW).map((plan) => plan.key)).toEqual([
    'due:overdue',
    'due:today',
    'due:upcoming',
    'due:undated',
  ]);
});

test('what "any" cannot say group by group is null', () => {
  const any = { ...DEFAULT_FILTERS, match: 'any', priority: { not: false, values: ['urgent'] } } as const;
  expect(groupsOf(plansOf('due', NOW, []), any, SORTING, NOW)).toBeNull();
  expect(groupsOf(plansOf('none', NOW, []), any, SORTING, NOW)).toHaveLength(1);
});

test('by who made them: one can only add to one’s own, and a filter for oneself leaves that group', () => {
  const people = [{ id: 'mara' }, { id: 'tom' }] as User[];
  const plans = plansOf('creator', NOW, people);
  expect(plans.map(({ key, preset }) => [key, preset])).toEqual([
    ['creator:mara', {}],
    ['creator:tom', null],
  ]);
  const mine = groupsOf(plans, { match: 'all', creator: ['me'] }, SORTING, NOW, 'mara');
  expect(mine?.map(({ key, query }) => [key, query.creatorId])).toEqual([['creator:mara', ['mara']]]);
});
