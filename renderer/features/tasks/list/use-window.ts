import { useCallback, useLayoutEffect, useState, type RefObject } from 'react';

/** What of a list can be seen, in pixels from its top; moves in steps, so that most scrolling renders nothing. */
export interface Seen {
  readonly top: number;
  readonly bottom: number;
}

/** Where each list was scrolled to, by its key: coming back from a task finds the same place. */
const places = new Map<string, number>();

/**
 * Watches a scrolling element. `step` is in pixels. `onScroll` is to be called from its scroll event. The element's height
 * is watched too.
 */
export function useWindow(
  element: RefObject<HTMLElement | null>,
  step: number,
  placeKey: string,
): { readonly seen: Seen; readonly onScroll: () => void } {
  const [band, setBand] = useState(() => Math.floor((places.get(placeKey) ?? 0) / step));
  const [height, setHeight] = useState(() => (typeof innerHeight === 'number' ? innerHeight : 800));

  // Its scroll event tells the rest.
  useLayoutEffect(() => {
    element.current?.scrollTo({ top: places.get(placeKey) ?? 0 });
  }, [element, placeKey]);

  useLayoutEffect(() => {
    const node = element.current;
    if (!node) return;
    const observer = new ResizeObserver(() => setHeight(node.clientHeight));
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);

  const onScroll = useCallback(() => {
    const top = element.current?.scrollTop ?? 0;
    places.set(placeKey, top);
    setBand(Math.floor(top / step));
  }, [element, placeKey, step]);

  return { seen: { top: band * step, bottom: (band + 1) * step + height }, onScroll };
}
