/** How near to an edge the board scrolls by itself, in pixels. */
const EDGE = 48;

/** The fastest it scrolls, in pixels per millisecond (at the very edge). */
const FASTEST = 1.2;

/** Pixels per millisecond to scroll along one axis: negative towards the start, 0 away from the edges. */
export function edgeSpeed(at: number, start: number, end: number): number {
  // In a very small area the two edges must not overlap.
  const edge = Math.min(EDGE, (end - start) / 3);
  if (edge <= 0) return 0;
  if (at < start + edge) return -FASTEST * Math.min(1, (start + edge - at) / edge);
  if (at > end - edge) return FASTEST * Math.min(1, (at - (end - edge)) / edge);
  return 0;
}

/** A card's place along the column, in pixels from the column's first. */
export interface Extent {
  readonly start: number;
  readonly size: number;
}

/** Before which card something at `y` lands: the first one whose middle lies below; the count when none does. */
export function indexAt(extents: readonly Extent[], y: number): number {
  let low = 0;
  let high = extents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const extent = extents[middle]!;
    if (extent.start + extent.size / 2 < y) low = middle + 1;
    else high = middle;
  }
  return low;
}
