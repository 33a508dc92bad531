/** What the order of a column depends on: `rank` compared byte by byte, nulls last, ties by id (as the server sorts). */
export interface Ranked {
  readonly id: string;
  readonly rank: string | null;
}

/** The server's order of a column. */
export function byRank(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) {
    if (a.rank === null) return 1;
    if (b.rank === null) return -1;
    return a.rank < b.rank ? -1 : 1;
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
