import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TaskRecord } from '../../../contract/tasks.ts';
import type { TaskWrite } from '../../../modules/tasks/task.store.ts';
import { NO_EFFECTS, type Effects } from '../../../ports/effects.ts';
import { seedTasks } from '../../../seed/tasks.ts';
import { openFresh } from '../../../test/team/database.ts';
import { NOW, PEOPLE, eventOf, iso, userOf } from '../../suites/stores.ts';
import { Database } from './database.ts';
import { KnownLists } from './known-lists.ts';
import { PostgresNotificationStore } from './notification.store.ts';
import { PostgresTaskStore } from './task.store.ts';
import { PostgresUserStore } from './user.store.ts';

const [ANN, BEN] = PEOPLE;
/** 1,000 in the chaos run. */
const RACES = Number(process.env['RACES'] ?? 50);

let fresh: Awaited<ReturnType<typeof openFresh>>;
let tasks: PostgresTaskStore;

beforeAll(async () => {
  fresh = await openFresh(8);
  tasks = new PostgresTaskStore(fresh.database, new KnownLists(null));
  const users = new PostgresUserStore(fresh.database);
  for (const id of PEOPLE) await users.insert(userOf(id, { email: `${id}@example.org` }), NO_EFFECTS);
});
afterAll(() => fresh.close());

interface ChangeRow {
  readonly type: string;
  readonly entity: string;
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
  readonly feed: boolean;
  readonly audit: boolean;
  readonly version: number | null;
}

const changesOf = (...ids: string[]): Promise<ChangeRow[]> =>
  fresh.database.rows<ChangeRow>(
    {
      name: '',
      text: `SELECT type, entity_id AS entity, seers_before AS before, seers_after AS after, feed, audit,
               (payload->>'version')::integer AS version
             FROM changes WHERE entity_id = ANY($1::uuid[]) ORDER BY xid, id`,
    },
    [ids],
  );

const taskOf = (seed: number, set: Partial<TaskRecord> = {}): TaskRecord => ({
  ...(seedTasks(1, ANN, NOW, seed)[0] as TaskRecord),
  id: randomUUID(),
  ...set,
});

const effects = (task: TaskRecord, notified: string | null = null): Effects => ({
  events: [
    eventOf(randomUUID(), task.id, { payload: { title: task.title, version: task.version, changes: {} } }),
  ],
  notifications: notified
    ? [
        {
          id: randomUUID(),
          userId: notified,
          kind: 'assigned',
          taskId: task.id,
          actorId: ANN,
          at: iso(NOW),
          readAt: null,
        },
      ]
    : [],
});

type Replacement = Extract<TaskWrite, { kind: 'replace' }>;

const replace = (task: TaskRecord, set: Partial<TaskRecord>, notified: string | null = null): Replacement => {
  const after = { ...task, ...set, version: task.version + 1 };
  return {
    kind: 'replace',
    task: after,
    expectedVersion: task.version,
    setsRank: false,
    effects: effects(after, notified),
  };
};

test('each write leaves who saw the task before and who sees it after; its effects are for those who may know', async () => {
  const task = taskOf(1, { assigneeId: null });
  await tasks.write({ kind: 'insert', task, effects: effects(task) });
  const assign = replace(task, { assigneeId: BEN }, BEN);
  await tasks.write(assign);
  await tasks.write({ kind: 'rank', id: task.id, rank: 'a5', updatedAt: iso(NOW) });
  const handedBack = { ...task, assigneeId: BEN, version: 2 };
  await tasks.write(replace(handedBack, { assigneeId: null }));
  await tasks.write({ kind: 'purge', id: task.id, expectedVersion: null, effects: effects(task) });
  const [alone, both] = [[ANN], [ANN, BEN]];
  const rows = await changesOf(task.id);
  expect(rows.map(({ before, after, feed, audit }) => [before, after, feed, audit])).toEqual([
    [null, alone, true, true],
    [alone, both, true, true],
    // A move is for replicas, and no event.
    [both, both, true, false],
    [both, alone, true, true],
    [alone, null, true, true],
  ]);
  const [notified] = assign.effects.notifications;
  const inbox = new PostgresNotificationStore(fresh.database);
  await inbox.markRead(BEN, 'all', iso(NOW));
  expect((await changesOf(notified?.id ?? '')).map(({ type, after, audit }) => [type, after, audit])).toEqual(
    [
      ['notification.created', [BEN], false],
      ['notification.read', [BEN], false],
    ],
  );
  const [buried] = await fresh.database.rows<{ n: number }>(
    { name: '', text: 'SELECT count(*)::integer AS n FROM tombstones WHERE task_id = $1' },
    [task.id],
  );
  expect(buried?.n).toBe(1);
});

