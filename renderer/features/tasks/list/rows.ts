import type { Task, TaskPage } from '../../../../server/contract/tasks.ts';

/** Rows a page holds: the most the server gives at once. */
export const PAGE_ROWS = 100;

/** Tasks by their position in a group; undefined where the page has not come yet. */
export type RowLookup = (position: number) => Task | undefined;

/**
 * The rows of a group from the pages that are there, in order of their numbers, gaps allowed. Pages that follow each other
 * are read as one run: where an edit took a row out of one or put one in, the rows behind it move up or down with it.
 */
export function rowsOf(pages: readonly TaskPage[]): RowLookup {
  const runs: { start: number; pages: TaskPage[]; length: number; next: number }[] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last && last.next === page.page) {
      last.pages.push(page);
      last.length += page.items.length;
      last.next++;
    } else {
      const start = (page.page - 1) * page.limit;
      runs.push({ start, pages: [page], length: page.items.length, next: page.page + 1 });
    }
  }
  return (position) => {
    const run = runs.findLast((one) => one.start <= position);
    if (!run || position >= run.start + run.length) return undefined;
    let index = position - run.start;
    for (const page of run.pages) {
      if (index < page.items.length) return page.items[index];
      index -= page.items.length;
    }
    return undefined;
  };
}

/** The numbers (from 1) of the pages that hold positions [from, to), and the one after: it is likely next. */
export function pagesFor(from: number, to: number, total: number): number[] {
  const first = Math.floor(Math.max(0, from) / PAGE_ROWS) + 1;
  const last = Math.min(Math.ceil(to / PAGE_ROWS) + 1, Math.max(1, Math.ceil(total / PAGE_ROWS)));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/**
 * Fresh pages with the tasks of before where nothing about them changed, so that their rows are not rendered again. What a
 * list shows of a task changes with its version, its rank or its stay in the trash.
 */
export function withKnown(fresh: readonly TaskPage[], old: readonly TaskPage[]): TaskPage[] {
  const known = new Map(old.flatMap((page) => page.items.map((task) => [task.id, task])));
  const isSame = (a: Task, b: Task): boolean =>
    a.version === b.version &&
    a.updatedAt === b.updatedAt &&
    a.deletedAt === b.deletedAt &&
    a.rank === b.rank &&
    JSON.stringify([a.assignee, a.creator, a.can]) === JSON.stringify([b.assignee, b.creator, b.can]);
  return fresh.map((page) => ({
    ...page,
    items: page.items.map((task) => {
      const before = known.get(task.id);
      return before && isSame(before, task) ? before : task;
    }),
  }));
}
