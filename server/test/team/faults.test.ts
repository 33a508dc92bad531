import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledEntry } from '../../../build/test-services/bundles.ts';
import {
  endServer,
  hangPostgres,
  killServer,
  loseAnswers,
  stopPostgres,
  under,
} from '../../chaos/team/faults.ts';
import { Ground } from '../../chaos/team/ground.ts';
import { restartUnderSockets } from '../../chaos/team/sockets.ts';

/** What `npm run chaos -- team` does at length, a few times each, and without a look at how long it took. */
const seed = Number(process.env['TASKFLOW_SEED'] ?? Date.now() % 2 ** 31);
let ground: Ground;
beforeAll(async () => {
  process.stdout.write(`TASKFLOW_SEED=${seed}\n`);
  ground = await Ground.open([await bundledEntry('headless')]);
}, 60_000);
afterAll(() => ground.close());

const CLEAN = { lost: 0, twice: 0, diverged: 0, leaked: 0, unhandled: 0 };

test(
  'PostgreSQL stopped, hung, servers told to end, one killed: nothing acknowledged is lost, nothing is there twice',
  { timeout: 300_000 },
  async () => {
    const acts = [stopPostgres, killServer, endServer, hangPostgres, endServer, stopPostgres, endServer];
    const result = await under(ground, acts, { times: acts.length, seed, servers: 2 });
    expect(result).toMatchObject(CLEAN);
    expect(result.acknowledged).toBeGreaterThan(10);
  },
);

test('100 answers lost after COMMIT: who asks again has done it once', { timeout: 120_000 }, async () => {
  const result = await loseAnswers(ground, { times: 100, seed, insists: true });
  expect(result).toMatchObject(CLEAN);
  expect(result.acknowledged).toBeGreaterThan(10);
});

test(
  'a server with 1,000 sockets restarted: all are back, and nothing is missed',
  { timeout: 300_000 },
  async () => {
    expect(await restartUnderSockets(ground, { times: 1, seed })).toMatchObject(CLEAN);
  },
);