test('what a batch writes is the same as what its writes would be alone', async () => {
  const [one, two] = [taskOf(2, { assigneeId: null }), taskOf(3, { assigneeId: BEN })];
  const results = await tasks.writeEach([
    { kind: 'insert', task: one, effects: effects(one) },
    { kind: 'insert', task: two, effects: effects(two, BEN) },
    replace(one, { assigneeId: BEN }, BEN),
    replace(two, { assigneeId: null }),
    replace(one, { title: 'stale' }),
  ]);
  expect(results).toEqual(['done', 'done', 'done', 'done', 'stale']);
  const rows = await changesOf(one.id, two.id);
  expect(rows.map(({ entity, before, after, version }) => [entity, before, after, version])).toEqual([
    [one.id, null, [ANN], 1],
    [two.id, null, [ANN, BEN], 1],
    [one.id, [ANN], [ANN, BEN], 2],
    [two.id, [ANN, BEN], [ANN], 2],
  ]);
});

test(`of 8 edits of one version at two servers exactly one is made, ${RACES} times`, async () => {
  const onError = (error: unknown): void => {
    throw error;
  };
  const other = await Database.open({ url: fresh.url, poolSize: 8, prepared: true, onError });
  const rival = new PostgresTaskStore(other, new KnownLists(null));
  let task = taskOf(4);
  await tasks.write({ kind: 'insert', task, effects: NO_EFFECTS });
  for (let race = 0; race < RACES; race++) {
    const edits = Array.from({ length: 8 }, (_, index) => replace(task, { title: `race ${race}, ${index}` }));
    const written = await Promise.all(edits.map((edit, index) => (index % 2 ? tasks : rival).write(edit)));
    const results = written.map(({ result }) => result);
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
    expect(results.filter((result) => result === 'stale')).toHaveLength(7);
    const winner = edits[results.indexOf('done')];
    const now = (await tasks.get(task.id)) as TaskRecord;
    expect(winner?.task.title).toBe(now.title);
    expect(now.version).toBe(task.version + 1);
    task = now;
  }
  expect((await changesOf(task.id)).map(({ version }) => version)).toEqual(
    Array.from({ length: RACES }, (_, race) => race + 2),
  );
  await other.close();
});

test('batches over the same tasks in any order end; a purge in between is never taken for a new version', async () => {
  const held = Array.from({ length: 20 }, (_, index) => taskOf(100 + index));
  await tasks.writeAll(held.map((task) => ({ kind: 'insert', task, effects: NO_EFFECTS })));
  const edit = (task: TaskRecord): TaskWrite => ({
    kind: 'replace',
    task: { ...task, title: 'edited' },
    expectedVersion: null,
    setsRank: false,
    effects: NO_EFFECTS,
  });
  const batches = Array.from({ length: 6 }, (_, index) =>
    tasks.writeEach((index % 2 ? held : held.toReversed()).map(edit)),
  );
  const results = await Promise.all(batches);
  expect(new Set(results.flat())).toEqual(new Set(['done']));
  const [victim] = held as [TaskRecord];
  const [purged, ...edits] = await Promise.all([
    tasks.write({ kind: 'purge', id: victim.id, expectedVersion: null, effects: NO_EFFECTS }),
    ...Array.from({ length: 6 }, () => tasks.write(edit(victim))),
  ]);
  expect(purged.result).toBe('done');
  for (const { result } of edits) expect(['done', 'missing']).toContain(result);
  expect((await tasks.write(edit(victim))).result).toBe('missing');
});

test('who is assigned has to exist, or the write is refused in words', async () => {
  const task = taskOf(5, { assigneeId: randomUUID() });
  await expect(tasks.write({ kind: 'insert', task, effects: NO_EFFECTS })).rejects.toMatchObject({
    code: 'VALIDATION',
    details: [{ path: 'assigneeId' }],
  });
  expect(await tasks.get(task.id)).toBeNull();
});
