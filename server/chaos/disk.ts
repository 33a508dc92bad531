import { openLocalStore } from '../adapters/local/index.ts';
import { MemoryFiles } from '../adapters/local/memory-files.ts';
import { random } from '../seed/tasks.ts';
import { clock, History, tally, type Tally } from './history.ts';

const FOLDER = '/data/personal';
const LOG = `${FOLDER}/log-000001`;

/** A store on a disk in memory, with some writes in it. */
async function written(
  files: MemoryFiles,
  history: History,
  writes: number,
  pick: () => number,
): Promise<void> {
  const store = await openLocalStore({ folder: FOLDER, clock, files });
  await store.loaded;
  for (let index = 0; index < writes; index++) {
    const known = [...history.acknowledged.keys()];
    const again = known.length > 0 && pick() < 0.4;
    await history.write(store, again ? known[Math.floor(pick() * known.length)] : undefined);
  }
  await store.close();
}

/** The n-th call that touches the disk fails, for every n: an I/O error or a full disk, with half a write left behind. */
export async function failEveryCall(most: number, seed: number): Promise<Tally> {
  const total = tally();
  for (const code of ['EIO', 'ENOSPC']) {
    for (let n = 1; n <= most; n++) {
      const pick = random(seed + n);
      const files = new MemoryFiles();
      const history = new History();
      await written(files, history, 5, pick);
      files.faults = { failAt: n, times: 1 + Math.floor(pick() * 4), code, torn: pick() < 0.5 };
      let store = await openLocalStore({ folder: FOLDER, clock, files }).catch(() => null);
      // A disk that fails while the store is read is a clean error, and the next start reads it.
      if (store && !(await store.loaded.then(() => true).catch(() => false))) {
        await store.close();
        store = null;
      }
      for (let index = 0; store && index < 20; index++) {
        const known = [...history.acknowledged.keys()];
        await history.write(store, pick() < 0.5 ? known[0] : undefined).catch((error: unknown) => {
          const expected = code === 'ENOSPC' ? ['DISK_FULL', 'STORE_UNAVAILABLE'] : ['STORE_UNAVAILABLE'];
          if (!expected.includes((error as { code: string }).code)) total.diverged++;
        });
      }
      files.faults = {};
      if (store) {
        // There is room again: it goes on, and nothing that was refused shows.
        if (!(await history.write(store).catch(() => false))) total.lost++;
        await history.check(store, total, { exact: true });
        if (pick() < 0.5) await store.close();
      }
      if (pick() < 0.5) files.losePower();
      else files.kill();
      store = await openLocalStore({ folder: FOLDER, clock, files });
      await history.check(store, total);
      await store.close();
    }
  }
  return total;
}

/**
 * Cuts the log within its last `bytes`, at every byte of its last 2,048 and every `step` before, and opens each. Writes
 * behind the cut are lost with it, those before it must all be there.
 */
export async function cutEverywhere(bytes: number, step: number, seed: number): Promise<Tally> {
  const total = tally();
  const pick = random(seed);
  const files = new MemoryFiles();
  const history = new History();
  const ends: { length: number; acknowledged: Map<string, number> }[] = [];
  const store = await openLocalStore({ folder: FOLDER, clock, files });
  // An empty copy, so that no daily one is made at each of the many starts below.
  await store.backups.make('manual');
  while ((files.get(LOG)?.length ?? 0) < bytes) {
    const known = [...history.acknowledged.keys()];
    await history.write(store, pick() < 0.4 ? known[Math.floor(pick() * known.length)] : undefined);
    ends.push({ length: files.get(LOG)?.length ?? 0, acknowledged: new Map(history.acknowledged) });
  }
  const whole = files.get(LOG) as Buffer;
  for (
    let cut = Math.max(0, whole.length - bytes);
    cut < whole.length;
    cut += cut > whole.length - 2048 ? 1 : step
  ) {
    const disk = files.copy();
    disk.set(LOG, Buffer.from(whole.subarray(0, cut)));
    // A head, if there was time for one, proves that more had been acknowledged; then what is left of a write is kept.
    await disk.remove(`${FOLDER}/head`);
    const then = new History(ends.findLast(({ length }) => length <= cut)?.acknowledged);
    const opened = await openLocalStore({ folder: FOLDER, clock, files: disk });
    // A cut frame must not show, not even half of it.
    await then.check(opened, total, { exact: true });
    await opened.close();
  }
  await store.close();
  return total;
}

