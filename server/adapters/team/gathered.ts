interface Batch {
  readonly names: Set<string>;
  readonly done: Promise<void>;
}

/**
 * Does something to names, once for all who ask in the same turn of the event loop: what several writes replace at once is
 * replaced once. It begins after everybody whom it answers has asked.
 */
export class Gathered {
  #open: Batch | null = null;

  constructor(private readonly act: (names: readonly string[]) => Promise<void>) {}

  ask(names: readonly string[]): Promise<void> {
    this.#open ??= this.#begin();
    for (const name of names) this.#open.names.add(name);
    return this.#open.done;
  }

  #begin(): Batch {
    const names = new Set<string>();
    const done = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        this.#open = null;
        this.act([...names]).then(resolve, reject);
      });
    });
    return { names, done };
  }
}
