import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { io } from 'socket.io-client';
import { findMongo, startMongo, type TestMongo } from '../../../build/test-services/mongo.ts';
import { add, tally, type Tally } from '../history.ts';
import { GAPS } from './failpoint.ts';
import type { Ground } from './ground.ts';
import { SOURCE, TeamProcess } from './process.ts';
import { ask } from './work.ts';

const AT_ONCE = 4;
/** quality.md: within a minute everything is as if nothing had happened. */
const HEALS_MS = 60_000;
/** A key that a dead server had is free after a minute: asked for again a little later. */
const KEY_MS = 66_000;
const DIES_MS = 30_000;
const KNOWN_MS = 6_000;
const FAILPOINT = path.join(import.meta.dirname, 'failpoint.ts');
/** Through the failpoint, which needs the source. */
const PROGRAM = [...SOURCE.slice(0, 2), '--import', FAILPOINT, ...SOURCE.slice(2)];

/** A server dies in each gap between commit, cache, event log, sockets and answer; the other one makes good what it left. */
export async function dieInGaps(ground: Ground, gaps: readonly string[] = GAPS): Promise<Tally> {
  const found = await findMongo((line) => process.stderr.write(`${line}\n`));
  if (found.kind !== 'program') throw new Error('There is no MongoDB that may be killed.');
  const mongo = await startMongo(found.file);
  const left = [...gaps];
  const result = tally();
  const some = async (): Promise<void> => {
    for (let gap = left.shift(); gap; gap = left.shift()) add(result, await dieIn(gap, ground, mongo));
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, some));
    return result;
  } finally {
    await mongo.stop();
  }
}

async function dieIn(gap: string, ground: Ground, mongo: TestMongo): Promise<Tally> {
  const result = tally();
  const mongodbUrl = mongo.url(`gap_${randomUUID().slice(0, 8)}`);
  const team = await ground.team({ mongodbUrl });
  const [person] = team.people as [string];
  const client = new pg.Client({ connectionString: team.databaseUrl });
  await client.connect();
  const rows = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await client.query(text, values)).rows as Row[];
  // The first to start follows the changes.
  const dies = await TeamProcess.start(team.urls, { program: PROGRAM, env: { FAILPOINT: gap } });
  while ((await rows('SELECT 1 FROM relay WHERE owner IS NOT NULL')).length < 2) await wait(100);
  await team.start(1);
  const [lives] = team.servers as [TeamProcess];
  const socket = io(`${lives.origin}/tasks`, {
    transports: ['websocket'],
    auth: { token: team.token(person) },
  });
  await new Promise<void>((resolve) => socket.once('connected', () => resolve()));
  try {
    const title = `written into a gap ${randomUUID()}`;
    const headers = { 'idempotency-key': randomUUID() };
    const create = (origin: string) => ask(origin, team.token(person), 'POST', '/tasks', { title }, headers);
    const list = async (): Promise<string[]> => {
      const told = await ask(lives.origin, team.token(person), 'GET', '/tasks?limit=100');
      return told && told !== 'hanging' && told.status === 200
        ? (told.json['items'] as { title: string }[]).map((task) => task.title)
        : ['?'];
    };
    // Servers that have known each other for a moment, as in use: those that have just met tell everybody to ask again (275).
    await wait(KNOWN_MS);
    // Whoever is told asks at once, and only then.
    const asked: string[][] = [];
    socket.once('task-event', () => void list().then((shown) => asked.push(shown)));
    // So that there is something in the cache to be outdated.
    for (let n = 0; n < 2; n++) await list();
    dies.child.kill('SIGWINCH');
    await wait(50);
    const first = await create(dies.origin);
    await Promise.race([dies.gone(), wait(DIES_MS)]);
    if (dies.child.signalCode !== 'SIGKILL') {
      process.stderr.write(`it did not die between ${gap}\n`);
      result.diverged++;
    }
    const acknowledged = first !== null && first !== 'hanging' && first.status === 201;
    const stored = async (): Promise<{ id: string }[]> =>
      rows('SELECT id FROM tasks WHERE title = $1', [title]);
    const committed = (await stored()).length > 0;
    if (acknowledged && !committed) result.lost++;

    const heals = healing(gap, result);
    await Promise.all([
      heals('the other server’s list', async () => !committed || (await list()).includes(title)),
      heals('sockets of the other server', () => Promise.resolve(!committed || asked.length > 0)),
      heals('the event log', async () => {
        const [task] = await stored();
        return !committed || (await timesIn(mongodbUrl, task?.id ?? '')) === 1;
      }),
      heals(
        'the key',
        async () => {
          const told = await create(lives.origin);
          return told !== null && told !== 'hanging' && told.status === 201;
        },
        KEY_MS,
      ),
    ]);
    if (committed && asked[0]?.includes(title) !== true) result.diverged++;
    if ((await stored()).length !== 1) result.twice++;
    result.acknowledged++;
    result.runs++;
    result.unhandled += team.unhandled + dies.unhandled;
    result.leaked += await team.leaked();
    return result;
  } finally {
    socket.disconnect();
    dies.child.kill('SIGKILL');
    await team.stop();
    await client.end();
  }
}

/** From now on: waits until something holds, tells how long that took, and counts it when it takes too long. */
function healing(gap: string, result: Tally) {
  const began = performance.now();
  return async (what: string, holds: () => Promise<boolean>, mostMs = HEALS_MS): Promise<void> => {
    while (!(await holds())) {
      if (performance.now() - began > mostMs) {
        process.stderr.write(`between ${gap}: ${what} did not heal\n`);
        result.diverged++;
        return;
      }
      await wait(100);
    }
    const seconds = (performance.now() - began) / 1_000;
    process.stderr.write(`between ${gap}: ${what} after ${seconds.toFixed(1)} s\n`);
  };
}

/** How many events of a task are in the event log. */
async function timesIn(url: string, taskId: string): Promise<number> {
  const reading = await MongoClient.connect(url);
  const count = await reading.db().collection('event_logs').countDocuments({ entityId: taskId });
  await reading.close();
  return count;
}
