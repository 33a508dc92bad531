import { useSyncExternalStore } from 'react';
import { useStored } from '../../api/stored.ts';

const read = (value: unknown): boolean => value === true;
const NARROW = '(max-width: 960px)';

function onNarrow(listener: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether the sidebar is a strip: folded by its key (kept for the next start), or for want of room. */
export function useSidebar(): readonly [isStrip: boolean, toggle: () => void] {
  const [isFolded, set] = useStored('sidebar-folded', read);
  const isNarrow = useSyncExternalStore(onNarrow, () => matchMedia(NARROW).matches);
  return [isFolded || isNarrow, () => set(!isFolded)];
}
