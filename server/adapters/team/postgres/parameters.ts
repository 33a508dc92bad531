/**
 * An array as a statement's text names it, uncounted: while PostgreSQL sees how long an array is, it believes that a short one
 * is worth a plan of its own, and plans a prepared statement anew for each request; that takes as long as a page of tasks.
 */
export const uncounted = (array: string): string => `ARRAY(SELECT unnest(${array}))`;

/** Collects the values of a statement while its text is written. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Puts a value in; answers how the text names it. */
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  /** Puts an array in, `uncounted`; answers how the text names it. */
  addUncounted(value: readonly unknown[], type: string): string {
    return uncounted(this.add(value, `${type}[]`));
  }
}
