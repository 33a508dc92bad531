import { generateNKeysBetween } from 'fractional-indexing';
import { LIMITS } from '../../../../server/contract/primitives.ts';
import type { Ranked } from '../../../api/by-rank.ts';

/** A card's new key. */
export interface RankWrite {
  readonly id: string;
  readonly rank: string;
}

/** How many neighbours a first re-ranking takes on each side; doubled until the keys are short again. */
const NEIGHBOURS = 8;

/** A re-ranked stretch gets keys of at most this length, so that it lasts: a third of what the wire allows. */
const SHORT = Math.floor(LIMITS.rankChars / 3);

/** `count` keys between two others, or null where none fit (equal, not fractional keys, or longer than `longest`). */
function keysBetween(
  lower: string | null,
  upper: string | null,
  count: number,
  longest: number = LIMITS.rankChars,
): string[] | null {
  // The library swaps bounds that come the wrong way round; here that means that the neighbours need new keys.
  if (lower !== null && upper !== null && lower >= upper) return null;
  try {
    const keys = generateNKeysBetween(lower, upper, count);
    return keys.every((key) => key.length <= longest) ? keys : null;
  } catch {
    // An import or another client may have set a rank that is no fractional key.
    return null;
  }
}

/**
 * The writes that put `moved` (in this order) at `index` of `column`, which is the column without them, sorted by
 * byRank and loaded from its first card. Usually one write for each moved card; cards above that had no key yet get
 * one too, and where keys have grown too long or cannot be split, the neighbours are ranked anew in the same writes.
 */
export function planRanks(
  column: readonly Ranked[],
  moved: readonly { readonly id: string }[],
  index: number,
): RankWrite[] {
  const at = Math.max(0, Math.min(index, column.length));
  let start = at;
  // What stands above without a key would sort below whatever has one.
  while (start > 0 && column[start - 1]!.rank === null) start--;
  let end = at;
  let reach = NEIGHBOURS;
  let longest: number = LIMITS.rankChars;
  for (;;) {
    const ids = [...column.slice(start, at), ...moved, ...column.slice(at, end)].map(({ id }) => id);
    const lower = start > 0 ? column[start - 1]!.rank : null;
    const upper = column[end]?.rank ?? null;
    const keys =
      keysBetween(lower, upper, ids.length, longest) ??
      // Everything loaded is being ranked anew: nothing above to be behind of, so short keys always exist.
      (start === 0 && end === column.length ? generateNKeysBetween(null, null, ids.length) : null);
    if (keys) return ids.map((id, i) => ({ id, rank: keys[i]! }));
    start = Math.max(0, Math.min(start, at - reach));
    end = Math.min(column.length, Math.max(end, at + reach));
    reach *= 2;
    longest = SHORT;
  }
}
