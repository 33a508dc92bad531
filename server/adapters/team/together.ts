/** So that one command is answered in its time. */
const MOST_AT_ONCE = 500;

interface Batch<Value> {
  readonly at: Map<string, number>;
  readonly values: Promise<readonly (Value | null)[]>;
}

/**
 * Asks for the values of keys, in one command for all who ask in the same turn of the event loop: under load many requests
 * come at once, and each command costs this process more than what it asks. What is answered was read after it was asked.
 */
export class Together<Value> {
  #open: Batch<Value> | null = null;

  constructor(private readonly get: (keys: string[]) => Promise<readonly (Value | null)[]>) {}

  async ask(keys: readonly string[]): Promise<(Value | null)[]> {
    const { at, values } = this.#batch();
    for (const key of keys) if (!at.has(key)) at.set(key, at.size);
    const known = await values;
    return keys.map((key) => known[at.get(key) as number] ?? null);
  }

  #batch(): Batch<Value> {
    if (this.#open && this.#open.at.size < MOST_AT_ONCE) return this.#open;
    const at = new Map<string, number>();
    const values = new Promise<readonly (Value | null)[]>((resolve, reject) => {
      setImmediate(() => {
        if (this.#open?.at === at) this.#open = null;
        this.get([...at.keys()]).then(resolve, reject);
      });
    });
    this.#open = { at, values };
    return this.#open;
  }
}
