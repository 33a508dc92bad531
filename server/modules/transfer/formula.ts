const RUNS = /^'*[=+\-@\t\r]/;
const GUARDED = /^''*[=+\-@\t\r]/;

/** A quote before what a spreadsheet would run; reversible, for a quote of one's own gets another. */
export const guard = (cell: string): string => (RUNS.test(cell) ? `'${cell}` : cell);

/** Takes the guard off. */
export const unguard = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);