/** Power goes while writes are under way: of what was not synced, some bytes may have reached the disk. */
export async function losePower(runs: number, seed: number): Promise<Tally> {
  const total = tally();
  for (let run = 0; run < runs; run++) {
    const pick = random(seed + run);
    const files = new MemoryFiles();
    const history = new History();
    for (let life = 0; life < 3; life++) {
      const store = await openLocalStore({ folder: FOLDER, clock, files });
      await store.loaded;
      const stopAfter = files.calls + 1 + Math.floor(pick() * 40);
      while (files.calls < stopAfter) {
        const known = [...history.acknowledged.keys()];
        await Promise.all(
          [0, 1, 2].map((index) => history.write(store, pick() < 0.3 ? known[index] : undefined)),
        );
      }
      files.faults = { failAt: 1 + Math.floor(pick() * 3), times: 1_000_000 };
      await Promise.allSettled([history.write(store), history.write(store)]);
      await store.close().catch(() => undefined);
      files.losePower((lost) => Math.floor(pick() * (lost + 1)));
      const opened = await openLocalStore({ folder: FOLDER, clock, files });
      await history.check(opened, total);
      for (const [id, version] of history.tried) {
        const there = await opened.tasks.get(id);
        if (there) history.acknowledged.set(id, there.version);
        else if (!history.acknowledged.has(id)) history.tried.delete(id);
        else history.tried.set(id, version);
      }
      await opened.close();
    }
  }
  return total;
}

/** Flipped bits, zeroed pages, garbage, emptied files, in every file of a store that has been folded and backed up. */
export async function damage(runs: number, seed: number): Promise<Tally> {
  const total = tally();
  const files = new MemoryFiles();
  const history = new History();
  const first = random(seed);
  await written(files, history, 60, first);
  const store = await openLocalStore({ folder: FOLDER, clock, files });
  await store.backups.make('manual');
  await store.close();
  await written(files, history, 60, first);
  const names = (await files.names(FOLDER)).filter((name) => name !== 'lock');
  for (let run = 0; run < runs; run++) {
    const pick = random(seed + 1 + run);
    const disk = files.copy();
    const file = `${FOLDER}/${names[Math.floor(pick() * names.length)]}`;
    const bytes = Buffer.from(disk.get(file) as Buffer);
    const at = Math.floor(pick() * bytes.length);
    const kind = Math.floor(pick() * 6);
    if (kind === 0) bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(pick() * 8));
    else if (kind === 1) bytes.fill(0, at - (at % 4096), Math.min(bytes.length, at - (at % 4096) + 4096));
    else if (kind === 2)
      for (let index = 0; index < Math.min(64, bytes.length - at); index++)
        bytes[at + index] = Math.floor(pick() * 256);
    const damaged =
      kind === 3
        ? Buffer.alloc(0)
        : kind === 4
          ? bytes.subarray(0, at)
          : kind === 5
            ? Buffer.concat([
                bytes.subarray(0, at),
                Buffer.from('\r\ngarbage \xf8TF\xfb'),
                bytes.subarray(at),
              ])
            : bytes;
    if (damaged.equals(disk.get(file) as Buffer)) continue;
    disk.set(file, damaged);
    const opened = await openLocalStore({ folder: FOLDER, clock, files: disk });
    await history.check(opened, total, { tolerated: true });
    // It goes on from there, and what is written now stays.
    const next = new History();
    await next.write(opened);
    await opened.close();
    const again = await openLocalStore({ folder: FOLDER, clock, files: disk });
    for (const [id, version] of next.acknowledged)
      if ((await again.tasks.get(id))?.version !== version) total.lost++;
    await again.close();
  }
  return total;
}
