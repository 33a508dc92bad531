import { AppError } from '../../../errors.ts';
import type { TaskWrite, Written } from '../../../modules/tasks/task.store.ts';
import { charsOf, idOf } from './task-write.ts';

/** Statements on their way at a time: one that waits for the disk, and one that PostgreSQL works at meanwhile. */
const MOST_UNDER_WAY = 2;
const MOST_WRITES = 64;
const MOST_CHARS = 1_000_000;
/**
 * Milliseconds. Who has waited that long when an outage shows is told of it too: a statement that hangs takes 5.2 s, and
 * after it another one of 5.2 s would be more than the 6 s within which an outage is told.
 */
const PATIENCE_MS = 500;

interface Waiting {
  readonly write: TaskWrite;
  readonly since: number;
  readonly resolve: (written: Written) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: a write goes at once while few are under way, and with others as one statement when it had to wait for them.
 * So a quiet server answers as fast as ever, and under load statements, flushes and wake-ups of PostgreSQL are shared.
 * Writes of one task start in their order.
 */
export class GroupCommit {
  #waiting: Waiting[] = [];
  #underWay = 0;
  #isPlanned = false;

  constructor(
    private readonly ways: {
      /** Writes of one kind and of different tasks, each judged alone, nobody waited for; null: it has to be made alone. */
      readonly atOnce: (writes: readonly TaskWrite[]) => Promise<readonly (Written | null)[]>;
      readonly alone: (write: TaskWrite) => Promise<Written>;
    },
  ) {}

  write(write: TaskWrite): Promise<Written> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, since: performance.now(), resolve, reject });
      // At the end of this turn of the event loop: what was read together is written together.
      if (!this.#isPlanned)
        setImmediate(() => {
          this.#isPlanned = false;
          this.#start();
        });
      this.#isPlanned = true;
    });
  }

  #start(): void {
    while (this.#underWay < MOST_UNDER_WAY && this.#waiting.length > 0) void this.#send(this.#take());
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    this.#underWay++;
    try {
      const written = await this.ways.atOnce(batch.map(({ write }) => write));
      for (const [n, { write, resolve, reject }] of batch.entries()) {
        const made = written[n];
        if (made) resolve(made);
        else this.ways.alone(write).then(resolve, reject);
      }
    } catch (error) {
      const isOutage = error instanceof AppError && error.status >= 500;
      for (const { reject } of [...batch, ...(isOutage ? this.#takeLate() : [])]) reject(error);
    } finally {
      this.#underWay--;
      this.#start();
    }
  }

  /** Those that have waited too long to be tried in an outage; nothing of them was begun. */
  #takeLate(): Waiting[] {
    const late = this.#waiting.filter(({ since }) => performance.now() - since > PATIENCE_MS);
    this.#waiting = this.#waiting.filter((one) => !late.includes(one));
    return late;
  }

  /** The first that waits, and what may go with it. */
  #take(): Waiting[] {
    const [first] = this.#waiting as [Waiting];
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    const ids = new Set<string>();
    let chars = 0;
    for (const one of this.#waiting) {
      const id = idOf(one.write);
      chars += charsOf(one.write);
      const fits = one === first || (taken.length < MOST_WRITES && chars <= MOST_CHARS);
      (fits && one.write.kind === first.write.kind && !ids.has(id) ? taken : left).push(one);
      ids.add(id);
    }
    this.#waiting = left;
    return taken;
  }
}
