import { useState } from 'react';
import type { Task } from '../../../../server/contract/tasks.ts';
import { NOTHING, type Selection } from '../list/selection.ts';

/** Which of the tasks that are shown as cards or in days an act means. */
export interface Picked {
  readonly selection: Selection;
  readonly select: (change: (old: Selection) => Selection) => void;
  readonly clear: () => void;
  /** In the order they stand; selected ones that are not loaded any more are left out. */
  readonly selected: readonly Task[];
  /** What keys act on: the selection, else the task under the cursor. */
  readonly targets: readonly Task[];
  readonly find: (id: string | undefined) => Task | undefined;
  /** What moves when one is taken hold of: the selection when it belongs to it. */
  readonly with: (id: string | undefined) => readonly Task[];
}

/** `all`: the tasks in the order they stand; `current`: the one under the cursor. */
export function usePicked(all: readonly Task[], current: Task | undefined): Picked {
  const [selection, select] = useState<Selection>(NOTHING);
  const selected = all.filter((task) => selection.tasks.has(task.id));
  const find = (id: string | undefined): Task | undefined => all.find((task) => task.id === id);
  return {
    selection,
    select,
    clear: () => select(NOTHING),
    selected,
    targets: selected.length > 0 ? selected : current ? [current] : [],
    find,
    with: (id) => {
      if (id !== undefined && selection.tasks.has(id)) return selected;
      const task = find(id);
      return task ? [task] : [];
    },
  };
}
