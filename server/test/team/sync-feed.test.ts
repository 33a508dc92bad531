import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../../adapters/team/postgres/database.ts';
import { untilCertain } from './events.ts';
import { Replica, create, mutationOf, push, randomOf, send } from './sync-server.ts';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e6));

let server: TeamServer;
let database: Database;
let ada: Person;
let bob: Person;
let eve: Person;
beforeAll(async () => {
  server = await startTeamServer();
  database = await Database.open({
    url: server.databaseUrl,
    poolSize: 10,
    prepared: true,
    onError: () => undefined,
  });
  ada = await server.admin();
  bob = await server.member('bob@example.org', ada);
  eve = await server.member('eve@example.org', ada);
});
afterAll(async () => {
  await database.close();
  await server.close();
});

interface Version {
  readonly id: string;
  readonly version: number;
}

const visibleTo = (person: Person | null): Promise<Version[]> =>
  database.rows<Version>(
    {
      name: '',
      text: `SELECT id, version FROM tasks WHERE $1::uuid IS NULL OR creator_id = $1 OR assignee_id = $1 ORDER BY id`,
    },
    [person?.id ?? null],
  );
const heldBy = (replica: Replica): Version[] =>
  [...replica.tasks.values()]
    .map(({ id, version }) => ({ id, version }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

test('whoever sees a task gets it, whoever loses it is told so once, and nobody else gets a byte of it', async () => {
  const secret = 'Xyzzy';
  const followers = { ada: new Replica(ada), bob: new Replica(bob), eve: new Replica(eve) };
  for (const one of Object.values(followers)) await one.pull();
  const pulled = async () => ({
    ada: await followers.ada.pull(),
    bob: await followers.bob.pull(),
    // What one statement wrote is in no order.
    eve: (await followers.eve.pull()).toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
  });
  const { id } = await create(bob, { title: `${secret} 1` });
  expect(await pulled()).toMatchObject({ ada: [{ task: { id } }], bob: [{ task: { id } }], eve: [] });
  await push(bob, { taskId: id, base: { description: null }, set: { description: `${secret} 2` } });
  await push(ada, { taskId: id, base: { title: 'x' }, set: { title: `${secret} 3` } });
  expect(await pulled()).toMatchObject({ bob: [{ task: { version: 2 } }], eve: [] });

  await push(bob, { taskId: id, base: { assigneeId: null }, set: { assigneeId: eve.id } });
  expect((await pulled()).eve).toMatchObject([{ kind: 'notification' }, { task: { id } }]);
  await push(bob, { taskId: id, base: { assigneeId: eve.id }, set: { assigneeId: null } });
  await push(bob, { taskId: id, base: { title: `${secret} 1` }, set: { title: `${secret} 4` } });
  const lost = await pulled();
  expect(lost.eve).toEqual([{ kind: 'removed', id, reason: 'sight' }]);
  expect(lost.bob).toMatchObject([{ task: { title: `${secret} 4` } }]);
  await push(bob, { taskId: id, base: { title: `${secret} 4` }, set: { title: `${secret} 5` } });
  expect((await pulled()).eve).toEqual([]);

  // Given, taken away and deleted for good between two pulls: that it is gone is not for the one who lost it first.
  await push(bob, { taskId: id, base: { assigneeId: null }, set: { assigneeId: eve.id } });
  await push(bob, { taskId: id, base: { assigneeId: eve.id }, set: { assigneeId: null } });
  await ada.request('DELETE', `/tasks/${id}`);
  await ada.request('DELETE', `/tasks/${id}/forever`);
  const gone = await pulled();
  expect(gone.eve).toMatchObject([{ kind: 'notification' }, { kind: 'removed', id, reason: 'sight' }]);
  expect(gone.bob).toEqual([{ kind: 'removed', id, reason: 'purged' }]);
  expect(gone.ada).toEqual([{ kind: 'removed', id, reason: 'purged' }]);

  const stranger = new Replica(await server.member('canary@example.org', ada));
  await stranger.pull();
  expect(JSON.stringify(stranger.pages)).not.toContain(secret);
  expect(JSON.stringify(stranger.pages)).not.toContain(id);
});

test('what is committed while an older transaction runs is pending, and comes in one piece when that ends', async () => {
  const replica = new Replica(bob);
  await replica.pull();
  const insert = (title: string) =>
    `WITH t AS (INSERT INTO tasks (title, creator_id) VALUES ('${title}', '${bob.id}') RETURNING id)
     INSERT INTO changes (type, entity_type, entity_id, seers_after)
     SELECT 'task.created', 'task', id, ARRAY['${bob.id}'::uuid] FROM t`;
  let later = '';
  await database.transaction(async (tx) => {
    await tx.rows({ name: '', text: insert('earlier') }, []);
    later = (await create(bob, { title: 'later' })).id;
    const page = await replica.step();
    expect([page.changes, page.pending, page.more]).toEqual([[], true, false]);
    // What waits is not for her: she need not ask again.
    const other = new Replica(eve);
    expect((await other.pull()).length).toBeGreaterThan(0);
    return null;
  });
  const titles = (await replica.pull()).map((change) => change.kind === 'task' && change.task.title);
  expect(titles).toEqual(['earlier', 'later']);
  expect(replica.tasks.has(later)).toBe(true);
});

test(`of 8 writers nothing is lost to who polls meanwhile, walking or following (seed ${seed})`, async () => {
  const followers = [new Replica(ada, 50), new Replica(bob, 7), new Replica(eve, 500)] as const;
  const walkers = [new Replica(ada, 20), new Replica(bob, 20), new Replica(eve, 20)] as const;
  for (const one of followers) await one.pull();
  let writing = true;
  const polled = Promise.all(
    [...followers, ...walkers].map(async (replica) => {
      while (writing) await replica.step();
      await replica.pull();
    }),
  );
  const everybody = [ada, bob, eve];
  const made: string[] = [];
  const writer = async (number: number): Promise<void> => {
    const random = randomOf(seed + number);
    for (let n = 0; n < 15; n++) {
      const who = everybody[random(3)] as Person;
      const assigneeId = [null, ...everybody.map(({ id }) => id)][random(4)] ?? null;
      const taskId = made[random(made.length)];
      const act = taskId === undefined ? 0 : random(6);
      if (act <= 1) {
        const mutation = mutationOf({ op: 'create', set: { title: `${number}.${n}`, assigneeId } });
        await send(who, [mutation]);
        made.push(mutation.taskId);
      } else if (act === 2)
        await send(who, [mutationOf({ taskId: taskId ?? '', base: { assigneeId }, set: { assigneeId } })]);
      else if (act === 3)
        await ada.request('POST', `/tasks/${taskId}/assign`, { version: 1 + random(3), assigneeId });
      else if (act === 4) await ada.request('DELETE', `/tasks/${taskId}${random(2) ? '' : '/forever'}`);
      else {
        const set = { title: `${number}.${n}`, deleted: false };
        await send(who, [mutationOf({ taskId: taskId ?? '', base: { title: 'x', deleted: true }, set })]);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, number) => writer(number)));
  writing = false;
  await polled;
  expect(made.length).toBeGreaterThan(30);
  for (const [index, person] of [null, bob, eve].entries())
    for (const replica of [followers[index], walkers[index]])
      expect(replica && heldBy(replica)).toEqual(await visibleTo(person));
}, 30_000);

test('a page ends at 4 MB, and after rows that are for others; what is between is brought by the next', async () => {
  const replica = new Replica(bob, 1_000);
  await replica.pull();
  await database.rows(
    {
      name: '',
      text: `WITH t AS (INSERT INTO tasks (title, description, creator_id)
          SELECT 'Large', repeat(chr(1), 60000), $1::uuid FROM generate_series(1, 15) RETURNING id)
        INSERT INTO changes (type, entity_type, entity_id, seers_after)
        SELECT 'task.created', 'task', id, ARRAY[$1::uuid] FROM t`,
    },
    [bob.id],
  );
  await untilCertain(database);
  const large = await replica.step();
  expect([large.more, large.changes.length]).toEqual([true, 11]);
  expect((await replica.pull()).length).toBe(4);
  await database.rows(
    {
      name: '',
      text: `INSERT INTO changes (type, entity_type, entity_id, seers_before, seers_after)
        SELECT 'task.updated', 'task', gen_random_uuid(), ARRAY[$1::uuid], ARRAY[$1::uuid]
        FROM generate_series(1, 25000)`,
    },
    [eve.id],
  );
  const { id } = await create(bob, { title: 'Behind them all' });
  replica.pages.length = 0;
  await untilCertain(database);
  await replica.pull();
  expect(replica.pages.map(({ more, changes }) => [more, changes.length])).toEqual([
    [true, 0],
    [true, 0],
    [false, 1],
  ]);
  expect(replica.tasks.has(id)).toBe(true);
});
