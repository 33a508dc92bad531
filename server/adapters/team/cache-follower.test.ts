import { afterEach, expect, test } from 'vitest';
import { startRedis } from '../../../build/test-services/redis.ts';
import { ADMINS, PEOPLE, ofUser } from '../../ports/generations.ts';
import { systemTimer } from '../../ports/timer.ts';
import { openFresh } from '../../test/team/database.ts';
import { CacheFollower } from './cache-follower.ts';
import type { Database } from './postgres/database.ts';
import { openRedis, type TeamRedis } from './redis/index.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const ann = crypto.randomUUID();
const bob = crypto.randomUUID();
const eve = crypto.randomUUID();

/** What a server that died after its commit leaves behind: rows of `changes`, and nothing in Redis. */
async function leaveBehind(
  database: Database,
  kind: string,
  before: string[] | null,
  after: string[] | null,
) {
  const text = `INSERT INTO changes (type, entity_type, entity_id, seers_before, seers_after)
    VALUES ($1 || '.updated', $1, gen_random_uuid(), $2, $3)`;
  await database.rows({ name: '', text }, [kind, before, after]);
}

async function start(database: Database, team: TeamRedis): Promise<void> {
  if (!team.pass) throw new Error('there is a Redis');
  const follower = new CacheFollower({
    database,
    pass: team.pass,
    timer: systemTimer,
    everyMs: 50,
    onError: () => undefined,
  });
  follower.start();
  closing.push(() => follower.stop());
}

const names = [ofUser(ann), ofUser(bob), ofUser(eve), ADMINS, PEOPLE];

async function generations(team: TeamRedis): Promise<readonly string[]> {
  for (;;) {
    const known = await team.generations.read(names);
    if (known) return known;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until the generation of `name` is another; the names that changed by then. */
async function untilPassed(team: TeamRedis, name: string, since: readonly string[]): Promise<string[]> {
  for (;;) {
    const now = await generations(team);
    if (now[names.indexOf(name)] !== since[names.indexOf(name)])
      return names.filter((_name, index) => now[index] !== since[index]);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function setUp() {
  const redis = await startRedis();
  closing.push(() => redis.stop());
  const { database, close } = await openFresh();
  closing.push(close);
  const team = openRedis({ url: redis.url, scope: 'team', onError: () => undefined });
  closing.push(() => team.close());
  return { redis, database, team };
}

test('what a server wrote and did not pass over is passed over by the follower, for whom it concerns', async () => {
  const { database, team } = await setUp();
  const first = await generations(team);
  await leaveBehind(database, 'task', [ann], [bob]);
  await start(database, team);
  expect(await untilPassed(team, ofUser(bob), first)).toEqual([ofUser(ann), ofUser(bob), ADMINS]);
  const second = await generations(team);
  await leaveBehind(database, 'user', null, null);
  expect(await untilPassed(team, PEOPLE, second)).toEqual([PEOPLE]);
});

test('while Redis is away its place stands, and nothing is left out when it is back', async () => {
  const { redis, database, team } = await setUp();
  const first = await generations(team);
  redis.child.kill('SIGSTOP');
  await leaveBehind(database, 'task', null, [ann]);
  await start(database, team);
  // It has tried, and failed: the lease is taken and the position is still the first.
  const state = { name: '', text: `SELECT owner, xid FROM relay WHERE name = 'cache'` };
  for (;;) {
    const [row] = await database.rows<{ owner: string | null; xid: string }>(state, []);
    if (row?.owner) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  redis.child.kill('SIGCONT');
  expect(await untilPassed(team, ofUser(ann), first)).toContain(ADMINS);
});

test('one server follows at a time, and another goes on where it ended', async () => {
  const { database, team } = await setUp();
  await generations(team);
  await start(database, team);
  await start(database, team);
  const before = await generations(team);
  await leaveBehind(database, 'task', null, [eve]);
  await untilPassed(team, ofUser(eve), before);
  await closing.pop()?.();
  const second = await generations(team);
  await leaveBehind(database, 'task', null, [eve]);
  await untilPassed(team, ofUser(eve), second);
});
