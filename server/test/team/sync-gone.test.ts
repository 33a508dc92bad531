import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../../adapters/team/postgres/database.ts';
import { renewEpoch } from '../../adapters/team/postgres/epoch.ts';
import { sweep } from '../../adapters/team/postgres/sweep.ts';
import { Replica, create, mutationOf, send } from './sync-server.ts';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

let server: TeamServer;
let database: Database;
let ada: Person;
let bob: Person;
const onError = (): void => undefined;
beforeAll(async () => {
  server = await startTeamServer();
  database = await Database.open({ url: server.databaseUrl, poolSize: 2, prepared: true, onError });
  ada = await server.admin();
  bob = await server.member('bob@example.org', ada);
});
afterAll(async () => {
  await database.close();
  await server.close();
});

const run = (text: string, values: unknown[] = []) =>
  database.rows<Record<string, string>>({ name: '', text }, values);

/** One that has everything, and whose cursor names a row that everybody has passed. */
async function loaded(person: Person): Promise<Replica> {
  const replica = new Replica(person);
  await replica.pull();
  return replica;
}

test('a cursor that this server never gave is invalid, and says so in words', async () => {
  const { cursor = '' } = await loaded(bob);
  const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
  const written = (...changed: unknown[]): string =>
    Buffer.from(JSON.stringify([...parts.slice(0, 3), ...changed])).toString('base64url');
  for (const wrong of [
    'x',
    '',
    cursor.slice(1),
    written('99999999999999999999', '1', null, null, null),
    written('1', '9223372036854775808', null, null, null),
    written('-1', '1', null, null, null),
    written('1', '1', 'row', null, null),
    written('1', '1', null, 'walk', 3),
    written('1', '1', null, parts[1], 1.5),
    Buffer.from('["sync-walk"]').toString('base64url'),
    Buffer.from('null').toString('base64url'),
  ]) {
    const { status, json } = await bob.request('GET', `/sync/changes?cursor=${encodeURIComponent(wrong)}`);
    expect([status, json['code']], wrong).toEqual([400, 'CURSOR_INVALID']);
  }
});

test('with another role another world is seen: walk again', async () => {
  const { id } = await create(ada, { title: 'Hers alone' });
  const replica = await loaded(bob);
  const half = new Replica(bob, 1);
  await half.step();
  await ada.request('PATCH', `/users/${bob.id}`, { role: 'admin' });
  for (const one of [replica, half]) await expect(one.step()).rejects.toThrow('RIGHTS_CHANGED');
  expect((await loaded(await server.signIn('bob@example.org'))).tasks.has(id)).toBe(true);
  await ada.request('PATCH', `/users/${bob.id}`, { role: 'user' });
  bob = await server.signIn('bob@example.org');
});

test('who was away for longer than changes are kept walks again; who has passed them does not', async () => {
  const late = await loaded(bob);
  const walking = new Replica(bob, 1);
  await walking.step();
  await create(bob, { title: 'Old news' });
  const { cursor } = await loaded(bob);
  const current = new Replica(bob);
  current.cursor = cursor;
  await run(`UPDATE changes SET at = now() - interval '91 days'`);
  const passed = async (): Promise<boolean> =>
    (
      await run(
        'SELECT FROM changes c WHERE EXISTS (SELECT FROM relay r WHERE (c.xid, c.id) > (r.xid, r.id))',
      )
    ).length === 0;
  await expect.poll(passed, { timeout: 10_000 }).toBe(true);
  await sweep(database);
  expect(await run('SELECT FROM changes')).toHaveLength(0);
  for (const one of [late, walking]) await expect(one.step()).rejects.toThrow('CURSOR_EXPIRED');
  await current.pull();
  const { id } = await create(bob, { title: 'News' });
  await current.pull();
  expect(current.tasks.has(id)).toBe(true);
  // A walk over an empty feed stands at its end, not at its beginning.
  await run(`UPDATE changes SET at = now() - interval '91 days'`);
  await expect.poll(passed, { timeout: 10_000 }).toBe(true);
  await sweep(database);
  const quiet = await loaded(bob);
  await quiet.pull();
});

test('a row that was there and is not: the client walks again, and the log says why', async () => {
  await create(bob, { title: 'Named by a cursor' });
  const replica = await loaded(bob);
  await run(
    'DELETE FROM changes WHERE (xid, id) = (SELECT xid, id FROM changes ORDER BY xid DESC, id DESC LIMIT 1)',
  );
  await expect(replica.step()).rejects.toThrow('EPOCH_CHANGED');
  expect(
    server.logged.some((line) => line.includes('this database has not') && line.includes('"level":50')),
  ).toBe(true);
});

test('an operation that the team took and does not know any more: it was put back, for who follows and who walks', async () => {
  const replica = await loaded(bob);
  const mutation = mutationOf({ op: 'create', set: { title: 'Taken' } });
  await send(bob, [mutation]);
  replica.known = mutation.opId;
  await replica.pull();
  // Another person's is none of one's own.
  const [other, walking] = [new Replica(ada), new Replica(bob)];
  other.known = mutation.opId;
  await expect(other.step()).rejects.toThrow('EPOCH_CHANGED');
  walking.known = mutation.opId;
  await walking.step();
  await run('DELETE FROM operations WHERE op_id = $1', [mutation.opId]);
  for (const one of [replica, walking, Object.assign(new Replica(bob), { known: mutation.opId })])
    await expect(one.step()).rejects.toThrow('EPOCH_CHANGED');
});

test('in a new epoch everybody walks again, and each task says which version the epoch began with', async () => {
  const task = await create(bob, { title: 'Before' });
  await bob.request('PATCH', `/tasks/${task.id}`, { version: 1, title: 'Still before' });
  const replica = await loaded(bob);
  const [old] = await run('SELECT epoch FROM meta');
  await renewEpoch({ url: server.databaseUrl, onError });
  const after = await create(bob, { title: 'After' });
  await expect(replica.step()).rejects.toThrow('EPOCH_CHANGED');
  const anew = await loaded(bob);
  const { epoch, changes } = anew.pages[0] ?? { epoch: '', changes: [] };
  expect(epoch).not.toBe(old?.['epoch']);
  const versionOf = (id: string) =>
    changes.find((change) => change.kind === 'task' && change.task.id === id) as { epochVersion?: number };
  expect(versionOf(task.id).epochVersion).toBe(2);
  expect(versionOf(after.id)).not.toHaveProperty('epochVersion');
});

test('a disabled account gets nothing, though its token has not run out', async () => {
  const eve = await server.member('eve@example.org', ada);
  const replica = await loaded(eve);
  await run('UPDATE users SET disabled_at = now() WHERE id = $1', [eve.id]);
  await expect(replica.step()).rejects.toThrow('ACCOUNT_DISABLED');
});
