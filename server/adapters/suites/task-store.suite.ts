import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { PRIORITIES, SORTS, STATUSES, type TaskRecord } from '../../contract/tasks.ts';
import type { TaskFilter, TaskOrder, TaskStore, TaskWrite } from '../../modules/tasks/task.store.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { random } from '../../seed/tasks.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-24T10:00:00Z');
const TITLES = [
  'Äpfel',
  'apfel',
  'Zebra 🎒',
  'zebra',
  'ÖL',
  'ol',
  'ß',
  'SS',
  '10',
  '9',
  'naïve',
  '😀',
  'Ｗ',
  '',
];
export const PEOPLE = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
] as const;
const ALL: TaskFilter = { visibleTo: null, deleted: false, match: 'all' };
const NEWEST: TaskOrder = { sort: 'createdAt', order: 'desc' };

const iso = (time: number): string => new Date(time).toISOString();

/** A random task, with many ties and nulls. */
function taskOf(next: () => number, set: Partial<TaskRecord> = {}): TaskRecord {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const id = '00000000-0000-4000-8000-000000000000'.replace(/0/g, () => Math.floor(next() * 16).toString(16));
  const allDay = next() < 0.4;
  const due = NOW + Math.floor(next() * 10 - 5) * DAY;
  const created = NOW - Math.floor(next() * 5) * DAY;
  const status = pick(STATUSES);
  return {
    id,
    title: `${pick(TITLES)} ${Math.floor(next() * 3)}`,
    description: next() < 0.3 ? `Über ${pick(TITLES)}` : null,
    status,
    priority: pick(PRIORITIES),
    assigneeId: pick([null, ...PEOPLE]),
    dueDate: next() < 0.5 ? iso(allDay ? due - (due % DAY) : due) : null,
    dueAllDay: allDay,
    remindAt: next() < 0.2 ? iso(NOW + Math.floor(next() * 48) * 3_600_000) : null,
    rank: next() < 0.5 ? pick(['a0', 'a1', 'Zz', 'a0V']) : null,
    creatorId: pick(PEOPLE),
    version: 1,
    completedAt: status === 'done' ? iso(created + Math.floor(next() * 4) * DAY) : null,
    createdAt: iso(created),
    updatedAt: iso(created),
    deletedAt: next() < 0.15 ? iso(NOW) : null,
    ...set,
  };
}

const before = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

function valueOf(task: TaskRecord, { sort, names }: TaskOrder): string | number | null {
  switch (sort) {
    case 'status':
      return STATUSES.indexOf(task.status);
    case 'priority':
      return PRIORITIES.indexOf(task.priority);
    case 'title':
      return task.title.toLowerCase();
    case 'assignee':
      return task.assigneeId === null ? null : (names?.get(task.assigneeId) ?? task.assigneeId);
    default:
      return task[sort];
  }
}

/** The rules of the port, written down the slow and obvious way. */
function model(tasks: Iterable<TaskRecord>, filter: TaskFilter, order: TaskOrder): TaskRecord[] {
  const fits = (task: TaskRecord): boolean => {
    const due = task.dueDate === null ? Number.NaN : Date.parse(task.dueDate);
    const at = (bound: { instant: number; day: number }) => (task.dueAllDay ? bound.day : bound.instant);
    const tests: boolean[] = [];
    if (filter.status) tests.push(filter.status.includes(task.status));
    if (filter.priority) tests.push(filter.priority.includes(task.priority));
    if (filter.assigneeId) tests.push(filter.assigneeId.includes(task.assigneeId));
    if (filter.creatorId) tests.push(filter.creatorId.includes(task.creatorId));
    if (filter.search !== undefined) {
      const wanted = filter.search.toLowerCase();
      tests.push([task.title, task.description ?? ''].some((text) => text.toLowerCase().includes(wanted)));
    }
    // One field, a range: with match "any" its two ends still hold together.
    const { dueBefore, dueAfter } = filter;
    if (dueBefore || dueAfter)
      tests.push((!dueBefore || due < at(dueBefore)) && (!dueAfter || due >= at(dueAfter)));
    if (filter.noDue) tests.push(task.dueDate === null);
    if (filter.overdue)
      tests.push(task.status !== 'done' && task.status !== 'cancelled' && due < at(filter.overdue));
    if ((task.deletedAt !== null) !== filter.deleted) return false;
    if (filter.visibleTo !== null && ![task.creatorId, task.assigneeId].includes(filter.visibleTo))
      return false;
    return tests.length === 0 || (filter.match === 'all' ? tests.every(Boolean) : tests.some(Boolean));
  };
  const sign = order.order === 'desc' ? -1 : 1;
  return [...tasks].filter(fits).sort((a, b) => {
    const [x, y] = [valueOf(a, order), valueOf(b, order)];
    if (x === null || y === null) return x === y ? before(a.id, b.id) : x === null ? 1 : -1;
    return sign * before(x, y) || before(a.id, b.id);
  });
}

