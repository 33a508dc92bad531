import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Task } from '../../../../server/contract/tasks.ts';
import { useWorkspace, type WorkspaceSession } from '../../../api/workspace.tsx';
import { drift, follow, resume, type Cursor, type IdAt } from './cursor.ts';
import {
  layOut,
  type LaidGroup,
  numberOf,
  scrollFor,
  stopAt,
  stopCount,
  topOf,
  type Layout,
  type Stop,
} from './layout.ts';
import { NOTHING, only, stretch, toggle, type Selection } from './selection.ts';
import { useSelection } from './use-selection.ts';
import type { GroupPages, LoadedGroup } from './use-group-pages.ts';

/** What the bulk bar covers at the bottom of the list, in pixels. */
const BULK_COVERS = 76;

/** Tasks that can be selected at once: acts on more would keep the window and the server busy for too long. */
export const SELECT_AT_MOST = 10_000;

export interface ListOptions {
  readonly pages: GroupPages;
  readonly folded: readonly string[];
  readonly rowHeight: number;
  /** 0 for lists without heads. */
  readonly headHeight: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Under which the cursor is remembered. */
  readonly placeKey: string;
}

/** Where the cursor was in each list of a workspace, by its key: coming back from a task, the keys go on from its row. */
const cursors = new WeakMap<WorkspaceSession, Map<string, Cursor>>();

function cursorsOf(session: WorkspaceSession): Map<string, Cursor> {
  let known = cursors.get(session);
  if (!known) cursors.set(session, (known = new Map()));
  return known;
}

/** The keyboard's and the pointer's side of a list: cursor, selection, scrolling, without what acts mean. */
export interface TaskListModel {
  readonly layout: Layout;
  readonly groups: readonly LoadedGroup[];
  readonly cursor: Cursor | null;
  readonly selection: Selection;
  /** The task under the cursor. */
  readonly current: Task | undefined;
  readonly taskAt: (number: number) => Task | undefined;
  readonly move: (by: number | 'first' | 'last' | 'page' | 'pageBack') => void;
  readonly moveTo: (number: number, scrolls?: boolean) => void;
  /** Onto the head of a group that is about to be folded. */
  readonly moveToHead: (key: string) => void;
  readonly toggle: (task: Task) => void;
  readonly clear: () => void;
  /** Stretches the selection from where it began to a stop. */
  readonly stretchTo: (number: number) => void;
  readonly stretchBy: (by: number) => void;
  /** Selects every row that shows; answers whether that were too many, and the first 10,000 were taken. */
  readonly selectAll: () => Promise<boolean>;
  /** Call when the list was scrolled, with how far. */
  readonly noteSeen: (top: number) => void;
}

