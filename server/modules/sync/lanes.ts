/**
 * Does something for each item, with so many at once; items of one key one after the other, in their order. Answers in the
 * order of the items. When one fails no other is begun, and it rejects once those under way have ended.
 */
export async function inLanes<T, R>(
  items: readonly T[],
  keyOf: (item: T) => string,
  lanes: number,
  act: (item: T) => Promise<R>,
): Promise<R[]> {
  const chains = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    chains.set(key, [...(chains.get(key) ?? []), index]);
  }
  const waiting = chains.values();
  const results: R[] = [];
  let hasFailed = false;
  const lane = async (): Promise<void> => {
    for (const chain of waiting)
      for (const index of chain) {
        if (hasFailed) return;
        try {
          results[index] = await act(items[index] as T);
        } catch (error) {
          hasFailed = true;
          throw error;
        }
      }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(lanes, chains.size) }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}
