import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bundledEntry } from '../../../build/test-services/bundles.ts';
import { killOffline } from '../../chaos/sync/killed.ts';
import { networkSchedules } from '../../chaos/sync/network.ts';
import { copyingByDatabase, restoreUnderReplicas } from '../../chaos/sync/restored.ts';
import { backAfterEightDays } from '../../chaos/sync/signed-out.ts';
import { tellReal, tellWithClocks } from '../../chaos/sync/stories.ts';
import { BlackHoled } from '../../chaos/sync/switching.ts';
import { syncTeamOf, type SyncTeam } from '../../chaos/sync/team.ts';
import { freshDatabase } from './database.ts';
import { HURRY } from './joined-app.ts';
import { startTeamServer } from './team-server.ts';

/** What `npm run chaos -- sync` does at length, a few times each, and without a look at how long it took. */
const seed = Number(process.env['TASKFLOW_SEED'] ?? Date.now() % 2 ** 31);
let team: SyncTeam;
beforeAll(async () => {
  process.stdout.write(`TASKFLOW_SEED=${seed}\n`);
  team = await syncTeamOf(await startTeamServer());
});
afterAll(async () => {
  await team.truth.close();
  await team.server.close();
});

const CLEAN = { lost: 0, twice: 0, diverged: 0, leaked: 0, unhandled: 0 };

test('50 networks with latency, cuts, silence and resets: noticed, nothing lost, nothing twice', async () => {
  const given = { times: 50, seed, lanes: 10, pace: HURRY, noticed: 600 };
  expect(await networkSchedules(team, given)).toMatchObject({ ...CLEAN, runs: 50 });
}, 240_000);

test('50 stories of two to five people, killed and cut off, on real stores: all equal at rest', async () => {
  const own = await syncTeamOf(await startTeamServer());
  expect(await tellReal(own, { times: 50, seed, steps: 25 })).toMatchObject({ ...CLEAN, runs: 50 });
  expect(await tellWithClocks(own, { times: 2, seed, steps: 25 })).toMatchObject({ ...CLEAN, runs: 2 });
  await own.truth.close();
  await own.server.close();
}, 240_000);

test('databases restored under three replicas: what was lost is offered, and all see the same', async () => {
  const { url: databaseUrl, drop } = await freshDatabase();
  const stores = { databaseUrl, redisUrl: inject('redisUrl'), mongodbUrl: 'mongodb://127.0.0.1:9/none' };
  const result = await restoreUnderReplicas(stores, copyingByDatabase(databaseUrl), seed);
  expect(result).toMatchObject({ ...CLEAN, runs: 1 });
  await drop();
}, 120_000);

test('twenty changes offline, kill -9, started again: each is on the team once', async () => {
  const entry = await bundledEntry('desktop');
  expect(await killOffline(team, { times: 1, seed, entry })).toMatchObject({ ...CLEAN, runs: 1 });
}, 120_000);

test('back after eight days: readable, used, and one sign-in sends all', async () => {
  expect(await backAfterEightDays(team, 1)).toMatchObject({ ...CLEAN, runs: 1 });
});

test('one workspace black-holed: while it is still waited for, all are switched among', async () => {
  const place = await BlackHoled.open(team);
  let waits = true;
  const asked = place.asked().finally(() => (waits = false));
  for (let turn = 0; turn < 10; turn++)
    for (const id of [...place.alive, place.dead]) await place.switchTo(id);
  expect(waits).toBe(true);
  await place.close();
  await asked.catch(() => undefined);
});