function filterOf(next: () => number): TaskFilter {
  const some = <T>(from: readonly T[]): T[] => from.filter(() => next() < 0.4);
  const often = <T>(value: T): T | undefined => (next() < 0.3 ? value : undefined);
  const bound = () => ({ instant: NOW + Math.floor(next() * 6 - 3) * DAY, day: NOW - (NOW % DAY) });
  const fields = {
    status: often(some(STATUSES)),
    priority: often(some(PRIORITIES)),
    assigneeId: often(some([null, ...PEOPLE, randomUUID()])),
    creatorId: often(some(PEOPLE)),
    search: often(['ä', 'ZEBRA', '😀', 'über', ' 1', 'nothing at all'][Math.floor(next() * 6)]),
    dueBefore: often(bound()),
    dueAfter: often(bound()),
    noDue: often(true as const),
    overdue: often({ instant: NOW, day: NOW - (NOW % DAY) }),
  };
  return {
    ...(Object.fromEntries(
      Object.entries(fields).filter(([, value]) => value !== undefined),
    ) as Partial<TaskFilter>),
    visibleTo: next() < 0.3 ? PEOPLE[0] : null,
    deleted: next() < 0.2,
    match: next() < 0.5 ? 'all' : 'any',
  };
}

const insert = (task: TaskRecord): TaskWrite => ({ kind: 'insert', task, effects: NO_EFFECTS });
const replace = (task: TaskRecord, expectedVersion: number | null): TaskWrite => ({
  kind: 'replace',
  task,
  expectedVersion,
  effects: NO_EFFECTS,
});

async function everything(store: TaskStore): Promise<TaskRecord[]> {
  const all: TaskRecord[] = [];
  for await (const task of store.all()) all.push(task);
  return all;
}

/** What every adapter of TaskStore does. `make` gives an empty store; users PEOPLE exist in it. */
export function taskStoreSuite(make: () => Promise<TaskStore>, seed = Date.now() % 1_000_000): void {
  const orders = SORTS.flatMap((sort) =>
    (['asc', 'desc'] as const).map((order): TaskOrder => ({
      sort,
      order,
      names: new Map([
        [PEOPLE[0], 'zoë'],
        [PEOPLE[1], 'änne'],
      ]),
    })),
  );

  test(`lists are what the rules say, while things change (seed ${seed})`, async () => {
    const store = await make();
    const next = random(seed);
    const held = new Map<string, TaskRecord>();
    for (let round = 0; round < 25; round++) {
      const writes = Array.from({ length: 20 }, (): TaskWrite => {
        const known = [...held.values()][Math.floor(next() * held.size)];
        if (!known || next() < 0.6) {
          const task = taskOf(next);
          held.set(task.id, task);
          return insert(task);
        }
        if (next() < 0.2) {
          held.delete(known.id);
          return { kind: 'purge', id: known.id, effects: NO_EFFECTS };
        }
        const task = taskOf(next, { id: known.id, version: known.version + 1 });
        held.set(task.id, task);
        return replace(task, known.version);
      });
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
    expect(await everything(store)).toEqual([...held.values()].sort((a, b) => before(a.id, b.id)));
  });

  test('a cursor neither repeats nor skips what stood still, though its own task moves or goes', async () => {
    const store = await make();
    const next = random(seed);
    const tasks = Array.from({ length: 60 }, () => taskOf(next, { deletedAt: null }));
    await store.writeAll(tasks.map(insert));
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
      const still = (await everything(store)).filter(
        (task) => task.deletedAt === null && !moved.has(task.id),
      );
      expect(still.every(({ id }) => seen.includes(id))).toBe(true);
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

  test('versions decide who wins; an id belongs to one task; what is not there is missing', async () => {
    const store = await make();
    const task = taskOf(random(seed), { deletedAt: null });
    expect(await store.write(insert(task))).toBe('done');
    expect(await store.write(insert(task))).toBe('taken');
    const edits = Array.from({ length: 8 }, (_, index) =>
      store.write(replace({ ...task, title: `edit ${index}`, version: 2 }, 1)),
    );
    const results = await Promise.all(edits);
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
    expect(results.filter((result) => result === 'stale')).toHaveLength(7);
    expect((await store.get(task.id))?.title).toBe(`edit ${results.indexOf('done')}`);
    const other = taskOf(random(seed + 1));
    expect(await store.write(replace(other, null))).toBe('missing');
    expect(await store.rank(other.id, 'a0', other.updatedAt)).toBe('missing');
    expect(await store.rank(task.id, 'a0', task.updatedAt)).toBe('done');
    expect(await store.get(task.id)).toMatchObject({ rank: 'a0', version: 2 });
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
    expect((await everything(store)).map(({ id }) => id)).toEqual([two.id]);
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
    const open = { status: 'todo', deletedAt: null, dueDate: null, remindAt: null } as const;
    const at = taskOf(next, { ...open, remindAt: iso(NOW) });
    const due = taskOf(next, { ...open, dueDate: iso(NOW + 25 * 3_600_000) });
    const others = [
      taskOf(next, { ...open, remindAt: iso(NOW + DAY) }),
      taskOf(next, { ...open, dueDate: iso(NOW + 3 * DAY) }),
      taskOf(next, { ...open, remindAt: iso(NOW), status: 'done' }),
      taskOf(next, { ...open, remindAt: iso(NOW), deletedAt: iso(NOW) }),
      taskOf(next, { ...open, dueDate: iso(NOW), remindAt: iso(NOW - DAY) }),
    ];
    await store.writeAll([at, due, ...others].map(insert));
    const found = await store.remindable(NOW, NOW + 60_000);
    expect(found.map(({ id }) => id).sort()).toEqual([at.id, due.id].sort());
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
