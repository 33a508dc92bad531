import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openLocalStore, type LocalStore } from '../adapters/local/index.ts';
import { systemClock } from '../ports/clock.ts';
import { random } from '../seed/tasks.ts';
import { History, tally, type Tally } from './history.ts';

const CHILD = path.join(import.meta.dirname, 'writer.child.ts');

function start(folder: string, mode: 'write' | 'open'): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', CHILD, folder, mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function folderFor<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'taskflow-chaos-'));
  try {
    return await work(path.join(parent, 'personal'));
  } finally {
    await rm(parent, { recursive: true });
  }
}

/** Kills a writing process with SIGKILL after a random number of acknowledgements; the next start must have them all. */
export async function killWhileWriting(kills: number, seed: number): Promise<Tally> {
  const total = tally();
  await folderFor(async (folder) => {
    const history = new History();
    for (let run = 0; run < kills; run++) {
      const child = start(folder, 'write');
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
      await history.check(store, total);
      if (performance.now() - began > 3_000) total.diverged++;
      for (const [id] of history.tried) {
        const there = await store.tasks.get(id);
        if (there) history.acknowledged.set(id, there.version);
      }
      await store.close();
    }
  });
  return total;
}

/** Many processes open one folder at once, beside the lock of one that was killed: one wins, the others are told why. */
export async function race(rounds: number, processes: number): Promise<Tally> {
  const total = tally();
  await folderFor(async (folder) => {
    for (let round = 0; round < rounds; round++) {
      const children = Array.from({ length: processes }, () => start(folder, 'open'));
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
      if (performance.now() - began > 1_000) total.diverged++;
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(closed);
      total.runs += processes;
    }
  });
  return total;
}
