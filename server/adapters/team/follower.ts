import { randomUUID } from 'node:crypto';
import type { Timer } from '../../ports/timer.ts';
import type { Position } from './postgres/changes-reader.ts';
import type { Change, Feed } from './postgres/feed.ts';

export interface FollowerOptions {
  readonly feed: Feed;
  /** Does what the changes ask for. It may get the same ones again, after a crash or from another server. */
  readonly handle: (changes: readonly Change[]) => Promise<void>;
  readonly timer: Timer;
  readonly onError: (error: unknown) => void;
  /** Rows at a time. */
  readonly batch?: number;
  /** How long it sleeps when nothing happens and nobody wakes it. */
  readonly pollMs?: number;
  /** How long it rests, woken or not, after a batch that was not full: what comes meanwhile is one batch. */
  readonly restMs?: number;
}

const FIRST_PAUSE_MS = 25;
const LONGEST_BACKOFF_MS = 5_000;
const RENEW_MS = 10_000;

/**
 * Follows `changes` on behalf of all servers: one of them at a time, by a lease. Handling comes before the position is
 * moved, so that a crash in between repeats and never leaves out. No transaction is open while it handles. Under a steady
 * load of writes it makes some ten rounds a second: one for each write would cost as much as the writes (decision 215).
 */
export class Follower {
  readonly #owner = randomUUID();
  readonly #options: Required<FollowerOptions>;
  #registered = false;
  #stopped = false;
  #woken = false;
  #rouse: (() => void) | null = null;
  #endRest: (() => void) | null = null;
  #running: Promise<void> | null = null;

  constructor(options: FollowerOptions) {
    this.#options = { batch: 500, pollMs: 1_000, restMs: 100, ...options };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** There may be something new. Cheap; call it as often as you like. */
  wake(): void {
    this.#woken = true;
    this.#rouse?.();
  }

  /** Ends after what is being handled, and lets another server go on at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#rouse?.();
    this.#endRest?.();
    await this.#running;
    await this.#options.feed.release(this.#owner).catch(this.#options.onError);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      try {
        await this.#lead(() => (failures = 0));
        await this.#pause(this.#options.pollMs);
      } catch (error) {
        // An outage is told once, not at each try.
        if (failures++ === 0) this.#options.onError(error);
        // Not to be woken: each write would have it read and fail again, which cost more than the writes.
        await this.#rest(Math.min(100 * 2 ** failures, LONGEST_BACKOFF_MS));
      }
    }
  }

  /** Works as long as the lease holds. */
  async #lead(progress: () => void): Promise<void> {
    const { feed, handle, batch, pollMs, restMs } = this.#options;
    if (!this.#registered) await feed.register();
    this.#registered = true;
    let position = await feed.lease(this.#owner);
    let renewed = performance.now();
    let idle = FIRST_PAUSE_MS;
    while (position && !this.#stopped) {
      const changes = await feed.read(position, batch);
      const last: Position | undefined = changes.at(-1);
      if (last) {
        await handle(changes);
        progress();
        if (!(await feed.advance(this.#owner, last))) return;
        position = last;
        renewed = performance.now();
        idle = FIRST_PAUSE_MS;
        if (changes.length < batch) await this.#rest(restMs);
        continue;
      }
      // What woke it may be held back a moment by another transaction: it looks again soon, then less and less often.
      idle = (await this.#pause(idle)) ? FIRST_PAUSE_MS : Math.min(idle * 2, pollMs);
      if (performance.now() - renewed < RENEW_MS) continue;
      position = await feed.lease(this.#owner);
      renewed = performance.now();
    }
  }

  async #rest(ms: number): Promise<void> {
    if (this.#stopped) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.timer.after(ms, resolve);
      this.#endRest = () => {
        cancel();
        resolve();
      };
    });
    this.#endRest = null;
  }

  /** True: somebody woke it. */
  async #pause(ms: number): Promise<boolean> {
    if (!this.#woken && !this.#stopped)
      await new Promise<void>((resolve) => {
        const cancel = this.#options.timer.after(ms, resolve);
        this.#rouse = () => {
          cancel();
          resolve();
        };
      });
    this.#rouse = null;
    const woken = this.#woken;
    this.#woken = false;
    return woken;
  }
}
