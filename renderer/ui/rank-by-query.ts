/** Letters without accents and case, so that "tomas" finds "Tomás". */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** How well a query fits a label: 0 whole start, 1 start of a word, 2 somewhere, 3 its letters in order; null not at all. */
export function fit(query: string, label: string): number | null {
  const wanted = plain(query.trim());
  const text = plain(label);
  if (text.startsWith(wanted)) return 0;
  const at = text.indexOf(wanted);
  if (at > 0) return new RegExp(`[\\s\\p{P}]`, 'u').test(text.charAt(at - 1)) ? 1 : 2;
  let from = 0;
  for (const letter of wanted) {
    const next = text.indexOf(letter, from);
    if (next < 0) return null;
    from = next + 1;
  }
  return 3;
}

/** What fits a query, best first, otherwise in the given order; everything for an empty query. */
export function rankByQuery<T>(query: string, items: readonly T[], label: (item: T) => string): readonly T[] {
  if (!query.trim()) return items;
  return items
    .map((item) => ({ item, rank: fit(query, label(item)) }))
    .filter((one): one is { item: T; rank: number } => one.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .map((one) => one.item);
}
