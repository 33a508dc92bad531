import { expect, test } from 'vitest';
import { SORTS, type TaskRecord } from '../../contract/tasks.ts';
import { random } from '../../seed/tasks.ts';
import { ALL, taskOf } from '../suites/task-model.ts';
import { NOW, iso } from '../suites/stores.ts';
import { TaskIndex } from './task-index.ts';

const month = {
  overdue: { instant: NOW, day: NOW },
  tz: 'Europe/Berlin',
  from: NOW - 9 * 86_400_000,
  to: NOW,
};

/** All that an index says: every list in every order, and the counts. */
const told = (index: TaskIndex): unknown => [
  ...SORTS.flatMap((sort) =>
    [false, true].flatMap((deleted) =>
      (['asc', 'desc'] as const).map((order) =>
        index.page({ ...ALL, deleted }, { sort, order }, { page: 1, limit: 5_000 }),
      ),
    ),
  ),
  index.stats(ALL, month),
  index.stats({ ...ALL, match: 'any', status: ['todo', 'done'] }, month),
];

const indexOf = (tasks: Iterable<TaskRecord>): TaskIndex => {
  const index = new TaskIndex();
  index.apply(new Map(Array.from(tasks, (task) => [task.id, task])));
  return index;
};

test('many changes at once show from one moment to the next, and are the same as each by itself', () => {
  const seed = Date.now() % 1_000_000;
  const next = random(seed);
  const held = new Map(Array.from({ length: 1_500 }, () => taskOf(next)).map((task) => [task.id, task]));
  const index = indexOf(held.values());
  for (let round = 0; round < 3; round++) {
    const before = told(index);
    const changes = new Map<string, TaskRecord | null>();
    for (const [id, task] of held) {
      const dice = next();
      if (dice < 0.2) changes.set(id, null);
      else if (dice < 0.5) changes.set(id, taskOf(next, { id, version: task.version + 1 }));
      else if (dice < 0.6) changes.set(id, { ...task, deletedAt: task.deletedAt ? null : iso(NOW) });
    }
    for (let count = 0; count < 700; count++) {
      const task = taskOf(next);
      changes.set(task.id, task);
    }
    let step = 0;
    const steps = index.applyMany(changes);
    for (let one = steps.next(); !one.done; one = steps.next())
      if (step++ % 1_000 === 0) expect(told(index), `seed ${seed}`).toEqual(before);
    for (const [id, task] of changes) {
      if (task) held.set(id, task);
      else held.delete(id);
    }
    expect(told(index), `seed ${seed}`).toEqual(told(indexOf(held.values())));
    expect(index.size).toBe(held.size);
  }
});

test('an order that is asked for while many changes come in has them too', () => {
  const next = random(7);
  const tasks = Array.from({ length: 2_000 }, () => taskOf(next, { deletedAt: null }));
  const index = new TaskIndex();
  const steps = index.applyMany(new Map(tasks.map((task) => [task.id, task])));
  for (let step = 0; step < 1_000; step++) steps.next();
  const list = () => index.page(ALL, { sort: 'title', order: 'asc' }, { page: 1, limit: 5_000 });
  expect(list().total).toBe(0);
  while (!steps.next().done);
  expect(list()).toEqual(
    indexOf(tasks).page(ALL, { sort: 'title', order: 'asc' }, { page: 1, limit: 5_000 }),
  );
});
