import type { Tally } from '../history.ts';
import { bruteForce, refreshTwice } from './accounts.ts';
import { badClients } from './clients.ts';
import { awayMongo } from './events.ts';
import {
  endServer,
  flushRedis,
  hangPostgres,
  killRedis,
  killServer,
  loseAnswers,
  pauseRedis,
  stopPostgres,
  under,
  type Act,
  type Run,
} from './faults.ts';
import { dieInGaps } from './gaps.ts';
import { Ground } from './ground.ts';
import { migrateAtOnce } from './migrations.ts';
import { throughPooler } from './pooler.ts';
import { BUILT } from './process.ts';
import { races } from './races.ts';
import { restartUnderSockets, slowReaders } from './sockets.ts';

type Times = (count: number) => number;

/** On stores of its own, which end with it. */
async function onGround(run: (ground: Ground) => Promise<Tally>): Promise<Tally> {
  const ground = await Ground.open(BUILT);
  try {
    return await run(ground);
  } finally {
    await ground.close();
  }
}

const part = (
  name: string,
  what: string,
  full: number,
  act: (ground: Ground, run: Omit<Run, 'servers'>) => Promise<Tally>,
) => ({
  name,
  what,
  run: (times: Times, seed: number) =>
    onGround((ground) => act(ground, { times: times(full), seed, insists: true })),
});

/** People at work while these faults happen in turn; what was never answered is asked for again at the end. */
const fault = (name: string, what: string, servers: number, full: number, ...acts: readonly Act[]) =>
  part(name, what, full, (ground, run) => under(ground, acts, { ...run, servers }));

/** Faults of a team, over HTTP: on real stores, each server a process. */
export const TEAM_FAULTS = [
  fault('postgres', 'PostgreSQL stopped and started under load', 1, 50, stopPostgres),
  fault('hung', 'PostgreSQL hung for 3 to 7 s under load', 1, 50, hangPostgres),
  part('pooler', 'PgBouncer, PostgreSQL behind it, servers before it, killed in turn', 50, throughPooler),
  part('answers', 'answers lost after COMMIT, to people and to the server', 1_000, loseAnswers),
  fault(
    'redis',
    'Redis paused, flushed, killed, with two servers',
    2,
    150,
    pauseRedis,
    flushRedis,
    killRedis,
  ),
  part('mongo', 'events that arise while MongoDB is killed, unreachable, hanging, slow', 100_000, awayMongo),
  fault('sigterm', 'a server told to end under load', 2, 100, endServer),
  fault('server', 'one of three servers killed under load', 3, 50, killServer),
  part('gaps', 'a server dies between commit, cache, event log, sockets, answer: every gap', 1, (ground) =>
    dieInGaps(ground),
  ),
  part('races', 'eight edit one version at once, on two servers', 1_000, races),
  part('refresh', 'two windows renew one session at once, answers lost', 1_000, refreshTwice),
  part('brute', 'guessed passwords, from 200 addresses and at 5,000 accounts', 100_000, bruteForce),
  part('readers', 'sockets that stop reading', 50, slowReaders),
  part('sockets', 'a server with 1,000 sockets restarted', 5, restartUnderSockets),
  part('clients', 'slow, fat, endless, deaf connections at once', 1_000, badClients),
  part('migrations', 'five servers migrating at once', 50, migrateAtOnce),
];