export function useTaskList({
  pages,
  folded,
  rowHeight,
  headHeight,
  scroller,
  placeKey,
}: ListOptions): TaskListModel {
  const groups = useMemo(() => (pages.groups ?? []).filter((group) => group.count > 0), [pages.groups]);
  // Pages that come in change no count: the layout stays the same object, and nothing is moved or measured for them.
  const shape = JSON.stringify(
    groups.map(({ key, count }) => ({ key, count, folded: headHeight > 0 && folded.includes(key) })),
  );
  const layout = useMemo(
    () => layOut(JSON.parse(shape) as LaidGroup[], rowHeight, headHeight),
    [shape, rowHeight, headHeight],
  );
  const [selection, setSelection] = useSelection(pages.groups);
  const stretched = useRef<{ readonly from: number; readonly to: number } | null>(null);

  const at = (number: number): { stop: Stop; task: Task | undefined } | null => {
    const stop = stopAt(layout, number);
    if (!stop) return null;
    const group = groups[stop.group];
    return { stop, task: stop.position === null ? undefined : group?.at(stop.position) };
  };
  const idAt: IdAt = (number) => {
    const found = at(number);
    if (!found) return null;
    return found.stop.position === null ? `#${groups[found.stop.group]?.key}` : (found.task?.id ?? null);
  };
  const kept = cursorsOf(useWorkspace());
  const [raw, setCursor] = useState(() => resume(layout, idAt, kept.get(placeKey)));
  const cursor = follow(layout, idAt, raw);
  if (cursor !== raw) setCursor(cursor);
  useEffect(() => {
    if (cursor) kept.set(placeKey, cursor);
  }, [kept, cursor, placeKey]);

  /** Rows in view as they were painted last: by them the list keeps its place when rows above come and go. */
  const seen = useRef<{ id: string; number: number; top: number }[]>([]);
  /** As the last scroll event told it: reading it off the element after a change would lay the page out once more. */
  const scrollTop = useRef(0);
  const firstInView = (): number => {
    const top = scrollTop.current + headHeight;
    let low = 0;
    let high = Math.max(0, stopCount(layout) - 1);
    while (low < high) {
      const middle = (low + high) >> 1;
      const stop = stopAt(layout, middle);
      if (stop && topOf(layout, stop) < top) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const topAt = (number: number): number => {
    const stop = stopAt(layout, number);
    return stop ? topOf(layout, stop) : 0;
  };
  const noteSeen = (): void => {
    const first = firstInView();
    seen.current = [];
    for (let number = first; number < first + 12; number++) {
      const id = idAt(number);
      if (id) seen.current.push({ id, number, top: topAt(number) });
    }
  };
  useLayoutEffect(() => {
    // At the very top the list stays at the top: what is new there should be seen.
    if (scrollTop.current > 0) {
      const by = drift(layout, idAt, seen.current, topAt);
      if (by !== 0) {
        scrollTop.current += by;
        scroller.current?.scrollTo({ top: scrollTop.current });
      }
    }
    // Only a change of the layout moves rows.
  }, [layout]); // oxlint-disable-line react/exhaustive-deps
  // oxlint-disable-next-line react/exhaustive-deps -- what stands where changes with these two and with nothing else
  useLayoutEffect(noteSeen, [layout, groups]);

  const show = (number: number): void => {
    const stop = stopAt(layout, number);
    const node = scroller.current;
    if (!stop || !node) return;
    const view = {
      top: node.scrollTop,
      height: node.clientHeight,
      covered: selection.tasks.size > 0 ? BULK_COVERS : 0,
    };
    const top = scrollFor(layout, stop, view);
    if (top !== node.scrollTop) node.scrollTo({ top });
  };
  const moveTo = (number: number, scrolls = true): void => {
    const count = stopCount(layout);
    if (count === 0) return;
    const to = Math.max(0, Math.min(number, count - 1));
    setCursor({ id: idAt(to), number: to });
    if (scrolls) show(to);
  };
  const perPage = (): number =>
    Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / rowHeight) - 2);

  /** Stretches wait for rows that are not loaded, each for the one before. */
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const between = async (from: number, to: number): Promise<readonly Task[]> => {
    const tasks: Task[] = [];
    const [low, high] = [
      Math.min(from, to),
      Math.min(Math.max(from, to), Math.min(from, to) + SELECT_AT_MOST - 1),
    ];
    let number = 0;
    for (const [index, box] of layout.boxes.entries()) {
      const stops = Math.max(1, box.rows);
      const [start, end] = [Math.max(low - number, 0), Math.min(high - number + 1, box.rows)];
      const group = groups[index];
      if (group && start < end) tasks.push(...(await pages.rows(group, start, end)));
      number += stops;
    }
    return tasks;
  };
  const stretchTo = (number: number): void => {
    const last = stopCount(layout) - 1;
    if (last < 0) return;
    const to = Math.max(0, Math.min(number, last));
    const from = stretched.current?.from ?? cursor?.number ?? to;
    const was = stretched.current?.to ?? from;
    stretched.current = { from, to };
    moveTo(to);
    queue.current = queue.current.then(
      async () => {
        const [now, before] = [await between(from, to), await between(from, was)];
        setSelection((current) => stretch(current, now[0]?.id ?? '', now, before));
      },
      () => undefined,
    );
  };

  return {
    layout,
    groups,
    cursor,
    selection,
    current: cursor ? at(cursor.number)?.task : undefined,
    taskAt: (number) => at(number)?.task,
    move: (by) => {
      stretched.current = null;
      if (by === 'first') return moveTo(0);
      if (by === 'last') return moveTo(stopCount(layout) - 1);
      if (!cursor) return moveTo(firstInView());
      const steps = by === 'page' ? perPage() : by === 'pageBack' ? -perPage() : by;
      moveTo(cursor.number + steps);
    },
    moveTo: (number, scrolls) => {
      stretched.current = null;
      moveTo(number, scrolls);
    },
    moveToHead: (key) => {
      const group = layout.boxes.findIndex((box) => box.key === key);
      stretched.current = null;
      if (group >= 0) setCursor({ id: `#${key}`, number: numberOf(layout, { group, position: 0 }) });
    },
    toggle: (task) => {
      stretched.current = null;
      setSelection((current) => toggle(current, task));
    },
    clear: () => {
      stretched.current = null;
      setSelection(() => NOTHING);
    },
    stretchTo,
    stretchBy: (by) => stretchTo((cursor?.number ?? firstInView() - by) + by),
    selectAll: async () => {
      stretched.current = null;
      const tasks = await between(0, stopCount(layout) - 1);
      setSelection(() => only(tasks));
      return layout.rows > SELECT_AT_MOST;
    },
    noteSeen: (top) => {
      scrollTop.current = top;
      noteSeen();
    },
  };
}
