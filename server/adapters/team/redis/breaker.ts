/** Said instead of asking: the service failed several times in a row and is left alone for a while. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
}

export interface BreakerOptions {
  /** Failures in a row after which nothing is asked. */
  readonly failures: number;
  /** For how long, in milliseconds; then one request is let through to see. */
  readonly restMs: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
  /** Called when it answers again. */
  readonly onBack?: () => void;
}

/** Stops asking what does not answer, so that its outage costs nobody a wait. */
export class Breaker {
  #failed = 0;
  #restsUntil = 0;
  #probing = false;

  constructor(private readonly options: BreakerOptions) {}

  /** Whether the next request would be let through. */
  get open(): boolean {
    return this.#failed >= this.options.failures && (this.#probing || this.#now() < this.#restsUntil);
  }

  /** Runs `work`, unless it is to be left alone (CircuitOpen). */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.open) throw new CircuitOpen('left alone after failures in a row');
    const probe = this.#failed >= this.options.failures;
    this.#probing ||= probe;
    try {
      const result = await work();
      if (this.#failed >= this.options.failures) this.options.onBack?.();
      this.#failed = 0;
      return result;
    } catch (error) {
      this.#failed++;
      this.#restsUntil = this.#now() + this.options.restMs;
      throw error;
    } finally {
      if (probe) this.#probing = false;
    }
  }

  #now(): number {
    return (this.options.now ?? performance.now.bind(performance))();
  }
}
