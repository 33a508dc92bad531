import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FaultyProxy } from '../../../build/test-services/proxy.ts';
import { startRedis } from '../../../build/test-services/redis.ts';
import { Redis } from 'ioredis';
import { random } from '../../seed/tasks.ts';
import type { Tally } from '../history.ts';
import type { Ground, Team } from './ground.ts';
import type { TeamUrls } from './process.ts';
import { Work } from './work.ts';

/** quality.md's promises, in milliseconds. */
const REFUSED_WITHIN = 3_000;
const HUNG_WITHIN = 6_000;
const BACK_WITHIN = 5_000;
const EXIT_WITHIN = 20_000;
const WORKERS = 8;
/** Between two acts of one person, so that what they make in ten minutes can still be compared. */
const PACE_MS = 60;

/** Does its worst once; answers how often something came later than promised. */
export type Act = (at: {
  readonly ground: Ground;
  readonly team: Team;
  readonly work: Work;
  readonly draw: () => number;
}) => Promise<number>;

export interface Run {
  readonly times: number;
  readonly seed: number;
  readonly servers: number;
  /** Whether what was never answered is asked for again: at most as long as a dead server's claim of a key holds, a minute. */
  readonly insists?: boolean;
  /** Where the servers of a team find their stores, if not directly. */
  readonly through?: (urls: TeamUrls) => Partial<TeamUrls>;
}

/** People at work on so many servers of one team, while these faults happen in turn; what is left of it is counted at the end. */
export async function under(
  ground: Ground,
  acts: readonly Act[],
  { times, seed, servers, insists = false, through = () => ({}) }: Run,
): Promise<Tally> {
  const team = await ground.team();
  try {
    await team.start(servers, through(team.urls));
    const { people, token, databaseUrl, origins } = team;
    const work = new Work({ people, token, databaseUrl, origins, pace: PACE_MS });
    const draw = random(seed);
    let late = 0;
    work.start(WORKERS, seed);
    for (let n = 0; n < times; n++) {
      await work.untilAcknowledged();
      late += await (acts[n % acts.length] as Act)({ ground, team, work, draw });
    }
    await work.stop();
    if (insists) await work.insist(draw);
    await work.looks(team.people.length, draw);
    return await settled(team, work, { runs: times, late });
  } finally {
    await team.stop();
  }
}

/** PostgreSQL stopped under load and started again. */
export const stopPostgres: Act = async ({ ground, work, draw }) => {
  work.refused.slowest = 0;
  await ground.postgres.server.stop();
  await wait(200 + draw() * 1_000);
  await ground.postgres.server.start();
  const back = await work.untilAcknowledged();
  return Number(work.refused.slowest > REFUSED_WITHIN) + Number(back > BACK_WITHIN);
};

/** PostgreSQL that takes requests and answers none, for longer than anybody waits. */
export const hangPostgres: Act = async ({ ground, work, draw }) => {
  work.refused.slowest = 0;
  signalPostgres(ground, 'SIGSTOP');
  await wait(3_000 + draw() * 4_000);
  signalPostgres(ground, 'SIGCONT');
  const back = await work.untilAcknowledged();
  return Number(work.refused.slowest > HUNG_WITHIN) + Number(back > BACK_WITHIN);
};

function signalPostgres({ postgres }: Ground, name: 'SIGSTOP' | 'SIGCONT'): void {
  const file = path.join(postgres.folder, 'data', 'postmaster.pid');
  const main = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const listing = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout.trim().split('\n');
  const pairs = listing.map((line) => line.trim().split(/\s+/).map(Number));
  for (const [pid] of pairs.filter(([, parent]) => parent === main)) process.kill(pid as number, name);
  process.kill(main, name);
}

/** Redis that does not answer for a while. */
export const pauseRedis: Act = async ({ ground: { redis }, work, draw }) =>
  unnoticed(work, async () => {
    redis.child.kill('SIGSTOP');
    await wait(draw() * 1_500);
    redis.child.kill('SIGCONT');
  });

/** Redis that has forgotten everything. */
export const flushRedis: Act = ({ ground: { redis }, work }) =>
  unnoticed(work, async () => {
    const inside = new Redis(redis.url);
    await inside.flushall();
    inside.disconnect();
  });

/** Redis killed, and another one in its place. */
export const killRedis: Act = ({ ground, work, draw }) =>
  unnoticed(work, async () => {
    await ground.redis.stop();
    await wait(draw() * 1_500);
    ground.redis = await startRedis({ port: ground.redis.port });
  });

/** Answers how many requests were refused meanwhile and shortly after. */
async function unnoticed(work: Work, act: () => Promise<void>): Promise<number> {
  const before = work.refused.times;
  await act();
  await work.untilAcknowledged();
  return work.refused.times - before;
}

/** A server told to end under load, and another in its place. */
export const endServer: Act = async ({ team, work, draw }) => {
  const { code, ms } = await team.restart(Math.floor(draw() * team.servers.length), 'SIGTERM');
  await work.untilAcknowledged();
  return Number(code !== 0) + Number(ms > EXIT_WITHIN);
};

/** A server killed, wherever it was between commit, cache and socket; the others go on. */
export const killServer: Act = async ({ team, work, draw }) => {
  const restarted = team.restart(Math.floor(draw() * team.servers.length), 'SIGKILL');
  const gap = await work.untilAcknowledged();
  await restarted;
  return Number(gap > BACK_WITHIN);
};

/** What it came to when everybody has gone home. */
export async function settled(
  team: Team,
  work: Work,
  counted: { readonly runs: number; readonly late: number },
): Promise<Tally> {
  const found = await work.count();
  return { ...found, ...counted, leaked: await team.leaked(), unhandled: team.unhandled };
}

/** Longer than it takes until an answer comes by that is cut. */
const NOTHING_CUT_MS = 500;

/**
 * So many answers lost after COMMIT: the network between people and server, or between server and PostgreSQL, cuts each
 * connection after some bytes of an answer. Who asks again with the same key has done it once.
 */
export async function loseAnswers(
  ground: Ground,
  { times, seed, insists = false }: Omit<Run, 'servers'>,
): Promise<Tally> {
  const team = await ground.team();
  const behind = await FaultyProxy.start(ground.postgres.port);
  const url = new URL(team.databaseUrl);
  url.port = String(behind.port);
  let front: FaultyProxy | null = null;
  try {
    await team.start(1, { databaseUrl: url.href });
    const before = await FaultyProxy.start(team.servers[0]?.port ?? 0);
    front = before;
    const origins = (): readonly string[] => [`http://127.0.0.1:${before.port}`];
    const work = new Work({ people: team.people, token: team.token, databaseUrl: team.databaseUrl, origins });
    const draw = random(seed);
    const lost = (): number => work.unanswered + work.refused.times;
    work.start(WORKERS, seed);
    let late = 0;
    while (lost() < times) {
      const network = draw() < 0.7 ? before : behind;
      const until = performance.now() + NOTHING_CUT_MS;
      const known = lost();
      const how = draw() < 0.5 ? 'end' : 'reset';
      network.cutAfter({ direction: 'down', bytes: Math.floor(draw() * 2_000), how });
      while (lost() === known && performance.now() < until) await wait(2);
      network.cutAfter(null);
      if ((await work.untilAcknowledged()) > BACK_WITHIN) late++;
    }
    await work.stop();
    if (insists) await work.insist(draw);
    return await settled(team, work, { runs: lost(), late });
  } finally {
    await front?.close();
    await team.stop();
    await behind.close();
  }
}
