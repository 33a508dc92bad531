/**
 * `{ ...base, ...more }`. Where a spread goes on with names that are new, V8 of Node 20 makes a hidden class for each single
 * object: 3 µs for a task, where this takes a tenth of it (Node 24 knows no such difference).
 */
export const extended = <Base extends object, More extends object>(base: Base, more: More): Base & More =>
  Object.assign({}, base, more);
