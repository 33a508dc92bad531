import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cutEverywhere, damage, failEveryCall, losePower } from './disk.ts';
import type { Tally } from './history.ts';
import { killWhileWriting, race } from './processes.ts';

/** Every fault of the store, at length: `npx tsx server/chaos/run.ts [share]`, a share of 1 being the whole. Writes docs/CHAOS.md. */
const share = Number(process.argv[2] ?? 1);
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
const times = (count: number): number => Math.max(1, Math.round(count * share));
let unhandled = 0;
process.on('unhandledRejection', () => unhandled++);

const faults: readonly (readonly [string, () => Promise<Tally>])[] = [
  ['kill -9 while writing', () => killWhileWriting(times(1_000), seed)],
  ['20 processes on one folder', () => race(times(10), 20)],
  ['power lost while writing', () => losePower(times(5_000), seed)],
  [
    'log cut at every byte of its last 64 KiB',
    () => cutEverywhere(65_536, Math.max(1, Math.round(1 / share)), seed),
  ],
  ['flipped bits, zeroed pages, garbage, cut and empty files', () => damage(times(10_000), seed)],
  ['I/O error or full disk at the n-th call, n to 200', () => failEveryCall(200, seed)],
];

const rows: string[] = [];
let failed = false;
for (const [name, run] of faults) {
  const began = performance.now();
  const before = unhandled;
  const total = await run();
  total.unhandled = unhandled - before;
  const bad = total.lost + total.twice + total.diverged + total.unhandled;
  failed ||= bad > 0;
  const seconds = Math.round((performance.now() - began) / 1_000);
  rows.push(
    `| ${name} | ${total.runs} | ${total.acknowledged} | ${total.lost} | ${total.twice} | ${total.diverged} | ${total.unhandled} | ${seconds} |`,
  );
  console.log(`${name}: ${JSON.stringify(total)} in ${seconds} s`);
}
const file = path.join(import.meta.dirname, '../../docs/CHAOS.md');
const heading = '# Faults survived by the local store';
const old = await readFile(file, 'utf8').catch(() => '');
const others = old.startsWith(heading) || old === '' ? '' : `\n${old}`;
await writeFile(
  file,
  `${heading}

Seed ${seed}, share ${share} of the full run, ${os.cpus().length} cores, Node ${process.version}, ${os.type()}. \`npx tsx server/chaos/run.ts\` writes this page.
"Checked" counts acknowledged tasks compared after a fault. A damaged disk may cost what it held; that counts as lost only when the store does not say so.

| fault | runs | checked | lost | twice | diverged | unhandled rejections | seconds |
|---|--:|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}
${others}`,
);
console.log(`CHAOS_SEED=${seed}${failed ? ' FAILED' : ' all clean'}`);
process.exitCode = failed ? 1 : 0;
