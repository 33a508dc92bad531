import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventRecord } from '../../contract/events.ts';
import type { Input } from '../../contract/route.ts';
import { PRIORITIES, STATUSES, deleteTask, updateTask, type TaskRecord } from '../../contract/tasks.ts';
import { importTasks, type ImportAnswer } from '../../contract/transfer.ts';
import { getProfile, type User } from '../../contract/users.ts';
import { buildTask } from '../../test/build-task.ts';
import { TestServer } from '../../test/test-server.ts';
import { parseGenericCsv } from './formats/csv.ts';
import { plain } from './draft.ts';

interface Whole {
  readonly exportedAt?: string;
  readonly users: User[];
  readonly tasks: TaskRecord[];
  readonly events: EventRecord[];
  readonly state: Record<string, unknown>;
}

let here: TestServer;
let there: TestServer;
beforeEach(async () => {
  [here, there] = await Promise.all([TestServer.start(), TestServer.start()]);
});
afterEach(() => Promise.all([here.remove(), there.remove()]));

const bring = (server: TestServer, content: string, more: Partial<Input<typeof importTasks>['body']> = {}) =>
  server.call(importTasks, { body: { format: 'taskflow', content, ...more } });
const csvOf = async (server: TestServer): Promise<string> =>
  (await server.request('GET', '/api/v1/export?format=csv')).text;
const fileOf = async (server: TestServer): Promise<string> =>
  (await server.request('GET', '/api/v1/export?format=json')).text;
const wholeOf = async (server: TestServer): Promise<Whole> => {
  const { exportedAt: _, ...rest } = JSON.parse(await fileOf(server)) as Whole;
  return rest;
};
const counts = ({ created, updated, skipped }: ImportAnswer) => [created, updated, skipped];

/** A workspace with something of everything in it. */
async function fill(server: TestServer): Promise<string> {
  const { id } = await buildTask(server, {
    title: 'Edited',
    description: '=1+1',
    dueDate: '2026-05-01T00:00:00Z',
  });
  await server.call(updateTask, { params: { id }, body: { version: 1, status: 'done' } });
  const trashed = await buildTask(server, { title: 'In the trash' });
  await server.call(deleteTask, { params: { id: trashed.id } });
  await server.call(importTasks, { body: { format: 'csv', content: 'title,list\nFrom a file,Home\n' } });
  await server.request('PUT', '/state/theme', { value: 'dark' });
  return id;
}

test('a workspace, exported and brought into an empty one, is the same there', async () => {
  await fill(here);
  const before = await wholeOf(here);
  expect([before.tasks.length, before.events.length, before.users.length]).toEqual([3, 5, 1]);
  expect(Object.values(before.state)).toHaveLength(1);
  expect(counts(await bring(there, await fileOf(here)))).toEqual([3, 0, 0]);
  expect(await wholeOf(there)).toEqual(before);
  const me = await there.call(getProfile, {});
  expect(me.id).toBe(before.users[0]?.id);
  await buildTask(there);
  expect(there.failures).toEqual([]);
});

test('merged into another workspace: what is new comes with its history, what is here stays, twice is once', async () => {
  await fill(here);
  await buildTask(there, { title: 'Mine' });
  const me = await there.call(getProfile, {});
  expect(counts(await bring(there, await fileOf(here), { preview: true }))).toEqual([3, 0, 0]);
  expect((await wholeOf(there)).tasks).toHaveLength(1);
  expect(counts(await bring(there, await fileOf(here)))).toEqual([3, 0, 0]);
  const after = await wholeOf(there);
  const came = (await wholeOf(here)).tasks;
  expect(after.tasks.filter((task) => task.title !== 'Mine')).toEqual(
    came.map((task) => ({ ...task, creatorId: me.id })),
  );
  const id = came.find((task) => task.title === 'Edited')?.id;
  expect(
    after.events.filter((event) => event.entityId === id).map((event) => [event.type, event.actorId]),
  ).toEqual([
    ['task.created', me.id],
    ['task.updated', me.id],
    ['task.imported', me.id],
  ]);
  expect(counts(await bring(there, await fileOf(here)))).toEqual([0, 0, 3]);
  expect(await wholeOf(there)).toEqual(after);
});

