import { createHash } from 'node:crypto';
import type { Statement } from './database.ts';

/** PostgreSQL keeps each one for each connection, some 100 KB of it: what is asked rarely is not worth that. */
const MOST = 100;

/**
 * Gives texts that are put together their names. A name says its text (by a hash), so that behind a pooler no connection
 * can hold another text under it. The first MOST stay prepared.
 */
export class Prepared {
  readonly #known = new Map<string, Statement>();

  constructor(private readonly prefix: string) {}

  get(text: string): Statement {
    const known = this.#known.get(text);
    if (known) return known;
    if (this.#known.size >= MOST) return { name: '', text };
    const name = `${this.prefix}-${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
    const statement = { name, text };
    this.#known.set(text, statement);
    return statement;
  }
}
