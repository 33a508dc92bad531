import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { cpuOf, cpuOfTree, memoryOf, within } from './processes.ts';
import { Asking, CONNECTIONS, LIST } from './team/asking.ts';
import { startBare } from './team/bare.ts';
import type { Bench } from './team/bench.ts';
import { USERS } from './team/fill.ts';
import { logins } from './team/logins.ts';
import { cold, deepPages, search } from './team/queries.ts';
import { others, packed, start, unchanged, warm } from './team/reads.ts';
import { sockets } from './team/sockets.ts';
import { startStores, startTeam, type BenchTeam, type Stores } from './team/stores.ts';
import { HEAD, lineOf, type Row } from './team/table.ts';
import { mixed, races, writes } from './team/writes.ts';

/**
 * The figures of a team's server over HTTP (quality.md), each with its reference beside it in the same run:
 * `npm run bench -- team [--tasks 10000,100000] [--only warm,cold] [--ms 1000]`. A part that fails or takes too long is a row
 * that says so, and the others go on.
 */
const PARTS: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  start,
  warm,
  unchanged,
  packed,
  others,
  cold,
  search,
  deep: deepPages,
  writes,
  races,
  mixed,
  logins,
  sockets,
  memory: async ({ team, row }) => {
    await wait(1_000);
    const figure = memoryOf(team.server.pid);
    row({ what: 'memory after the load (MB)', figure, goal: { words: '≤ 250', figure: 250 } });
  },
};
/** Of one part. */
const MOST_MS = 90_000;
const QUERY_MS = 10_000;

async function measure(stores: Stores, team: BenchTeam, only: readonly string[], ms: number): Promise<Row[]> {
  const rows: Row[] = [];
  const asking = new Asking(team);
  const bodyOf = async (route: string): Promise<Buffer> =>
    (await asking.get(0, route, team.made[0]?.creatorId ?? '')).body;
  const bare = await startBare({
    list: (await asking.get(0, LIST, USERS[0] as string)).body,
    task: await bodyOf(`/api/v1/tasks/${team.made[0]?.id}`),
    stats: await bodyOf('/api/v1/tasks/stats'),
  });
  const raw = new pg.Pool({ connectionString: team.databaseUrl, max: CONNECTIONS, query_timeout: QUERY_MS });
  raw.on('error', () => undefined);
  const server = cpuOf(team.server.pid);
  const postgres = cpuOfTree(postmasterOf(stores));
  const parts = [postgres, cpuOf(stores.redis.pid), server];
  const everybody = (): number => parts.reduce((sum, cpu) => sum + cpu(), 0);
  const row = (given: Omit<Row, 'tasks'>): void => {
    rows.push({ tasks: team.made.length, ...given });
    console.error(lineOf({ tasks: team.made.length, ...given }));
  };
  const bench: Bench = { team, asking, bare, raw, server, postgres, everybody, ms, row };
  // What a start leaves behind is done by then.
  await wait(2_000);
  for (const [name, part] of Object.entries(PARTS)) {
    if (only.length > 0 && !only.includes(name)) continue;
    asking.renew();
    await within(MOST_MS, part(bench)).catch((error: unknown) =>
      row({ what: `${name}: not measured`, reference: shortly(error) }),
    );
  }
  asking.close();
  await Promise.all([bare.stop(), raw.end()]);
  return rows;
}

/** An error as a cell of a table. */
const shortly = (error: unknown): string => String(error).replace(/[|\n]/g, ' ').slice(0, 200);

function postmasterOf({ postgres }: Stores): number {
  const file = path.join(postgres.folder, 'data', 'postmaster.pid');
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '10000,100000' },
    only: { type: 'string', default: '' },
    ms: { type: 'string', default: '1000' },
  },
});
const stores = await startStores();
const rows: Row[] = [];
try {
  for (const tasks of values.tasks.split(',').map(Number)) {
    const began = performance.now();
    try {
      const team = await startTeam(stores, `bench${tasks}`, tasks);
      console.error(`${tasks} tasks are there after ${Math.round(performance.now() - began)} ms`);
      try {
        const only = values.only.split(',').filter(Boolean);
        rows.push(...(await measure(stores, team, only, Number(values.ms))));
      } finally {
        await team.server.stop();
      }
    } catch (error) {
      rows.push({ what: 'a team of that size: not measured', tasks, reference: shortly(error) });
    }
  }
} finally {
  await stores.stop();
}
console.log([HEAD, ...rows.map(lineOf)].join('\n'));
// Whatever a part that was given up has left open is of no use any more.
process.exit(0);
