import { useEffect, useState, type RefObject } from 'react';

/** The head of a day and one of its tasks, in pixels, as in styles/calendar.css. */
const HEAD = 30;
const EVENT = 26;

/** How many tasks fit into a day: by the height of the grid and the number of weeks. */
export function useSlots(grid: RefObject<HTMLElement | null>, weeks: number): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const node = grid.current;
    if (!node) return;
    const observer = new ResizeObserver(([entry]) => entry && setHeight(entry.contentRect.height));
    observer.observe(node);
    return () => observer.disconnect();
  }, [grid]);
  return Math.max(1, Math.floor((height / weeks - HEAD) / EVENT));
}
