import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { findMongo, startMongo, type TestMongo } from '../../../build/test-services/mongo.ts';
import type { Queryable } from '../../adapters/team/postgres/database.ts';
import { random } from '../../seed/tasks.ts';
import { eventOf, happen } from '../../test/team/events.ts';
import { FaultyProxy } from '../../../build/test-services/proxy.ts';
import type { Tally } from '../history.ts';
import { settled, type Run } from './faults.ts';
import type { Ground } from './ground.ts';
import { Work } from './work.ts';

const AT_ONCE = 1_000;
const WORKERS = 4;
const PACE_MS = 40;
/** Until what was written meanwhile has arrived. */
const CATCHES_UP_MS = 300_000;

const WAITING = `SELECT count(*)::int AS n FROM changes, relay
  WHERE relay.name = 'events' AND audit AND (changes.xid, changes.id) > (relay.xid, relay.id)`;

/** MongoDB killed, unreachable, hanging or slow while so many events arise and people work on: each arrives once. */
export async function awayMongo(
  ground: Ground,
  { times, seed, insists = false }: Omit<Run, 'servers'>,
): Promise<Tally> {
  const found = await findMongo((line) => process.stderr.write(`${line}\n`));
  if (found.kind !== 'program') throw new Error('There is no MongoDB that may be killed.');
  let mongo = await startMongo(found.file, {});
  const way = await FaultyProxy.start(mongo.port);
  const team = await ground.team({
    mongodbUrl: `mongodb://127.0.0.1:${way.port}/chaos?directConnection=true`,
  });
  const client = new pg.Client({ connectionString: team.databaseUrl });
  await client.connect();
  try {
    await team.start(2);
    const { people, token, databaseUrl, origins } = team;
    const work = new Work({ people, token, databaseUrl, origins, pace: PACE_MS });
    const draw = random(seed);
    const faults = [
      async () => {
        const { port, folder } = mongo;
        mongo.child.kill('SIGKILL');
        await once(mongo.child, 'exit');
        await wait(draw() * 1_000);
        mongo = await startMongo(found.file, { port, folder });
      },
      async () => {
        way.turn({ refuses: true });
        way.cut();
        await wait(draw() * 1_000);
      },
      async () => {
        way.turn({ held: ['down'] });
        await wait(draw() * 3_000);
        way.cut();
      },
      async () => {
        way.turn({ latencyMs: 100 + draw() * 900 });
        await wait(draw() * 2_000);
      },
    ];
    work.start(WORKERS, seed);
    for (let made = 0; made < times; made += AT_ONCE) {
      const fault = faults[(made / AT_ONCE) % faults.length] as () => Promise<void>;
      const events = Array.from({ length: Math.min(AT_ONCE, times - made) }, () => eventOf());
      await Promise.all([fault(), happen(inside(client), events)]);
      way.turn();
      await work.untilAcknowledged();
    }
    await work.stop();
    if (insists) await work.insist(draw);
    const late = await arrived(client);
    const result = await settled(team, work, { runs: times, late: Number(late) });
    // Nobody may notice that the event log is away.
    result.diverged += work.refused.times;
    return await compared(result, client, mongo);
  } finally {
    await team.stop();
    await client.end();
    await way.close();
    await mongo.stop();
    rmSync(mongo.folder, { recursive: true, force: true });
  }
}

const inside = (client: pg.Client): Queryable => ({
  rows: async <Row>({ text }: { readonly text: string }, values: readonly unknown[]) =>
    (await client.query(text, [...values])).rows as Row[],
});

/** Waits until nothing is left to relay; true: it took too long. */
async function arrived(client: pg.Client): Promise<boolean> {
  const end = performance.now() + CATCHES_UP_MS;
  for (;;) {
    const { rows } = await client.query<{ n: number }>(WAITING);
    if (rows[0]?.n === 0) return false;
    if (performance.now() > end) return true;
    await wait(250);
  }
}

async function compared(result: Tally, client: pg.Client, mongo: TestMongo): Promise<Tally> {
  const { rows } = await client.query<{ id: string; type: string }>(
    'SELECT event_id AS id, type FROM changes WHERE audit',
  );
  const kept = new Map<string, string>();
  const sequences = new Set<string>();
  const reading = await MongoClient.connect(mongo.url('chaos'));
  const all = reading
    .db()
    .collection('event_logs')
    .find({}, { projection: { type: 1, sequence: 1 } });
  for await (const { _id, type, sequence } of all) {
    const number = String(sequence);
    if (sequences.has(number)) result.twice++;
    sequences.add(number);
    kept.set(String(_id), String(type));
  }
  await reading.close();
  result.acknowledged += rows.length;
  for (const { id, type } of rows) {
    const there = kept.get(id);
    if (there === undefined) result.lost++;
    else if (there !== type) result.diverged++;
    kept.delete(id);
  }
  // In the event log, and nowhere else.
  result.diverged += kept.size;
  return result;
}
