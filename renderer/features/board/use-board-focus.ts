import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Status, Task } from '../../../server/contract/tasks.ts';
import { cardId } from './card.tsx';
import { clampTo, type Place } from './places.ts';
import type { Column } from './use-columns.ts';

/** Which card the keys are at, through everything that moves, folds or takes cards away. */
export function useBoardFocus(
  board: RefObject<HTMLElement | null>,
  columns: readonly Column[],
  isFolded: (status: Status) => boolean,
) {
  const [focus, setFocus] = useState<{ readonly id: string; readonly place: Place } | null>(null);
  /** The focus goes to the focused card after the next render: it may be another element by then. */
  const wantsFocus = useRef(false);

  const placeOf = (id: string): Place | null => {
    for (const [column, { status, tasks }] of columns.entries()) {
      const index = isFolded(status) ? -1 : tasks.findIndex((task) => task.id === id);
      if (index >= 0) return { column, index };
    }
    return null;
  };
  const at = (place: Place | null): Task | undefined =>
    place ? columns[place.column]?.tasks[place.index] : undefined;
  /** Cards that show, by column. */
  const counts = columns.map((column) => (isFolded(column.status) ? 0 : column.tasks.length));

  // Where the focus is now. Its card may have gone (deleted, filtered out): then the one that took its place has it.
  const found = focus && placeOf(focus.id);
  const nearest = focus && !found ? clampTo(counts, focus.place) : null;
  const first = Math.max(
    0,
    counts.findIndex((count) => count > 0),
  );
  const focused: Place = found ?? nearest ?? { column: first, index: 0 };
  const current = at(focused);

  useEffect(() => {
    const hasLostFocus = document.activeElement === document.body;
    if (!wantsFocus.current || (!hasLostFocus && !board.current?.contains(document.activeElement))) return;
    const card = current && document.getElementById(cardId(current.id));
    if (!card || card === document.activeElement) return;
    card.focus();
  });

  return {
    /** False until somebody put the focus somewhere: the first card has the tab stop, and keys mean none yet. */
    isUsed: focus !== null,
    focused,
    current,
    counts,
    placeOf,
    at,
    focusOn(place: Place): void {
      const task = at(place);
      if (!task) return;
      wantsFocus.current = true;
      setFocus({ id: task.id, place });
    },
    /** Stays with a card wherever it goes, without taking the browser's focus there. */
    follow(id: string, place: Place): void {
      setFocus({ id, place });
    },
    /** Gives the browser's focus to the focused card after the next render. */
    hold(): void {
      wantsFocus.current = true;
    },
    /** The browser's focus came to a card, or to what is none (null). */
    note(id: string | null): void {
      const place = id ? placeOf(id) : null;
      wantsFocus.current = id !== null;
      if (id && place && id !== focus?.id) setFocus({ id, place });
    },
    leave(): void {
      wantsFocus.current = false;
    },
  };
}
