import { useEffect, useRef, useState } from 'react';
import type { Task } from '../../../../server/contract/tasks.ts';
import { NOTHING, prune, renew, type Selection } from './selection.ts';
import type { LoadedGroup } from './use-group-pages.ts';
import { PAGE_ROWS } from './rows.ts';

/** Rows of a group that are looked through after a change; more have never been in view together. */
const LOOKED_AT = 20 * PAGE_ROWS;

function tasksIn(groups: readonly LoadedGroup[]): Map<string, Task> {
  const tasks = new Map<string, Task>();
  for (const group of groups)
    for (let position = 0; position < Math.min(group.count, LOOKED_AT); position++) {
      const task = group.at(position);
      if (task) tasks.set(task.id, task);
    }
  return tasks;
}

/**
 * The selection of a list: it outlives refetches, and lets go of what left the list. A row that is not there any more has
 * left when the list became shorter; else it only went to a page that is not loaded.
 */
export function useSelection(
  groups: readonly LoadedGroup[] | undefined,
): readonly [Selection, (change: (selection: Selection) => Selection) => void] {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const before = useRef<{ readonly tasks: ReadonlyMap<string, Task>; readonly total: number } | null>(null);
  const isEmpty = selection.tasks.size === 0;

  useEffect(() => {
    if (!groups || isEmpty) {
      before.current = null;
      return;
    }
    const tasks = tasksIn(groups);
    const total = groups.reduce((sum, group) => sum + group.count, 0);
    const old = before.current;
    before.current = { tasks, total };
    setSelection((current) => {
      const left = new Set<string>();
      if (old && total < old.total) for (const id of old.tasks.keys()) if (!tasks.has(id)) left.add(id);
      return renew(prune(current, left), tasks.values());
    });
  }, [groups, isEmpty]);

  return [selection, setSelection];
}
