/** A place on the board: a column by its number from the start, and a position in it from 0. */
export interface Place {
  readonly column: number;
  readonly index: number;
}

/** Where an arrow points, in reading order: `back` is left, or right in right-to-left. `far` goes to the end. */
export interface Step {
  readonly to: 'up' | 'down' | 'back' | 'on';
  readonly far: boolean;
}

/** The step of a key, or null. Ctrl (or Cmd) and an arrow goes to the ends, as Home and End do in a column. */
export function stepOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  rightToLeft: boolean,
): Step | null {
  if (event.altKey || event.shiftKey) return null;
  const far = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case 'ArrowUp':
      return { to: 'up', far };
    case 'ArrowDown':
      return { to: 'down', far };
    case 'ArrowLeft':
      return { to: rightToLeft ? 'on' : 'back', far };
    case 'ArrowRight':
      return { to: rightToLeft ? 'back' : 'on', far };
    case 'Home':
      return { to: 'up', far: true };
    case 'End':
      return { to: 'down', far: true };
    default:
      return null;
  }
}

const clamp = (value: number, last: number): number => Math.max(0, Math.min(value, last));

/**
 * Where carried cards go with a step. `counts` are the columns without what is carried, so a column of n cards has
 * n + 1 places.
 */
export function carryTo(counts: readonly number[], from: Place, step: Step): Place {
  if (step.to === 'up' || step.to === 'down') {
    const last = counts[from.column] ?? 0;
    const index = step.to === 'up' ? (step.far ? 0 : from.index - 1) : step.far ? last : from.index + 1;
    return { column: from.column, index: clamp(index, last) };
  }
  const last = counts.length - 1;
  const column = clamp(
    step.to === 'back' ? (step.far ? 0 : from.column - 1) : step.far ? last : from.column + 1,
    last,
  );
  return { column, index: clamp(from.index, counts[column] ?? 0) };
}

/** Which card is focused after a step: sideways it passes over empty columns, and where there is none it stays. */
export function focusTo(counts: readonly number[], from: Place, step: Step): Place {
  if (step.to === 'up' || step.to === 'down') {
    const last = (counts[from.column] ?? 0) - 1;
    const index = step.to === 'up' ? (step.far ? 0 : from.index - 1) : step.far ? last : from.index + 1;
    return { column: from.column, index: clamp(index, Math.max(0, last)) };
  }
  const by = step.to === 'back' ? -1 : 1;
  let found = from.column;
  for (let column = from.column + by; column >= 0 && column < counts.length; column += by)
    if ((counts[column] ?? 0) > 0) {
      found = column;
      if (!step.far) break;
    }
  return { column: found, index: clamp(from.index, Math.max(0, (counts[found] ?? 0) - 1)) };
}

/** The card that now stands where another stood, or the last one above; null in an empty column. */
export function clampTo(counts: readonly number[], { column, index }: Place): Place | null {
  const count = counts[column] ?? 0;
  return count > 0 ? { column, index: Math.min(index, count - 1) } : null;
}
