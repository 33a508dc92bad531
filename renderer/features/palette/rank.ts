import { fit, plain } from '../../ui/rank-by-query.ts';

/** What ranking needs to know of an entry. */
export interface Rankable {
  readonly id: string;
  readonly label: string;
}

export interface Section<E extends Rankable> {
  readonly id: string;
  readonly entries: readonly E[];
}

/** How many of a section show while something is typed. */
const AT_MOST = 6;

/**
 * What fits a query, the sections in their order, within one the best first; of equals what was used lately. A section of
 * tasks is taken as it comes (`found`): the server has searched it, in texts that are not shown here.
 */
export function rankSections<E extends Rankable>(
  query: string,
  sections: readonly Section<E>[],
  recent: readonly string[],
  found: ReadonlySet<string>,
): readonly Section<E>[] {
  if (!query.trim()) return sections.filter((section) => section.entries.length > 0);
  const place = new Map(recent.map((id, index) => [id, index]));
  return sections.flatMap(({ id, entries }) => {
    const ranked = found.has(id)
      ? entries
      : entries
          .flatMap((entry) => {
            const rank = fit(query, entry.label);
            return rank === null ? [] : [{ entry, rank, used: place.get(entry.id) ?? Infinity }];
          })
          // Letters in order fit nearly everything: only where they make up a good part of the words.
          .filter(({ rank, entry }) => rank < 3 || query.trim().length * 3 >= entry.label.length)
          .sort((a, b) => a.rank - b.rank || (a.used === b.used ? 0 : a.used - b.used))
          .map(({ entry }) => entry);
    return ranked.length > 0 ? [{ id, entries: ranked.slice(0, AT_MOST) }] : [];
  });
}

/** A label in stretches, those that the query hits marked. */
export function hits(
  query: string,
  label: string,
): readonly { readonly text: string; readonly isHit: boolean }[] {
  const wanted = plain(query.trim());
  const text = plain(label);
  // Where taking accents away changed the length, offsets would lie.
  if (!wanted || text.length !== label.length) return [{ text: label, isHit: false }];
  const starts = [0, ...[...text.matchAll(/[\s\p{P}]/gu)].map((found) => found.index + 1)];
  const at = starts.find((start) => text.startsWith(wanted, start)) ?? text.indexOf(wanted);
  if (at < 0) return [{ text: label, isHit: false }];
  return [
    { text: label.slice(0, at), isHit: false },
    { text: label.slice(at, at + wanted.length), isHit: true },
    { text: label.slice(at + wanted.length), isHit: false },
  ].filter((part) => part.text !== '');
}

/** The recent ids with one more in front. */
export function used(recent: readonly string[], id: string): readonly string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, 8);
}
