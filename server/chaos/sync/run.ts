import path from 'node:path';
import { systemClock } from '../../ports/clock.ts';
import { INTERVALS } from '../../workspaces/replica/intervals.ts';
import { HEARTBEAT } from '../../workspaces/replica/team-socket.ts';
import { add, tally, type Tally } from '../history.ts';
import { onGround, onTeam } from './ground.ts';
import { killOffline } from './killed.ts';
import { networkSchedules } from './network.ts';
import { copyingByDatabase, copyingByFolder, restoreUnderReplicas } from './restored.ts';
import { backAfterEightDays } from './signed-out.ts';
import { tellInMemory, tellReal, tellWithClocks } from './stories.ts';
import { switchBesideBlackHole } from './switching.ts';

const BUILT = path.resolve(import.meta.dirname, '../../../dist/server/desktop.js');

/** How an app waits outside of tests, and how soon it notices a silent network. */
const AS_SHIPPED = {
  pace: { heartbeat: HEARTBEAT, intervals: INTERVALS, clock: systemClock },
  noticed: 10_000,
};

const STEPS = 70;

type Times = (count: number) => number;

/** Copied as a database and as a folder in turns: each time a team of its own. */
async function restore(times: number, seed: number): Promise<Tally> {
  return onGround(async (ground) => {
    const total = tally();
    for (let n = 0; n < times; n++) {
      const stores = await ground.stores();
      const { databaseUrl } = stores;
      const copying =
        n % 2 === 0
          ? copyingByDatabase(databaseUrl)
          : copyingByFolder(ground.postgres, databaseUrl, n % 4 === 1);
      add(total, await restoreUnderReplicas(stores, copying, seed + n));
    }
    return total;
  });
}

/** Faults between apps and their team: real stores on both sides, but for the one in memory. */
export const SYNC_FAULTS = [
  {
    name: 'network',
    what: 'latency, cut, half-open, slow, reset, cut after N bytes',
    run: (times: Times, seed: number) =>
      onTeam((team) => networkSchedules(team, { times: times(500), seed, lanes: 20, ...AS_SHIPPED })),
  },
  {
    name: 'stories',
    what: 'two to five people editing the same tasks, offline and on',
    run: (times: Times, seed: number) =>
      onTeam((team) => tellReal(team, { times: times(1_000), seed, steps: STEPS })),
  },
  {
    name: 'memory',
    what: 'the same people, in memory',
    run: (times: Times, seed: number) => tellInMemory({ times: times(100_000), seed, steps: STEPS }),
  },
  {
    name: 'clocks',
    what: 'clocks an hour off, a day off, backwards',
    run: (times: Times, seed: number) =>
      onTeam((team) => tellWithClocks(team, { times: times(100), seed, steps: STEPS })),
  },
  {
    name: 'restored',
    what: 'databases restored under three replicas',
    run: (times: Times, seed: number) => restore(times(50), seed),
  },
  {
    name: 'killed',
    what: 'twenty changes offline, kill -9, restart offline, reconnect',
    run: (times: Times, seed: number) =>
      onTeam((team) => killOffline(team, { times: times(50), seed, entry: BUILT })),
  },
  {
    name: 'days',
    what: 'back after eight days, signed out',
    run: (times: Times) => onTeam((team) => backAfterEightDays(team, times(20))),
  },
  {
    name: 'switch',
    what: 'switching beside a workspace that is black-holed',
    run: (times: Times) => onTeam((team) => switchBesideBlackHole(team, times(3_000))),
  },
];
