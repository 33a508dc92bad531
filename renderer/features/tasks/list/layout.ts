/** A group as the layout sees it: how many rows it has, and whether they are folded away. */
export interface LaidGroup {
  readonly key: string;
  readonly count: number;
  readonly folded: boolean;
}

/** Where a group stands, in pixels from the top of the list. */
export interface Box {
  readonly key: string;
  readonly top: number;
  readonly height: number;
  /** Rows that show: none of a folded group. */
  readonly rows: number;
  /** How many rows of groups above it show, and how many stops of the keyboard those are. */
  readonly before: number;
  readonly stopsBefore: number;
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly height: number;
  /** Rows that show, over all groups. */
  readonly rows: number;
  readonly rowHeight: number;
  readonly headHeight: number;
}

/** Stacks the groups. Rows are of one height, so that a hundred thousand cost as much as ten. */
export function layOut(groups: readonly LaidGroup[], rowHeight: number, headHeight: number): Layout {
  let top = 0;
  let before = 0;
  let stopsBefore = 0;
  const boxes = groups.map(({ key, count, folded }) => {
    const rows = folded ? 0 : count;
    const box = { key, top, height: headHeight + rows * rowHeight, rows, before, stopsBefore };
    top += box.height;
    before += rows;
    stopsBefore += Math.max(1, rows);
    return box;
  });
  return { boxes, height: top, rows: before, rowHeight, headHeight };
}

/** Positions [from, to) of a group's rows. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How a list renders ahead, both in rows. */
export interface Ahead {
  /** Scrolling renders once a step and not once a pixel. The smaller, the less there is to do in one frame. */
  readonly step: number;
  /** Rows on either side of those in view, which a fast wheel finds there. */
  readonly beyond: number;
}

/** Rows of a group that stand in a window of the list, widened to whole steps and to the rows beyond. */
export function rangeOf(
  layout: Layout,
  box: Box,
  top: number,
  bottom: number,
  { step, beyond }: Ahead,
): Range {
  const { rowHeight, headHeight } = layout;
  const start = box.top + headHeight;
  if (bottom < box.top || top > box.top + box.height) return { from: 0, to: 0 };
  const from = Math.floor((top - start) / rowHeight / step) * step - beyond;
  const to = Math.ceil((bottom - start) / rowHeight / step) * step + beyond;
  return { from: Math.max(0, Math.min(from, box.rows)), to: Math.max(0, Math.min(to, box.rows)) };
}

/** A stop of the keyboard: a row, or the head of a folded group (`position` null). */
export interface Stop {
  readonly group: number;
  readonly position: number | null;
}

/** How many stops a list has: its rows, and one for each folded group. */
export function stopCount(layout: Layout): number {
  return layout.rows + layout.boxes.filter((box) => box.rows === 0).length;
}

/** The stop with a number from 0, in the order they stand. Out of range: the nearest. Null in an empty list. */
export function stopAt(layout: Layout, number: number): Stop | null {
  const last = stopCount(layout) - 1;
  if (last < 0) return null;
  let left = Math.max(0, Math.min(number, last));
  for (const [group, box] of layout.boxes.entries()) {
    const stops = Math.max(1, box.rows);
    if (left < stops) return { group, position: box.rows === 0 ? null : left };
    left -= stops;
  }
  return null;
}

/** The number of a stop, from 0. */
export function numberOf(layout: Layout, stop: Stop): number {
  return (layout.boxes[stop.group]?.stopsBefore ?? 0) + (stop.position ?? 0);
}

/** Where a stop stands: its top edge, in pixels from the top of the list. */
export function topOf(layout: Layout, stop: Stop): number {
  const box = layout.boxes[stop.group];
  if (!box) return 0;
  return stop.position === null ? box.top : box.top + layout.headHeight + stop.position * layout.rowHeight;
}

/**
 * How far to scroll so that a stop is seen whole: under the sticky head of its group, above what covers the bottom (the
 * bulk bar). All in pixels.
 */
export function scrollFor(
  layout: Layout,
  stop: Stop,
  view: { readonly top: number; readonly height: number; readonly covered: number },
): number {
  const top = topOf(layout, stop);
  const highest = stop.position === null ? top : top - layout.headHeight;
  const size = stop.position === null ? layout.headHeight : layout.rowHeight;
  const lowest = top + size - (view.height - view.covered);
  return Math.max(0, Math.min(Math.max(view.top, lowest), highest));
}
