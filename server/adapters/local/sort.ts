export type Compare = (a: number, b: number) => number;

/** Rows that are sorted, or moved, in one step: well under a millisecond. */
const STEP = 512;

/** Sorts rows, a short step at a time: what `rows.sort(compare)` takes a visible while for. */
export function* sortInSteps(rows: Uint32Array, compare: Compare): Generator<void, Uint32Array> {
  let from = rows.slice();
  let into = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at += STEP) {
    from.subarray(at, at + STEP).sort(compare);
    yield;
  }
  for (let run = STEP; run < rows.length; run *= 2) {
    for (let at = 0; at < rows.length; at += 2 * run)
      yield* mergeInSteps(
        from.subarray(at, at + run),
        from.subarray(at + run, at + 2 * run),
        into.subarray(at, at + 2 * run),
        compare,
      );
    [from, into] = [into, from];
  }
  return from;
}

/** Merges two sorted lists of rows into a third, a short step at a time. */
export function* mergeInSteps(
  a: Uint32Array,
  b: Uint32Array,
  into: Uint32Array,
  compare: Compare,
): Generator<void> {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i] as number;
    const y = b[j] as number;
    if (compare(x, y) <= 0) into[i++ + j] = x;
    else into[i + j++] = y;
    if ((i + j) % STEP === 0) yield;
  }
  into.set(a.subarray(i), i + j);
  into.set(b.subarray(j), i + j + (a.length - i));
}
