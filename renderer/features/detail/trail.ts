/** The list a task was opened from: what stands before and after it. */
export interface Trail {
  /** Where the list is, to go back to. */
  readonly to: string;
  readonly label: string;
  readonly total: number;
  /** The ids that were loaded, each under its place in the list, from 0. */
  readonly places: ReadonlyMap<number, string>;
}

let current: Trail | null = null;

/** Remembers the list that a task is opened from; the window's own memory, for an address must not hold a list. */
export function leaveTrail(trail: Trail): void {
  current = trail;
}

export interface Place {
  readonly trail: Trail;
  /** From 1, as it is shown. */
  readonly at: number;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** Where a task stands in the list one came from; null when one came from elsewhere. */
export function placeOf(id: string, trail: Trail | null = current): Place | null {
  if (!trail) return null;
  for (const [index, one] of trail.places)
    if (one === id)
      return {
        trail,
        at: index + 1,
        previous: trail.places.get(index - 1),
        next: trail.places.get(index + 1),
      };
  return null;
}
