import { useEffect, useState, type RefObject } from 'react';
import { STATUSES, type Status } from '../../../server/contract/tasks.ts';
import { useStored } from '../../api/stored.ts';

/** Below this many pixels for each column the finished ones start folded. */
const ROOM = 240;

/** What the person folded or unfolded; a status that is not in it goes by the room there is. */
type Folds = Partial<Record<Status, boolean>>;

function readFolds(value: unknown): Folds {
  if (typeof value !== 'object' || value === null) return {};
  const folds: Folds = {};
  for (const status of STATUSES) {
    const fold = (value as Record<string, unknown>)[status];
    if (typeof fold === 'boolean') folds[status] = fold;
  }
  return folds;
}

/** Which columns are folded to a strip, and how to change that; kept for the next start. */
export function useFolds(
  board: RefObject<HTMLElement | null>,
  columns: number,
): { isFolded: (status: Status) => boolean; toggle: (status: Status) => void; isReady: boolean } {
  const [folds, setFolds, isReady] = useStored('board.folds', readFolds);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    const element = board.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  }, [board]);
  const isNarrow = width !== null && width / Math.max(1, columns) < ROOM;
  const isFolded = (status: Status): boolean =>
    folds[status] ?? (isNarrow && (status === 'done' || status === 'cancelled'));
  return {
    isFolded,
    toggle: (status) => setFolds({ ...folds, [status]: !isFolded(status) }),
    isReady: isReady && width !== null,
  };
}
