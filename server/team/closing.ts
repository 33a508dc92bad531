/** What was opened, to be given back in the opposite order; one that fails does not keep the others. */
export class Closing {
  readonly #ends: (() => Promise<void> | void)[] = [];

  constructor(private readonly onError: (error: unknown) => void) {}

  push(end: () => Promise<void> | void): void {
    this.#ends.push(end);
  }

  async run(): Promise<void> {
    for (const end of this.#ends.splice(0).toReversed()) {
      try {
        await end();
      } catch (error) {
        this.onError(error);
      }
    }
  }
}
