import { expect, test } from 'vitest';
import { SORTS, STATUSES, type TaskRecord } from '../../contract/tasks.ts';
import type { TaskOrder, TaskStore } from '../../modules/tasks/task.store.ts';
import { random } from '../../seed/tasks.ts';
import { NOW, PEOPLE, collect, iso } from './stores.ts';
import { ALL, before, filterOf, insert, model, replace, someWrite, taskOf } from './task-model.ts';

const DAY = 86_400_000;
const NEWEST: TaskOrder = { sort: 'createdAt', order: 'desc' };

/** What every adapter of TaskStore finds, orders and counts. */
export function taskListsSuite(
  make: () => Promise<TaskStore>,
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): void {
  const orders = SORTS.flatMap((sort) =>
    (['asc', 'desc'] as const).map((order): TaskOrder => ({ sort, order })),
  );

  test('the day of a viewer may end beyond every time that can be kept', async () => {
    const store = await make();
    const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    const bound = { instant: last, day: last + 13 * 3_600_000 };
    const next = random(seed);
    const task = taskOf(next, { dueDate: iso(last), dueAllDay: false, deletedAt: null });
    const whole = taskOf(next, { dueDate: iso(last - DAY + 1), dueAllDay: true, deletedAt: null });
    await store.writeEach([insert(task), insert(whole)]);
    const found = async (filter: object): Promise<string[]> =>
      (await store.list({ ...ALL, ...filter }, NEWEST, { page: 1, limit: 9 })).items.map(({ id }) => id);
    expect(await found({ dueAfter: bound })).toEqual([task.id]);
    expect(await found({ dueBefore: bound })).toEqual([whole.id]);
  });

  test(`lists are what the rules say, while things change (seed ${seed})`, async () => {
    const store = await make();
    const next = random(seed);
    const held = new Map<string, TaskRecord>();
    for (let round = 0; round < rounds; round++) {
      const writes = Array.from({ length: 20 }, () => someWrite(next, held));
      expect(await store.writeEach(writes)).toEqual(writes.map(() => 'done'));
      for (const order of orders) {
        const filter = next() < 0.2 ? ALL : filterOf(next);
        const expected = model(held.values(), filter, order).map(({ id }) => id);
        const limit = 1 + Math.floor(next() * 20);
        const page = 1 + Math.floor(next() * 3);
        const found = await store.list(filter, order, { page, limit });
        const where = `seed ${seed} ${JSON.stringify({ filter, sort: order.sort, order: order.order, page, limit })}`;
        expect(found.total, where).toBe(expected.length);
        expect(
          found.items.map(({ id }) => id),
          where,
        ).toEqual(expected.slice((page - 1) * limit, page * limit));
        const walked: string[] = [];
        let step = await store.list(filter, order, { page: 1, limit });
        walked.push(...step.items.map(({ id }) => id));
        while (step.nextCursor !== null) {
          step = await store.list(filter, order, { cursor: step.nextCursor, limit });
          walked.push(...step.items.map(({ id }) => id));
        }
        expect(walked, where).toEqual(expected);
      }
      const stats = await store.stats(ALL, {
        overdue: { instant: NOW, day: NOW },
        tz: 'UTC',
        from: 0,
        to: 1,
      });
      const live = model(held.values(), ALL, NEWEST);
      expect(stats.total).toBe(live.length);
      for (const status of STATUSES)
        expect(stats.byStatus[status]).toBe(live.filter((task) => task.status === status).length);
    }
    const everything = [...held.values()].sort((a, b) => before(a.id, b.id));
    expect(await collect(store.all())).toEqual(everything);
    const [ann] = PEOPLE;
    expect(await collect(store.all(ann))).toEqual(
      everything.filter(({ creatorId, assigneeId }) => creatorId === ann || assigneeId === ann),
    );
  });

  test('a cursor neither repeats nor skips what stood still, though its own task moves or goes', async () => {
    const store = await make();
    const next = random(seed);
    const tasks = Array.from({ length: 60 }, () => taskOf(next, { deletedAt: null }));
    await store.writeAll(tasks.map((task) => insert(task)));
    for (const order of orders) {
      const seen: string[] = [];
      const moved = new Set<string>();
      let page = await store.list(ALL, order, { page: 1, limit: 7 });
      for (;;) {
        seen.push(...page.items.map(({ id }) => id));
        if (page.nextCursor === null) break;
        const last = page.items.at(-1) as TaskRecord;
        moved.add(last.id);
        await store.write(replace(taskOf(next, { id: last.id, deletedAt: iso(NOW) }), null));
        page = await store.list(ALL, order, { cursor: page.nextCursor, limit: 7 });
      }
      expect(new Set(seen).size).toBe(seen.length);
      const still = (await collect(store.all())).filter(
        (task) => task.deletedAt === null && !moved.has(task.id),
      );
      expect(still.every(({ id }) => seen.includes(id))).toBe(true);
    }
  });

  test('ties go the way of their list: the descending one is the ascending one read backwards, but for nulls', async () => {
    const store = await make();
    const next = random(seed);
    const same = { deletedAt: null, createdAt: iso(NOW), dueDate: null, rank: null } as const;
    const tasks = Array.from({ length: 9 }, () => taskOf(next, same));
    await store.writeAll(tasks.map((task) => insert(task)));
    const up = tasks.map(({ id }) => id).sort();
    const walked = async (order: TaskOrder): Promise<string[]> => {
      const ids: string[] = [];
      let page = await store.list(ALL, order, { page: 1, limit: 2 });
      for (;;) {
        ids.push(...page.items.map(({ id }) => id));
        if (page.nextCursor === null) return ids;
        page = await store.list(ALL, order, { cursor: page.nextCursor, limit: 2 });
      }
    };
    for (const sort of ['createdAt', 'dueDate', 'rank'] as const) {
      expect(await walked({ sort, order: 'asc' })).toEqual(up);
      expect(await walked({ sort, order: 'desc' })).toEqual(up.toReversed());
    }
  });

  test('a cursor of another order, or none at all, is refused', async () => {
    const store = await make();
    const next = random(seed);
    await store.writeAll([1, 2, 3].map(() => insert(taskOf(next, { deletedAt: null }))));
    const { nextCursor } = await store.list(ALL, NEWEST, { page: 1, limit: 1 });
    for (const cursor of ['nonsense', 'e30', 'W10'])
      await expect(store.list(ALL, NEWEST, { cursor, limit: 1 })).rejects.toMatchObject({
        code: 'CURSOR_INVALID',
      });
    await expect(
      store.list(ALL, { sort: 'title', order: 'asc' }, { cursor: nextCursor ?? '', limit: 1 }),
    ).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  test('days are those of the zone, summer time included', async () => {
    const store = await make();
    const done = (completedAt: string) =>
      insert(
        taskOf(random(Date.parse(completedAt)), {
          status: 'done',
          deletedAt: null,
          createdAt: '2026-03-01T00:00:00.000Z',
          completedAt,
        }),
      );
    await store.writeAll(
      [
        '2026-03-28T22:59:59.000Z',
        '2026-03-28T23:00:00.000Z',
        '2026-03-29T21:59:59.000Z',
        '2026-03-29T22:00:00.000Z',
      ].map(done),
    );
    const stats = await store.stats(ALL, {
      overdue: { instant: NOW, day: NOW },
      groupBy: 'assignee',
      tz: 'Europe/Berlin',
      from: Date.parse('2026-03-27T23:00:00Z'),
      to: Date.parse('2026-03-30T22:00:00Z'),
    });
    expect(stats.completedPerDay).toEqual([
      { day: '2026-03-28', count: 1 },
      { day: '2026-03-29', count: 2 },
      { day: '2026-03-30', count: 1 },
    ]);
    expect(stats.groups?.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(stats.timeToDone?.map(({ week, count }) => [week, count])).toEqual([
      ['2026-03-23', 3],
      ['2026-03-30', 1],
    ]);
  });
}
