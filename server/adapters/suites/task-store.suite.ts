import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { TaskOrder, TaskStore } from '../../modules/tasks/task.store.ts';
import { NO_EFFECTS, type Effects } from '../../ports/effects.ts';
import { random } from '../../seed/tasks.ts';
import { NOW, PEOPLE, collect, eventOf, inhabited, iso, type MakeStores } from './stores.ts';
import { taskListsSuite } from './task-lists.suite.ts';
import { ALL, insert, move, purge, replace, taskOf } from './task-model.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const idsOf = (tasks: readonly { readonly id: string }[]): string[] => tasks.map(({ id }) => id).sort();
/** Open, and nothing by which it would remind. */
const UNDATED = {
  status: 'todo',
  deletedAt: null,
  dueDate: null,
  dueAllDay: false,
  remindAt: null,
} as const;
const NEWEST: TaskOrder = { sort: 'createdAt', order: 'desc' };

/** What every adapter of TaskStore does. */
export function taskStoreSuite(
  stores: MakeStores,
  { seed = Date.now() % 1_000_000, rounds = 25 }: { seed?: number; rounds?: number } = {},
): void {
  const make = async (): Promise<TaskStore> => (await inhabited(stores)).tasks;
  taskListsSuite(make, { seed, rounds });

  test('versions decide who wins; an id belongs to one task; what is not there is missing', async () => {
    const store = await make();
    const task = taskOf(random(seed), { deletedAt: null });
    expect((await store.write(insert(task))).result).toBe('done');
    expect((await store.write(insert(task))).result).toBe('taken');
    const edits = Array.from({ length: 8 }, (_, index) =>
      store.write(replace({ ...task, title: `edit ${index}`, version: 2 }, 1)),
    );
    const results = (await Promise.all(edits)).map(({ result }) => result);
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
    expect(results.filter((result) => result === 'stale')).toHaveLength(7);
    expect((await store.get(task.id))?.title).toBe(`edit ${results.indexOf('done')}`);
    const other = taskOf(random(seed + 1));
    expect((await store.write(replace(other, null))).result).toBe('missing');
    expect((await store.write(purge(other.id, null))).result).toBe('missing');
    expect((await store.write(purge(task.id, 1))).result).toBe('stale');
    expect(await store.write(purge(task.id, 2))).toEqual({ result: 'done', stored: null });
    expect(await store.get(task.id)).toBeNull();
  });

  test('the id of a task that was deleted for good is nobody’s again, but for a file that brings it back', async () => {
    const store = await make();
    const next = random(seed);
    const [task, other] = [taskOf(next), taskOf(next)] as const;
    await store.writeEach([insert(task), insert(other)]);
    await store.writeEach([purge(task.id, null), purge(other.id, null)]);
    expect((await store.write(insert(task))).result).toBe('taken');
    expect(await store.writeEach([insert(other), insert(taskOf(next))])).toEqual(['taken', 'done']);
    expect(await store.writeAll([insert(task)])).toEqual({ index: 0, result: 'taken' });
    expect(await store.get(task.id)).toBeNull();
    const back = insert(task, NO_EFFECTS, true);
    expect((await store.write(back)).result).toBe('done');
    expect(await store.writeAll([insert(other, NO_EFFECTS, true)])).toBe('done');
    expect(await store.get(task.id)).toEqual(task);
    expect((await store.write(back)).result).toBe('taken');
    expect((await store.write(purge(task.id, null))).result).toBe('done');
    expect((await store.write(insert(task))).result).toBe('taken');
  });

  test('a rank has no version, and an edit that does not name it leaves it where it is', async () => {
    const store = await make();
    const task = taskOf(random(seed), { deletedAt: null, rank: 'a0' });
    await store.write(insert(task));
    expect((await store.write(move(randomUUID(), 'a1'))).result).toBe('missing');
    const moved = { ...task, rank: 'a1', updatedAt: iso(NOW + 1) };
    expect(await store.write(move(task.id, 'a1', iso(NOW + 1)))).toEqual({ result: 'done', stored: moved });
    expect(await store.get(task.id)).toEqual(moved);
    // Read before the move, written after it.
    const edited = { ...task, title: 'edited', version: 2 };
    const stored = { ...edited, rank: 'a1' };
    expect(await store.write(replace(edited, 1))).toEqual({ result: 'done', stored });
    expect(await store.get(task.id)).toEqual(stored);
    expect(await store.write(replace(edited, 1))).toEqual({ result: 'stale', stored: null });
    const placed = { ...edited, rank: 'a2', version: 3 };
    expect((await store.write(replace(placed, 2, { setsRank: true }))).result).toBe('done');
    expect(await store.get(task.id)).toEqual(placed);
    expect((await store.write(move(task.id, null))).result).toBe('done');
    expect((await store.get(task.id))?.rank).toBeNull();
    const order: TaskOrder = { sort: 'rank', order: 'asc' };
    const other = taskOf(random(seed + 1), { deletedAt: null, rank: 'Zz' });
    await store.write(insert(other));
    expect((await store.list(ALL, order, { page: 1, limit: 9 })).items.map(({ id }) => id)).toEqual([
      other.id,
      task.id,
    ]);
    const both = [move(task.id, 'b0'), replace({ ...placed, version: 4 }, 3), move(task.id, 'b1')];
    expect(await store.writeEach(both)).toEqual(['done', 'done', 'done']);
    expect(await store.get(task.id)).toMatchObject({ rank: 'b1', version: 4 });
  });

  test('moves and edits of one moment are all kept', async () => {
    const store = await make();
    const task = taskOf(random(seed), { deletedAt: null, rank: null });
    await store.write(insert(task));
    for (let version = 1; version <= 10; version++) {
      const results = await Promise.all([
        store.write(replace({ ...task, title: `edit ${version}`, version: version + 1 }, version)),
        store.write(move(task.id, `a${version}`)),
      ]);
      expect(results.map(({ result }) => result)).toEqual(['done', 'done']);
      expect(await store.get(task.id)).toMatchObject({
        title: `edit ${version}`,
        rank: `a${version}`,
        version: version + 1,
      });
    }
  });

  test('what belongs to a write is kept with it, or not at all', async () => {
    const { tasks, events, notifications } = await inhabited(stores);
    const next = random(seed);
    const effectsOf = (task: TaskRecord): Effects => ({
      events: [eventOf(randomUUID(), task.id), eventOf(randomUUID(), task.id)],
      notifications: [
        {
          id: randomUUID(),
          userId: PEOPLE[1],
          kind: 'assigned',
          taskId: task.id,
          actorId: PEOPLE[0],
          at: iso(NOW),
          readAt: null,
        },
      ],
    });
    const kept = async ({ id }: TaskRecord) =>
      (await events.list({ entityId: id }, { limit: 50 })).items.map((event) => event.id).toReversed();
    const inbox = async () => (await notifications.list(PEOPLE[1], true, { limit: 100 })).unread;
    const [one, two, three] = [taskOf(next), taskOf(next), taskOf(next)] as const;
    const effects = effectsOf(one);
    const ids = effects.events.map(({ id }) => id);
    expect((await tasks.write(insert(one, effects))).result).toBe('done');
    expect([await kept(one), await inbox()]).toEqual([ids, 1]);
    expect((await tasks.write(insert(one, effectsOf(one)))).result).toBe('taken');
    expect((await tasks.write(replace({ ...one, version: 9 }, 8, { effects: effectsOf(one) }))).result).toBe(
      'stale',
    );
    expect((await tasks.write(replace(two, null, { effects: effectsOf(two) }))).result).toBe('missing');
    const refused = [insert(two, effectsOf(two)), insert(one, effectsOf(one))];
    expect(await tasks.writeAll(refused)).toEqual({ index: 1, result: 'taken' });
    expect([await kept(one), await kept(two), await inbox()]).toEqual([ids, [], 1]);
    const more = [...refused, insert(three, effectsOf(three))];
    expect(await tasks.writeEach(more)).toEqual(['done', 'taken', 'done']);
    expect([await kept(one), await inbox()]).toEqual([ids, 3]);
    expect([(await kept(two)).length, (await kept(three)).length]).toEqual([2, 2]);
  });

  test('a batch of all or none leaves nothing of itself when one cannot be', async () => {
    const store = await make();
    const next = random(seed);
    const [one, two, three] = [taskOf(next), taskOf(next), taskOf(next)] as const;
    await store.write(insert(two));
    expect(await store.writeAll([insert(one), insert(two), insert(three)])).toEqual({
      index: 1,
      result: 'taken',
    });
    expect((await collect(store.all())).map(({ id }) => id)).toEqual([two.id]);
    expect(await store.writeEach([insert(one), insert(two), insert(three)])).toEqual([
      'done',
      'taken',
      'done',
    ]);
  });

  test('lists leave out source.raw, everything else keeps it', async () => {
    const store = await make();
    const source = { format: 'csv' as const, key: 'k', list: null, tags: [], parentKey: null, raw: 'a,b' };
    const task = taskOf(random(seed), { deletedAt: null, source });
    await store.write(insert(task));
    expect(await store.get(task.id)).toEqual(task);
    expect((await store.list(ALL, NEWEST, { page: 1, limit: 1 })).items[0]?.source).not.toHaveProperty('raw');
    expect((await store.getMany([task.id, randomUUID()])).get(task.id)).toEqual(task);
  });

  test('what may remind in a stretch of time', async () => {
    const store = await make();
    const next = random(seed);
    const day = { ...UNDATED, dueAllDay: true };
    const reminding = [
      taskOf(next, { ...UNDATED, remindAt: iso(NOW) }),
      taskOf(next, { ...UNDATED, dueDate: iso(NOW + 59_999) }),
      // Nine in the morning: 5 h before it begins in Greenwich where the day begins first, 21 h after it where it does last.
      taskOf(next, { ...day, dueDate: iso(NOW + 5 * HOUR) }),
      taskOf(next, { ...day, dueDate: iso(NOW - 21 * HOUR) }),
    ];
    const others = [
      taskOf(next, { ...UNDATED, remindAt: iso(NOW + 60_000) }),
      taskOf(next, { ...UNDATED, dueDate: iso(NOW + 60_000) }),
      taskOf(next, { ...UNDATED, dueDate: iso(NOW - 1) }),
      taskOf(next, { ...day, dueDate: iso(NOW + 60_000 + 5 * HOUR) }),
      taskOf(next, { ...day, dueDate: iso(NOW - 1 - 21 * HOUR) }),
      taskOf(next, { ...UNDATED, remindAt: iso(NOW), status: 'done' }),
      taskOf(next, { ...UNDATED, remindAt: iso(NOW), deletedAt: iso(NOW) }),
      taskOf(next, { ...UNDATED, dueDate: iso(NOW), remindAt: iso(NOW - DAY) }),
    ];
    await store.writeAll([...reminding, ...others].map((task) => insert(task)));
    const found = await collect(store.remindable(NOW, NOW + 60_000));
    expect(idsOf(found.flat())).toEqual(idsOf(reminding));
  });

  test('of many that remind at one time each is told once, some at a time', async () => {
    const store = await make();
    const next = random(seed);
    const at = { ...UNDATED, remindAt: iso(NOW) };
    const day = { ...UNDATED, dueDate: iso(NOW), dueAllDay: true };
    const many = Array.from({ length: 450 }, (_, n) => taskOf(next, n < 220 ? at : day));
    await store.writeAll(many.map((task) => insert(task)));
    const portions = await collect(store.remindable(NOW, NOW + 1));
    expect(idsOf(portions.flat())).toEqual(idsOf(many));
    expect(Math.max(...portions.map(({ length }) => length))).toBeLessThan(250);
  });
}
