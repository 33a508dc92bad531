import { useStored } from '../../api/stored.ts';

const read = (value: unknown): boolean => value === true;

/** Whether the sidebar is folded to its strip, kept for the next start: [isFolded, toggle]. */
export function useSidebar(): readonly [isFolded: boolean, toggle: () => void] {
  const [isFolded, set] = useStored('sidebar-folded', read);
  return [isFolded, () => set(!isFolded)];
}
