import type { Tally } from '../history.ts';
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
} from './faults.ts';
import { Ground } from './ground.ts';

/** On stores of its own, which end with it; what was never answered is asked for again at the end. */
async function onGround(run: (ground: Ground) => Promise<Tally>): Promise<Tally> {
  const ground = await Ground.open();
  try {
    return await run(ground);
  } finally {
    await ground.close();
  }
}

const fault = (name: string, what: string, servers: number, full: number, ...acts: readonly Act[]) => ({
  name,
  what,
  run: (times: (count: number) => number, seed: number) =>
    onGround((ground) => under(ground, acts, { times: times(full), seed, servers, insists: true })),
});

/** Faults of a team, over HTTP, while eight people work: on real stores, each server a process. */
export const TEAM_FAULTS = [
  fault('postgres', 'PostgreSQL stopped and started under load', 1, 50, stopPostgres),
  fault('hung', 'PostgreSQL hung for 3 to 7 s under load', 1, 50, hangPostgres),
  fault(
    'redis',
    'Redis paused, flushed, killed, with two servers',
    2,
    150,
    pauseRedis,
    flushRedis,
    killRedis,
  ),
  fault('sigterm', 'a server told to end under load', 2, 100, endServer),
  fault('server', 'one of three servers killed under load', 3, 50, killServer),
  {
    name: 'answers',
    what: 'answers lost after COMMIT, to people and to the server',
    run: (times: (count: number) => number, seed: number) =>
      onGround((ground) => loseAnswers(ground, { times: times(1_000), seed, insists: true })),
  },
];
