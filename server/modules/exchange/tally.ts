import type { Warning } from './draft.ts';

/** So many warnings leave the server; more would be no reading. */
const MOST = 500;

/** Gathers what a person should know: single things by line, and things that many rows share as one sentence with a count. */
export class Tally {
  readonly #single: Warning[] = [];
  readonly #counted = new Map<
    string,
    { count: number; line: number | undefined; say: (count: number) => string; field: string }
  >();
  #left = 0;

  add(warning: Warning): void {
    if (this.#single.length < MOST) this.#single.push(warning);
    else this.#left++;
  }

  /** Counts one more row that `field` has something in which has no place yet. */
  count(field: string, line: number | undefined, say: (count: number) => string): void {
    const known = this.#counted.get(field);
    if (known) known.count++;
    else this.#counted.set(field, { count: 1, line, say, field });
  }

  get warnings(): Warning[] {
    const counted = [...this.#counted.values()].map(({ count, line, say, field }) => ({
      field,
      message: say(count),
      ...(line === undefined ? {} : { line }),
    }));
    const left = this.#left > 0 ? [{ message: `There are ${this.#left} more things like these.` }] : [];
    return [...counted, ...this.#single, ...left];
  }
}

const tasks = (count: number): string => (count === 1 ? 'One task' : `${count} tasks`);

/** "3 tasks repeat. TaskFlow cannot do that yet; it stays with the task." */
export const noPlaceYet =
  (one: string, many: string) =>
  (count: number): string =>
    `${tasks(count)} ${count === 1 ? one : many}. TaskFlow has no place for that yet; it is kept with the task.`;
