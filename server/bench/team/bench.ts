import type pg from 'pg';
import { beside, load, type Contender, type Cpu, type Load } from '../load.ts';
import { CONNECTIONS, type Asking } from './asking.ts';
import type { Bare } from './bare.ts';
import type { BenchTeam } from './stores.ts';
import type { Goal, Row } from './table.ts';

/** What the parts of the bench of one team share. */
export interface Bench {
  readonly team: BenchTeam;
  readonly asking: Asking;
  readonly bare: Bare;
  /** The team's database, as the references ask it. */
  readonly raw: pg.Pool;
  /** Of the team's server. */
  readonly server: Cpu;
  readonly postgres: Cpu;
  /** Of the server, PostgreSQL and Redis together. */
  readonly everybody: Cpu;
  /** One round, in milliseconds. */
  readonly ms: number;
  readonly row: (row: Omit<Row, 'tasks'>) => void;
}

export const WITHIN_3: Goal = { words: '≤ 3× the CPU, aim 2.5×', ratio: 3 };

const koa = ({ cpu, perSecond }: Load): string => `${Math.round(cpu)} µs CPU, ${Math.round(perSecond)}/s`;

/** Ours beside bare Koa, by the processor time of both servers. */
export async function besideKoa(
  bench: Bench,
  { what, reference, goal }: { what: string; reference: string; goal?: Goal },
  act: Contender['act'],
  theirs: Contender['act'],
): Promise<void> {
  const by = { ms: bench.ms, connections: CONNECTIONS };
  const [ours, bare] = await beside({ act, cpu: bench.server }, { act: theirs, cpu: bench.bare.cpu }, by);
  const ratio = ours.cpu / bare.cpu;
  bench.row({ what, ...ours, ratio, reference: `${reference}: ${koa(bare)}`, ...(goal && { goal }) });
}

/**
 * What goes to PostgreSQL is asked a tenth as often as what is cached: after 3 s of it, some thousand requests, V8 still
 * compiled, which took a tenth of the server's time; a server runs for weeks.
 */
const WARM_ROUNDS = 10;

/** Of this process, which is the client of the references that ask PostgreSQL. */
const client: Cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Ours beside raw `pg` in this process, by the processor time of both with their PostgreSQL: how many there are in a second
 * depends also on what is no part of either (who asks the server, and the event log behind it), so that is told beside.
 */
export async function besidePg(
  bench: Bench,
  {
    what,
    reference,
    goal,
    connections = CONNECTIONS,
  }: { what: string; reference: string; goal?: Goal; connections?: number },
  act: Contender['act'],
  theirs: Contender['act'],
): Promise<void> {
  const [ours, raw] = await beside(
    { act, cpu: bench.everybody },
    { act: theirs, cpu: () => client() + bench.postgres() },
    { ms: bench.ms, warmMs: WARM_ROUNDS * bench.ms, connections },
  );
  const ratio = ours.cpu / raw.cpu;
  const often = (raw.perSecond / ours.perSecond).toFixed(2);
  const said = `${reference}: ${Math.round(raw.cpu)} µs CPU, ${Math.round(raw.perSecond)}/s (${often}×), p50 ${raw.p50.toFixed(2)} ms`;
  bench.row({ what, ...ours, ratio, reference: said, ...(goal && { goal }) });
}

/** Ours by itself, after a warm-up. */
export async function alone(bench: Bench, what: string, act: Contender['act']): Promise<void> {
  await load(act, { ms: bench.ms, connections: CONNECTIONS });
  bench.row({
    what,
    ...(await load(act, { ms: 2 * bench.ms, connections: CONNECTIONS, cpu: bench.everybody })),
  });
}
