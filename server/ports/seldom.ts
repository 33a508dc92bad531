const REST_MS = 60_000;
const MOST_KINDS = 100;

/** For what fails again and again while something is away: it is told once, then once a minute with how many were alike. */
export class Seldom {
  readonly #told = new Map<string, { readonly at: number; alike: number }>();

  /** `now`: milliseconds of a clock that only goes forward. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** How many of this kind were kept back since the last that was told; null: this one is to be kept back too. */
  take(kind: string): number | null {
    const last = this.#told.get(kind);
    if (last && this.now() - last.at < REST_MS) {
      last.alike++;
      return null;
    }
    if (this.#told.size >= MOST_KINDS) this.#told.clear();
    this.#told.set(kind, { at: this.now(), alike: 0 });
    return last?.alike ?? 0;
  }
}
