import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cutEverywhere, damage, failEveryCall, losePower } from './disk.ts';
import type { Tally } from './history.ts';
import { cutRealFiles, killWhileWriting, race } from './processes.ts';
import { SYNC_FAULTS } from './sync/run.ts';
import { TEAM_FAULTS } from './team/run.ts';

/**
 * `npm run chaos -- [local|team|sync] [--share 0.1] [--only kill,cut] [--dry]`: every fault of the local store (of a team's servers, of
 * what is between apps and their team) at length, or a share of it, or some of them. Each result goes into docs/CHAOS.md when
 * it is there, and rows of earlier runs stay, so a long run may be taken in parts and goes on where it ended. `--dry`: only
 * says what it came to.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: 'string', default: '1' }, only: { type: 'string' }, dry: { type: 'boolean' } },
});
const share = Number(values.share);
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
const times = (count: number): number => Math.max(1, Math.round(count * share));
let unhandled = 0;
process.on('unhandledRejection', () => unhandled++);

interface Fault {
  readonly name: string;
  readonly what: string;
  readonly run: (times: (count: number) => number, seed: number) => Promise<Tally>;
}

interface Part {
  readonly part: string;
  readonly heading: string;
  readonly command: string;
  readonly faults: readonly Fault[];
  readonly words: string;
}

const LOCAL: readonly Fault[] = [
  {
    name: 'errors',
    what: 'I/O error or full disk at the n-th call, every n to 200',
    run: () => failEveryCall(200, seed),
  },
  { name: 'power', what: 'power lost while writing', run: () => losePower(times(5_000), seed) },
  { name: 'real', what: 'real files cut in the last 64 KiB', run: () => cutRealFiles(times(5_000), seed) },
  {
    name: 'cut',
    what: 'log cut at every byte of its last 64 KiB',
    run: () => cutEverywhere(65_536, Math.max(1, Math.round(1 / share)), seed),
  },
  {
    name: 'damage',
    what: 'flipped bits, zeroed pages, garbage, cut and empty files',
    run: () => damage(times(10_000), seed),
  },
  { name: 'race', what: '20 processes on one folder', run: () => race(times(10), 20) },
  { name: 'kill', what: 'kill -9 while writing', run: () => killWhileWriting(times(1_000), seed) },
];

const FILE = path.join(import.meta.dirname, '../../docs/CHAOS.md');
const PARTS: readonly Part[] = [
  {
    part: 'local',
    heading: 'The local store',
    command: 'npm run chaos',
    faults: LOCAL,
    words: `"Checked" counts acknowledged tasks compared after a fault. A damaged disk may cost what it held; that counts as lost only
when the store does not say so. "Late" is a start that took more than 3 s or a refusal that took more than 1 s, on a machine
that did other work as well.`,
  },
  {
    part: 'team',
    heading: 'A team’s servers',
    command: 'npm run chaos -- team',
    faults: TEAM_FAULTS,
    words: `People make and edit tasks over HTTP, each request repeated with its Idempotency-Key until it is answered, while servers
and stores, each a process, meet faults. "Checked" counts acknowledged tasks, events, answers or frames, compared with
PostgreSQL, with the event log, and with the lists of each server at rest. "Diverged" are also lists that are old 6 s later,
answers other than 2xx and 503 with Retry-After, and requests without an answer; with MongoDB away, any refusal. "Leaked" are
connections to PostgreSQL that stay taken, frames and sessions in foreign hands, and megabytes above what is allowed. "Late" is
a 503 after more than 3 s (6 s when PostgreSQL hangs), work that goes on more than 5 s after the fault, an exit after more than
20 s, sockets that are back after more than 35 s, others’ p99 above twice, or, with Redis, any refusal. It says something of the machine too, which did other work as well. "Runs" of answers are answers that were lost, of
mongo events, of brute guesses, of clients bad connections. The gaps stand by name in server/chaos/team/failpoint.ts. The
server of the stuck readers has a heap of 128 MB: with more, V8 lets garbage lie, which is not what readers hold.`,
  },
  {
    part: 'sync',
    heading: 'Between apps and their team',
    command: 'npm run chaos -- sync',
    faults: SYNC_FAULTS,
    words: `Replicas on real files against a real team server (PostgreSQL, Redis) over HTTP, with the intervals of the product in the
network's part; processes of the built app where it is killed. "Checked" counts texts and tasks compared at rest: each app with
what PostgreSQL says that its person may see, each text with the history and the conflicts. "Late" is a silent network noticed
after more than 10 s, and a switch to another workspace that took more than 200 ms. Databases are restored from a copy in the
same cluster, and from a copy of the cluster's folder; half of the latter without anybody saying so (\`new-epoch\`).`,
  },
];
const COLUMNS = [
  'fault',
  'runs',
  'checked',
  'lost',
  'twice',
  'diverged',
  'leaked',
  'unhandled rejections',
  'late',
  'seconds',
  'seed',
  'day',
];

/** Puts a row in the place of the one of the same fault; what else stands in the file stays. */
async function keep(what: string, cells: readonly (string | number)[]): Promise<void> {
  const old = await readFile(FILE, 'utf8').catch(() => '');
  const rows = new Map(
    old
      .split('\n')
      .flatMap((line) => (line.startsWith('| ') ? [[line.split(' | ')[0]?.slice(2), line]] : [])),
  );
  rows.set(what, `| ${[what, ...cells].join(' | ')} |`);
  const sections = PARTS.map(({ heading, command, faults, words }) => {
    const known = faults.flatMap((fault) => rows.get(fault.what) ?? []);
    return `## ${heading}

\`${command}\` writes this part; it can be taken in pieces (\`--only ${faults.map(({ name }) => name).join()}\`).
${words}

| ${COLUMNS.join(' | ')} |
|${COLUMNS.map((_, index) => (index === 0 ? '---' : '--:')).join('|')}|
${known.join('\n')}
`;
  });
  const page = `# Faults survived

Last run on ${os.cpus().length} cores with Node ${process.version}, ${os.type()}. A run is taken again with its seed (\`CHAOS_SEED\`).

${sections.join('\n')}`;
  await writeFile(FILE, page);
}

const asked = values.only?.split(',');
let failed = false;
const asPart = PARTS.find(({ part }) => part === (positionals[0] ?? 'local'));
if (!asPart) throw new Error('npm run chaos -- [local|team|sync]');
const unknown = asked?.find((name) => !asPart.faults.some((fault) => fault.name === name));
if (unknown !== undefined)
  throw new Error(`No fault is called ${unknown}: ${asPart.faults.map(({ name }) => name).join()}`);
for (const { name, what, run } of asPart.faults) {
  if (asked && !asked.includes(name)) continue;
  const began = performance.now();
  const before = unhandled;
  const total = await run(times, seed);
  total.unhandled += unhandled - before;
  const { runs, acknowledged, lost, twice, diverged, leaked, late } = total;
  failed ||= lost + twice + diverged + leaked + total.unhandled > 0;
  const seconds = Math.round((performance.now() - began) / 1_000);
  const day = new Date().toISOString().slice(0, 10);
  const wrong = [lost, twice, diverged, leaked, total.unhandled];
  if (!values.dry) await keep(what, [runs, acknowledged, ...wrong, late, seconds, seed, day]);
  console.log(`${name}: ${JSON.stringify(total)} in ${seconds} s`);
}
console.log(`CHAOS_SEED=${seed}${failed ? ' FAILED' : ' all clean'}`);
process.exitCode = failed ? 1 : 0;
