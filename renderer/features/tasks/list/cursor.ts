import { stopCount, type Layout } from './layout.ts';

/** Where the keyboard is: on what (a task's id, a folded group's key), and as which stop, should that have left. */
export interface Cursor {
  readonly id: string | null;
  readonly number: number;
}

/** What stands at a stop: a task's id or a folded group's key; null where the page has not come yet. */
export type IdAt = (number: number) => string | null;

/** How far from its place a row is looked for after a change, in stops. */
const REACH = 300;

/**
 * The cursor after the list changed: with its row where that moved within reach, else at the same stop, where the next row
 * has come up. The same object when nothing changed. Null in an empty list.
 */
export function follow(layout: Layout, idAt: IdAt, cursor: Cursor | null): Cursor | null {
  if (!cursor) return null;
  const count = stopCount(layout);
  if (count === 0) return null;
  if (cursor.number < count && (cursor.id === null || idAt(cursor.number) === cursor.id))
    return settled(idAt, cursor);
  for (let distance = 1; distance <= REACH; distance++)
    for (const number of [cursor.number - distance, cursor.number + distance])
      if (number >= 0 && number < count && idAt(number) === cursor.id) return { id: cursor.id, number };
  const number = Math.min(cursor.number, count - 1);
  return { id: idAt(number), number };
}

/** The cursor that somebody had in this list before: where its row still stands within reach, else none. */
export function resume(layout: Layout, idAt: IdAt, earlier: Cursor | undefined): Cursor | null {
  if (!earlier?.id) return null;
  const now = follow(layout, idAt, earlier);
  return now?.id === earlier.id ? now : null;
}

/** A cursor that was set on a row which had not come yet learns its id when it has. */
function settled(idAt: IdAt, cursor: Cursor): Cursor {
  if (cursor.id !== null) return cursor;
  const id = idAt(cursor.number);
  return id === null ? cursor : { ...cursor, id };
}

/**
 * How far a list has to scroll so that what was seen stays where it is, in pixels: the first row of `seen` that is still
 * there within reach decides. `seen` are stops that were in view, top to bottom.
 */
export function drift(
  layout: Layout,
  idAt: IdAt,
  seen: readonly { readonly id: string; readonly number: number; readonly top: number }[],
  topAt: (number: number) => number,
): number {
  const count = stopCount(layout);
  for (const { id, number, top } of seen) {
    for (let distance = 0; distance <= 100; distance++)
      for (const candidate of distance === 0 ? [number] : [number - distance, number + distance])
        if (candidate >= 0 && candidate < count && idAt(candidate) === id) return topAt(candidate) - top;
  }
  return 0;
}

/** The stop at a number as the layout has it, for callers that need its pixels too. */
