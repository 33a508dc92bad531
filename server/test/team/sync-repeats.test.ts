import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../../adapters/team/postgres/database.ts';
import type { MutationResult } from '../../contract/sync.ts';
import { create, mutationOf, push, randomOf, send } from './sync-server.ts';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e6));
const RACES = 10;

let one: TeamServer;
let two: TeamServer;
let database: Database;
let ada: Person;
let bob: Person;
/** The same person at the other server. */
let bobThere: Person;
beforeAll(async () => {
  one = await startTeamServer();
  two = await startTeamServer({ databaseUrl: one.databaseUrl });
  database = await Database.open({
    url: one.databaseUrl,
    poolSize: 2,
    prepared: true,
    onError: () => undefined,
  });
  ada = await one.admin();
  bob = await one.member('bob@example.org', ada);
  bobThere = await two.signIn('bob@example.org');
});
afterAll(async () => {
  await database.close();
  await two.close();
  await one.close();
});

const resultsOf = async (sent: ReturnType<typeof send>): Promise<MutationResult[]> => {
  const { status, json, text } = await sent;
  if (status !== 200) throw new Error(text);
  return json['results'] as MutationResult[];
};
const without = (results: readonly MutationResult[]) => results.map(({ task: _task, ...rest }) => rest);

/** All that operations leave behind. */
async function traces(): Promise<unknown> {
  const text = `SELECT (SELECT count(*) FROM changes) AS changes, (SELECT count(*) FROM notifications) AS notifications,
    (SELECT count(*) FROM operations) AS operations, (SELECT json_agg(t ORDER BY id) FROM tasks t) AS tasks`;
  return (await database.rows({ name: '', text }, []))[0];
}

test(`an answer that was lost is the same again and does nothing twice, 100 times (seed ${seed})`, async () => {
  const random = randomOf(seed);
  const words = ['a', 'b', 'c'];
  const word = (): string => words[random(words.length)] ?? '';
  const taskIds = [randomUUID(), randomUUID(), randomUUID()];
  const operation = () => {
    const taskId = taskIds[random(taskIds.length)] ?? '';
    switch (random(6)) {
      case 0:
        return mutationOf({ op: 'create', taskId, set: { title: word(), assigneeId: ada.id } });
      case 1:
        return mutationOf({ taskId, base: { deleted: false }, set: { deleted: random(2) === 0 } });
      case 2:
        return mutationOf({ taskId, base: { rank: null }, set: { rank: word() } });
      case 3:
        return mutationOf({ taskId, base: { colour: 1 }, set: { title: word() } });
      default:
        return mutationOf({
          taskId,
          base: { title: word(), assigneeId: null },
          set: { title: word(), assigneeId: ada.id },
        });
    }
  };
  const kinds = new Set<string>();
  for (let round = 0; round < 100; round++) {
    const batch = Array.from({ length: 4 }, operation);
    // The connection ended in the midst of it: some are done, and nobody knows which.
    const done = random(batch.length + 1);
    if (done > 0) await send(bob, batch.slice(0, done));
    const first = await resultsOf(send(random(2) ? bob : bobThere, batch));
    const left = await traces();
    const again = await resultsOf(send(random(2) ? bob : bobThere, batch));
    expect(again, `round ${round}`).toEqual(first);
    expect(await traces(), `round ${round}`).toEqual(left);
    for (const { result, code } of first) kinds.add(code ?? result);
  }
  for (const kind of ['applied', 'merged', 'conflict', 'ID_TAKEN', 'UNKNOWN_FIELD'])
    expect(kinds).toContain(kind);
}, 120_000);

test(`one push that is on its way twice, at two servers, is done once, ${RACES} times`, async () => {
  for (let race = 0; race < RACES; race++) {
    const { id } = await create(bob, { title: 'Twice' });
    const batch = [
      mutationOf({ op: 'create', set: { title: 'New' } }),
      mutationOf({
        taskId: id,
        base: { title: 'Twice', deleted: false },
        set: { title: 'Once', deleted: true },
      }),
      mutationOf({ taskId: id, base: { title: 'Twice' }, set: { title: 'Late' } }),
    ];
    const [here, there] = await Promise.all([resultsOf(send(bob, batch)), resultsOf(send(bobThere, batch))]);
    expect(without(here)).toEqual(without(there));
    const [logged] = await database.rows<{ n: number }>(
      { name: '', text: 'SELECT count(*)::integer AS n FROM changes WHERE entity_id = ANY($1::uuid[])' },
      [[id, batch[0]?.taskId]],
    );
    // Created, edited, deleted, in conflict; and the other one created.
    expect(logged?.n).toBe(5);
  }
});

test(`of two replicas that change one field at once, one does and the other is in conflict, ${RACES} times`, async () => {
  const { id } = await create(bob, { title: 'start' });
  let title = 'start';
  for (let race = 0; race < RACES; race++) {
    const edits = [`mine ${race}`, `yours ${race}`];
    const results = await Promise.all(
      [bob, bobThere].map((who, index) =>
        push(who, { taskId: id, base: { title }, set: { title: edits[index] } }),
      ),
    );
    expect(results.filter(({ conflicts }) => conflicts)).toHaveLength(1);
    const won = edits[results.findIndex(({ conflicts }) => !conflicts)];
    const [lost] = results.flatMap(({ conflicts }) => conflicts ?? []);
    expect(lost).toMatchObject({ base: title, theirs: won });
    title = won ?? '';
  }
});

test('of two who take one id, one gets it; one who takes it twice gets it twice', async () => {
  for (let race = 0; race < RACES; race++) {
    const set = { title: 'Mine' };
    const taskId = randomUUID();
    const results = await Promise.all([
      push(ada, { op: 'create', taskId, set }),
      push(bobThere, { op: 'create', taskId, set }),
    ]);
    expect(results.map(({ code, result }) => code ?? result).toSorted()).toEqual(['ID_TAKEN', 'applied']);
    const own = randomUUID();
    const both = await Promise.all(
      [bob, bobThere].map((who) => push(who, { op: 'create', taskId: own, set })),
    );
    expect(both.map(({ result }) => result)).toEqual(['applied', 'applied']);
    expect(both[0]?.task).toEqual(both[1]?.task);
  }
});

test('a task that is deleted for good while it is created again stays deleted', async () => {
  for (let race = 0; race < RACES; race++) {
    const { id } = await create(bob, { title: 'Once' });
    await bob.request('DELETE', `/tasks/${id}`);
    const [purged, made] = await Promise.all([
      ada.request('DELETE', `/tasks/${id}/forever`),
      push(bobThere, { op: 'create', taskId: id, set: { title: 'Once' } }),
    ]);
    expect(purged.status).toBe(204);
    expect(['merged', 'GONE']).toContain(made.code ?? made.result);
    expect((await bob.request('GET', `/tasks/${id}`)).status).toBe(404);
  }
});
