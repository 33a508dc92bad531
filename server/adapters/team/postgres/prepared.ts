import type { Statement } from './database.ts';

/** PostgreSQL keeps each one for each connection: what is asked rarely is not worth it. */
const MOST = 500;

/** Gives texts that are put together their names: the same text, the same name. The first MOST stay prepared. */
export class Prepared {
  readonly #known = new Map<string, Statement>();

  constructor(private readonly prefix: string) {}

  get(text: string): Statement {
    const known = this.#known.get(text);
    if (known) return known;
    if (this.#known.size >= MOST) return { name: '', text };
    const statement = { name: `${this.prefix}-${this.#known.size + 1}`, text };
    this.#known.set(text, statement);
    return statement;
  }
}
