import type { Clock } from '../ports/clock.ts';
import type { Timer } from '../ports/timer.ts';

/** A clock and timers that a test turns by hand. */
export class ManualTime implements Clock, Timer {
  #now: number;
  readonly #waiting = new Set<{ at: number; run: () => void }>();

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const entry = { at: this.#now + ms, run };
    this.#waiting.add(entry);
    return () => void this.#waiting.delete(entry);
  }

  /** Goes on by `ms`, running what falls due, in its order; each run may finish its async work before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = [...this.#waiting].filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets promises and the disk come to rest. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}
