import type { Timer } from '../../ports/timer.ts';

/** Milliseconds. */
export interface FlightLimits {
  /** Without a byte of an answer. */
  readonly silence: number;
  /** In all, however much comes. */
  readonly most: number;
}

/** A request on its way. It is given up after a silence: a long answer over a slow network is none while it comes in. */
export class Flight {
  readonly #abort = new AbortController();
  readonly #stop: () => void;
  #cancel: () => void = () => undefined;
  #isOver = false;

  constructor(
    private readonly timer: Timer,
    private readonly limits: FlightLimits,
  ) {
    this.#stop = timer.after(limits.most, () => this.hangUp());
    this.heard();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Something of the answer came. */
  heard(): void {
    this.#cancel();
    if (!this.#isOver) this.#cancel = this.timer.after(this.limits.silence, () => this.hangUp());
  }

  hangUp(): void {
    this.over();
    this.#abort.abort();
  }

  /** It was answered, or failed: nothing waits for it any more. */
  over(): void {
    this.#isOver = true;
    this.#stop();
    this.#cancel();
  }
}
