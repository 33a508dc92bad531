import { AppError } from '../../errors.ts';
import { breather } from './breathe.ts';
import { logFile, type EventIndex } from './event-index.ts';
import { writeFailure } from './failures.ts';
import type { Log } from './log.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { ReplicaRecord } from '../../modules/replica/replica.store.ts';
import type { Operation } from './operations.ts';
import { unpack } from './replica-record.ts';
import { undoc, type EventPlace, type Views } from './views.ts';

/** Writes of one batch at most: bounds what one failure takes back and what waits for one flush. */
const BATCH = 512;
/** Writes that may wait; above it callers are told that the store is busy, so that memory stays bounded. */
const QUEUE = 20_000;

/** Tasks as they are with the writes of this batch that were judged before. */
export class Draft {
  private changed: Map<string, TaskRecord | null>;
  private records: Map<string, ReplicaRecord | null>;

  constructor(
    private readonly views: Views,
    over?: Draft,
  ) {
    this.changed = new Map(over?.changed);
    this.records = new Map(over?.records);
  }

  /** What a write is judged by; null when there is no such task. */
  brief(id: string): Pick<TaskRecord, 'version' | 'rank'> | null {
    const task = this.changed.get(id);
    return task === undefined ? this.views.index.brief(id) : task;
  }

  /** Whether there was a task of that id which was deleted for good. */
  isGone(id: string): boolean {
    return this.changed.get(id) === null || this.views.gone.has(id);
  }

  async get(id: string): Promise<TaskRecord | null> {
    const task = this.changed.get(id);
    if (task !== undefined) return task;
    const doc = await this.views.tasks.findOne({ _id: id });
    return doc && undoc<TaskRecord>(doc);
  }

  set(id: string, task: TaskRecord | null): void {
    this.changed.set(id, task);
  }

  /** What a replica knows of a task; null when there is none. */
  async record(id: string): Promise<ReplicaRecord | null> {
    const record = this.records.get(id);
    if (record !== undefined) return record;
    const stored = this.views.replica.records.get(id);
    const task = stored && (await this.get(id));
    return task ? unpack(task, stored) : null;
  }

  setRecord(id: string, record: ReplicaRecord | null): void {
    this.records.set(id, record);
    this.set(id, record?.task ?? null);
  }

  /** The place of a new edit among all that wait. Places of writes that failed stay empty. */
  nextOrder(): number {
    return this.views.replica.nextOrder();
  }

  fork(): Draft {
    return new Draft(this.views, this);
  }

  /** Takes over a fork, which knows all that this draft knew. */
  take(fork: Draft): void {
    this.changed = fork.changed;
    this.records = fork.records;
  }
}

/** What a write wants on the disk, and what its caller is told when it is there. No operations: nothing to do. */
export interface Plan<T> {
  readonly operations: readonly Operation[];
  readonly result: T;
}

interface Waiting {
  readonly plan: (draft: Draft) => Promise<Plan<unknown>> | Plan<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly alone: boolean;
}

/**
 * The one way to the disk. Writes that come while another batch is being flushed form the next one: each is judged against
 * what is on the disk and those before it, all go out in one append, and only then does memory change and do callers hear.
 * When the append fails all of the batch fail, memory stays, and those behind are judged anew.
 */
export class Writer {
  private readonly queue: Waiting[] = [];
  private running: Promise<void> | null = null;
  private closed = false;

  constructor(
    private readonly log: Log,
    private readonly views: Views,
    private readonly events: EventIndex,
    /** Called after each batch that reached the disk. */
    private readonly flushed: () => void,
  ) {}

  /**
   * Judges and writes; the plan is called when its turn has come, `alone` as the first and only one of its batch.
   * Rejects with DISK_FULL, STORE_UNAVAILABLE.
   */
  submit<T>(plan: (draft: Draft) => Promise<Plan<T>> | Plan<T>, alone = false): Promise<T> {
    if (this.closed)
      return Promise.reject(
        new AppError('STORE_UNAVAILABLE', 'TaskFlow is closing. Start it again to go on.'),
      );
    if (this.queue.length >= QUEUE)
      return Promise.reject(
        new AppError(
          'STORE_UNAVAILABLE',
          'The disk is too slow for that many changes. Try again in a moment.',
        ),
      );
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ plan, resolve: resolve as (value: unknown) => void, reject, alone });
      this.running ??= this.drain();
    });
  }

  /** Runs something between two batches, while nothing is written. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.submit(async () => ({ operations: [], result: await work() }), true);
  }

  /** Lets what was accepted reach the disk, and accepts no more. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private async drain(): Promise<void> {
    // Writes of one tick are one batch.
    await Promise.resolve();
    while (this.queue.length > 0) await this.flush(this.nextBatch());
    this.running = null;
  }

  private nextBatch(): Waiting[] {
    if (this.queue[0]?.alone) return this.queue.splice(0, 1);
    const end = this.queue.findIndex(({ alone }) => alone);
    return this.queue.splice(0, Math.min(BATCH, end < 0 ? BATCH : end));
  }

  private async flush(batch: readonly Waiting[]): Promise<void> {
    const draft = new Draft(this.views);
    const planned: { readonly waiting: Waiting; readonly plan: Plan<unknown> }[] = [];
    for (const waiting of batch) {
      try {
        planned.push({ waiting, plan: await waiting.plan(draft) });
      } catch (error) {
        waiting.reject(error);
      }
    }
    const writes = planned.map(({ plan }) => plan.operations).filter((operations) => operations.length > 0);
    try {
      if (writes.length > 0) {
        const { number, places } = await this.log.append(writes);
        // Of one write alone, which may be 200,000 operations, not even the lists are copied.
        const flat = places.length === 1 ? (places[0] ?? []) : places.flat();
        const file = logFile(number);
        const outcome = await this.views.apply(
          writes.length === 1 ? (writes[0] ?? []) : writes.flat(),
          (index): EventPlace => ({
            file,
            ...(flat[index] as { offset: number; length: number }),
          }),
        );
        if (outcome.cleared) this.events.truncate();
        const breathe = breather();
        for (const { event, place } of outcome.events) {
          this.events.add(event, place);
          const turn = breathe();
          if (turn) await turn;
        }
      }
    } catch (error) {
      const failure = writeFailure(error);
      for (const { waiting } of planned) waiting.reject(failure);
      return;
    }
    for (const { waiting, plan } of planned) waiting.resolve(plan.result);
    if (writes.length > 0) this.flushed();
  }
}
