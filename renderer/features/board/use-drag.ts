import type { RefObject } from 'react';
import type { Status } from '../../../server/contract/tasks.ts';
import type { Point } from '../../ui/use-pointer-drag.ts';
import type { Picked } from '../tasks/around/use-picked.ts';
import { useTaskDrag, type TaskDragOptions } from '../tasks/around/use-task-drag.ts';
import type { ColumnHandle } from './column.tsx';
import { edgeSpeed, indexAt } from './drag.ts';

/** Where something would land: a column, and the place among all of its cards (moving ones counted). */
export interface Target {
  readonly status: Status;
  readonly index: number;
}

export interface DragOptions {
  readonly board: RefObject<HTMLElement | null>;
  readonly columns: ReadonlyMap<Status, ColumnHandle>;
  readonly picked: Picked;
  readonly onDrop: TaskDragOptions<Target>['onDrop'];
}

/** Which column lies under a point, folded ones included. */
function columnAt(board: HTMLElement, x: number): Status | null {
  for (const element of board.querySelectorAll<HTMLElement>('[data-column]')) {
    const box = element.getBoundingClientRect();
    if (x >= box.left && x < box.right) return element.dataset['column'] as Status;
  }
  return null;
}

/** Dragging cards: a line shows where they would land, and columns and board scroll at their edges. */
export function useDrag({ board, columns, picked, onDrop }: DragOptions) {
  const targetAt = ({ x, y }: Point): Target | null => {
    const element = board.current;
    const box = element?.getBoundingClientRect();
    const status = element && columnAt(element, x);
    if (!box || !status || y < box.top || y >= box.bottom) return null;
    const handle = columns.get(status);
    const index = handle ? indexAt(handle.extents(), y - handle.list.getBoundingClientRect().top) : 0;
    return { status, index };
  };
  const scroll = ({ x, y }: Point, elapsed: number): void => {
    const element = board.current;
    if (!element) return;
    const box = element.getBoundingClientRect();
    element.scrollBy({ left: edgeSpeed(x, box.left, box.right) * elapsed, behavior: 'instant' });
    const under = columnAt(element, x);
    const scroller = under && columns.get(under)?.scroller;
    if (!scroller) return;
    const inside = scroller.getBoundingClientRect();
    scroller.scrollBy({ top: edgeSpeed(y, inside.top, inside.bottom) * elapsed, behavior: 'instant' });
  };
  return useTaskDrag<Target>({
    picked,
    handle: '[data-testid="card"]',
    targetAt,
    isSame: (a, b) => a.status === b.status && a.index === b.index,
    scroll,
    onDrop,
  });
}
