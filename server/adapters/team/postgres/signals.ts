import pg from 'pg';
import type { Timer } from '../../../ports/timer.ts';
import type { Queryable } from './database.ts';

export interface SignalOptions {
  readonly database: Queryable;
  /** Past a pooler, because LISTEN needs a connection of its own; null: other servers are not heard. */
  readonly directUrl: string | null;
  readonly timer: Timer;
  readonly onError: (error: unknown) => void;
}

const CHANNEL = 'taskflow_changes';
const TOLD_AT_MOST_EVERY_MS = 100;
const CONNECT_MS = 2_000;
const GOODBYE_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Tells the servers of a team that `changes` has grown, so that followers need not poll often. Sent after a write and at
 * most ten times a second for each server: NOTIFY within the write would make all commits wait for each other
 * (docs/decisions/132). A signal may be lost; followers also look by themselves.
 */
export class Signals {
  readonly #listeners = new Set<() => void>();
  #client: pg.Client | null = null;
  #cancelNext: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;
  #failures = 0;
  #closed = false;

  constructor(private readonly options: SignalOptions) {
    if (options.directUrl !== null) void this.#listen(options.directUrl);
  }

  /** Hears of changes, here and at other servers; the answer ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** This server has written. Does not wait and never throws. */
  wrote(): void {
    this.#tell();
    if (this.#closed) return;
    this.#cancelNext ??= this.options.timer.after(TOLD_AT_MOST_EVERY_MS, () => {
      this.#cancelNext = null;
      // One that is lost is made up for by the next look.
      this.options.database.rows({ name: '', text: `NOTIFY ${CHANNEL}` }, []).catch(() => undefined);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelNext?.();
    this.#cancelRetry?.();
    const ended = this.#client?.end().catch(() => undefined);
    // One that hangs would not say goodbye.
    const late = new Promise<void>((resolve) => this.options.timer.after(GOODBYE_MS, resolve));
    await Promise.race([ended, late]);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  async #listen(connectionString: string): Promise<void> {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS, keepAlive: true });
    let over = false;
    const retry = (error: unknown): void => {
      if (over || this.#closed) return;
      over = true;
      if (this.#failures++ === 0) this.options.onError(error);
      void client.end().catch(() => undefined);
      const pause = Math.min(1_000 * 2 ** this.#failures, LONGEST_BACKOFF_MS);
      this.#cancelRetry = this.options.timer.after(pause, () => void this.#listen(connectionString));
    };
    client.on('error', retry);
    client.on('end', () => retry(new Error('the connection that listens for changes has ended')));
    client.on('notification', () => this.#tell());
    this.#client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.#failures = 0;
      // What was signalled while nobody listened.
      this.#tell();
    } catch (error) {
      retry(error);
    }
  }
}
