import path from 'node:path';
import type { EventIndex } from './event-index.ts';
import type { FileSystem } from './files.ts';
import { fileName, type Log } from './log.ts';
import type { Meta } from './operations.ts';
import { layoutOf } from './recovery.ts';
import { writeSnapshot } from './snapshot.ts';
import type { Views } from './views.ts';
import type { Writer } from './writer.ts';

/** A log is folded into a snapshot when it is larger than this and than half the snapshot. Bytes. */
const LOG_BYTES = 4 << 20;

/**
 * Folds logs into snapshots behind the writers' back: the log moves on to a new file between two batches, what the views
 * held at that moment is written as a snapshot, and files that neither it nor the one before it needs go. The generation
 * before stays, so that a snapshot that turns out damaged costs nothing.
 */
export class Compaction {
  private running: Promise<void> | null = null;
  private held = 0;
  /** The log has grown to this since the last snapshot, over all its files. Bytes. */
  private grown = 0;
  private last: { number: number; length: number };
  /** Not tried again before the log has grown by this much more, after a failure. */
  private threshold = LOG_BYTES;
  private failures = 0;

  constructor(
    private readonly files: FileSystem,
    private readonly folder: string,
    private readonly meta: Meta,
    private readonly log: Log,
    private readonly writer: Writer,
    private readonly views: Views,
    private readonly events: EventIndex,
    grown: number,
    private snapshotBytes: number,
  ) {
    this.grown = grown;
    this.last = { number: log.position.number, length: log.position.length };
  }

  /** After each batch: starts a compaction when it is time. */
  check(): void {
    const { number, length } = this.log.position;
    this.grown += number === this.last.number ? length - this.last.length : length;
    this.last = { number, length };
    if (this.grown > Math.max(this.threshold, this.snapshotBytes / 2)) void this.run();
  }

  /** Folds now, whatever the size; resolves when it is done or has failed (then everything is as before). */
  run(): Promise<void> {
    if (this.held > 0) return Promise.resolve();
    this.running ??= this.fold().finally(() => (this.running = null));
    return this.running;
  }

  /** Runs something while no compaction does. */
  async without<T>(work: () => Promise<T>): Promise<T> {
    this.held++;
    try {
      await this.running;
      return await work();
    } finally {
      this.held--;
    }
  }

  async close(): Promise<void> {
    this.held++;
    await this.running;
  }

  private async fold(): Promise<void> {
    try {
      const { position, moment, eventCount } = await this.writer.exclusive(async () => {
        await this.log.startNext();
        return { position: this.log.position, moment: this.views.moment(), eventCount: this.events.length };
      });
      this.snapshotBytes = await writeSnapshot(
        this.files,
        this.folder,
        this.meta,
        position,
        moment,
        this.events,
        eventCount,
      );
      this.grown = 0;
      this.threshold = LOG_BYTES;
      this.failures = 0;
      await this.removeOld();
    } catch {
      // What was there is still all there; the next try waits, longer each time, for the log to grow.
      this.failures++;
      this.threshold = this.grown + LOG_BYTES * 2 ** Math.min(this.failures, 6);
    }
  }

  /** Removes what neither the newest snapshot nor the one before it needs. */
  private async removeOld(): Promise<void> {
    const layout = layoutOf(await this.files.names(this.folder));
    const keepFrom = layout.snapshots.at(-2) ?? 0;
    const inUse = this.events.filesInUse();
    await this.events.close(inUse);
    const old = [
      ...layout.snapshots.filter((number) => number < keepFrom).map((number) => fileName('snapshot', number)),
      ...layout.logs.filter((number) => number < keepFrom).map((number) => fileName('log', number)),
      ...layout.events
        .filter((number) => number < keepFrom && !inUse.includes(number * 2 + 1))
        .map((number) => fileName('events', number)),
    ];
    for (const name of old) await this.files.remove(path.join(this.folder, name));
  }
}
