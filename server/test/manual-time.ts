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

  /** Goes on by `ms`, running what falls due, in its order; `settled` waits for what a run began. */
  async advance(ms: number, settled: () => Promise<void>): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settled();
      const next = [...this.#waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }
}
