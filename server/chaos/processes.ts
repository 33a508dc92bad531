import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openLocalStore, type LocalStore } from '../adapters/local/index.ts';
import { systemClock } from '../ports/clock.ts';
import { random } from '../seed/tasks.ts';
import { add, History, tally, type Tally } from './history.ts';

/** How a process that writes is started: what Node is told, from source. A bundle of it starts in an eighth of the time. */
const SOURCE: readonly string[] = ['--import', 'tsx', path.join(import.meta.dirname, 'writer.child.ts')];

function start(writer: readonly string[], folder: string, mode: 'write' | 'open'): ChildProcess {
  return spawn(process.execPath, [...writer, folder, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
}

async function folderFor<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'taskflow-chaos-'));
  try {
    return await work(path.join(parent, 'personal'));
  } finally {
    await rm(parent, { recursive: true });
  }
}

/** Kills of one folder: its history is compared whole after each, so that many kills take many folders. */
const KILLS = 50;

/** Kills a writing process with SIGKILL after a random number of acknowledgements; the next start must have them all. */
export async function killWhileWriting(kills: number, seed: number, writer = SOURCE): Promise<Tally> {
  const total = tally();
  for (let from = 0; from < kills; from += KILLS)
    add(total, await killInOneFolder(Math.min(KILLS, kills - from), seed + from, writer));
  return total;
}

async function killInOneFolder(kills: number, seed: number, writer: readonly string[]): Promise<Tally> {
  const total = tally();
  await folderFor(async (folder) => {
    const history = new History();
    for (let run = 0; run < kills; run++) {
      const child = start(writer, folder, 'write');
      let left = 5 + Math.floor(random(seed + run)() * 60);
      const ended = new Promise((resolve) => child.once('close', resolve));
      for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
        const [word, id = '', version] = line.split(' ');
        if (word === 'refused') total.diverged++;
        if (word === 'try') history.tried.set(id, Number(version));
        if (word !== 'ack') continue;
        history.acknowledged.set(id, Number(version));
        if (left-- === 0) child.kill('SIGKILL');
      }
      await ended;
      const began = performance.now();
      const store = await openLocalStore({ folder, clock: systemClock });
      await store.loaded;
      if (performance.now() - began > 3_000) total.late++;
      await history.check(store, total);
      for (const [id] of history.tried) {
        const there = await store.tasks.get(id);
        if (there) history.acknowledged.set(id, there.version);
      }
      await store.close();
    }
  });
  return total;
}

/** Cuts the log of a folder anywhere in its last 64 KiB, as a loss of power may, and opens it with real files. */
export async function cutRealFiles(runs: number, seed: number): Promise<Tally> {
  const total = tally();
  const pick = random(seed);
  await folderFor(async (folder) => {
    const log = path.join(folder, 'log-000001');
    const history = new History();
    const ends: { length: number; acknowledged: Map<string, number> }[] = [];
    const store = await openLocalStore({ folder, clock: systemClock });
    await store.backups.make('manual');
    for (let length = 0; length < 65_536;) {
      const known = [...history.acknowledged.keys()];
      await history.write(store, pick() < 0.4 ? known[Math.floor(pick() * known.length)] : undefined);
      ({ size: length } = await stat(log));
      ends.push({ length, acknowledged: new Map(history.acknowledged) });
    }
    const whole = await readFile(log);
    const place = `${folder}-cut`;
    for (let run = 0; run < runs; run++) {
      const cut = whole.length - Math.floor(pick() * 65_536);
      // Without its head, which the open store still writes and which would prove that more had been acknowledged.
      await cp(folder, place, {
        recursive: true,
        filter: (file) => !/^(head|lock)|\.tmp$/.test(path.basename(file)),
      });
      await writeFile(path.join(place, 'log-000001'), whole.subarray(0, cut));
      const then = new History(ends.findLast(({ length }) => length <= cut)?.acknowledged);
      const opened = await openLocalStore({ folder: place, clock: systemClock });
      await then.check(opened, total, { exact: true });
      await opened.close();
      await rm(place, { recursive: true });
    }
    await store.close();
  });
  return total;
}

/** Many processes open one folder at once, beside the lock of one that was killed: one wins, the others are told why. */
export async function race(rounds: number, processes: number, writer = SOURCE): Promise<Tally> {
  const total = tally();
  await folderFor(async (folder) => {
    for (let round = 0; round < rounds; round++) {
      const children = Array.from({ length: processes }, () => start(writer, folder, 'open'));
      const closed = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
      const words = await Promise.all(
        children.map(async (child) => {
          for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream }))
            return line.split(' ').slice(0, 2).join(' ');
          return 'silent';
        }),
      );
      const winners = words.filter((word) => word === 'open').length;
      if (winners > 1) total.twice += winners - 1;
      if (winners === 0) total.lost++;
      total.diverged += words.filter((word) => word !== 'open' && word !== 'refused LOCKED').length;
      let second: LocalStore | null = null;
      const began = performance.now();
      await openLocalStore({ folder, clock: systemClock }).then(
        (store) => (second = store),
        () => undefined,
      );
      if (second) total.twice++;
      if (performance.now() - began > 1_000) total.late++;
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(closed);
      total.runs += processes;
    }
  });
  return total;
}