test('merged again, a task goes on where nobody touched it here, and stays where somebody did', async () => {
  const [a, b] = [await buildTask(here, { title: 'a' }), await buildTask(here, { title: 'b' })];
  await buildTask(there);
  await bring(there, await fileOf(here));
  for (const { id } of [a, b])
    await here.call(updateTask, { params: { id }, body: { version: 1, description: 'later' } });
  await there.call(updateTask, { params: { id: b.id }, body: { version: 1, priority: 'high' } });
  expect(counts(await bring(there, await fileOf(here)))).toEqual([0, 1, 1]);
  const { tasks } = await wholeOf(there);
  expect(tasks.find((task) => task.id === a.id)).toMatchObject({ description: 'later', version: 2 });
  expect(tasks.find((task) => task.id === b.id)).toMatchObject({ description: null, priority: 'high' });
});

test('replace puts a file in place of everything, after a copy', async () => {
  await fill(here);
  await buildTask(there, { title: 'Mine' });
  expect(counts(await bring(there, await fileOf(here), { mode: 'replace', preview: true }))).toEqual([
    3, 0, 0,
  ]);
  expect((await wholeOf(there)).tasks).toHaveLength(1);
  await bring(there, await fileOf(here), { mode: 'replace' });
  expect(await wholeOf(there)).toEqual(await wholeOf(here));
  const { json } = await there.request('GET', '/app/v1/backups');
  expect((json['items'] as { reason: string }[]).map((one) => one.reason)).toContain('import');
});

const sign = fc.constantFrom(...Array.from('aZ0 ="\'+-@,;\n\tüß😀#|'), '\r\n', 'https://x.y');
const text = fc.array(sign, { maxLength: 40 }).map((signs) => signs.join(''));
const time = fc
  .date({ min: new Date('1000-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
  .map((date) => date.toISOString());
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** Any task that the API would have let somebody make. */
const task = (user: string): fc.Arbitrary<TaskRecord> =>
  fc
    .record({
      id: fc.uuid({ version: 4 }),
      title: text.map((raw) => raw.replace(/[\r\n]/g, ' ').trim() || 'x'),
      description: orNull(text),
      status: fc.constantFrom(...STATUSES),
      priority: fc.constantFrom(...PRIORITIES),
      assigneeId: orNull(fc.constant(user)),
      dueDate: orNull(time),
      dueAllDay: fc.boolean(),
      remindAt: orNull(time),
      rank: orNull(fc.stringMatching(/^[A-Za-z0-9]{1,8}$/)),
      creatorId: fc.constant(user),
      version: fc.integer({ min: 1, max: 1e6 }),
      createdAt: time,
      updatedAt: time,
      deletedAt: orNull(time),
      completedAt: time,
    })
    .map((one) => {
      const isDay = one.dueAllDay && one.dueDate !== null;
      return {
        ...one,
        dueAllDay: isDay,
        dueDate: isDay && one.dueDate ? `${one.dueDate.slice(0, 10)}T00:00:00.000Z` : one.dueDate,
        completedAt: one.status === 'done' ? one.completedAt : null,
      };
    });

test('any tasks: as JSON they come back as they were, as CSV with every field that can be edited', async () => {
  const user = await here.call(getProfile, {});
  const some = fc.uniqueArray(task(user.id), { selector: (one) => one.id, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(some, async (tasks) => {
      const sorted = tasks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const file = { format: 'taskflow', version: 1, users: [user], tasks: sorted, events: [], state: {} };
      await bring(here, JSON.stringify(file), { mode: 'replace' });
      expect(await wholeOf(here)).toEqual(file);
      const { drafts, warnings } = await parseGenericCsv(await csvOf(here), {}, 'America/New_York');
      expect(warnings).toEqual([]);
      expect(drafts).toMatchObject(
        sorted.map(({ creatorId: _c, version: _v, updatedAt: _u, deletedAt, id, description, ...rest }) => ({
          ...rest,
          description: description === null ? null : plain(description) || null,
          stableId: id,
          isDeleted: deletedAt !== null,
        })),
      );
    }),
    { numRuns: 60 },
  );
}, 60_000);
