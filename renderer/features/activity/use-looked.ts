import { useEffect, useSyncExternalStore } from 'react';
import { lookedAtOthers, useHasNews } from '../../api/others.ts';
import { useWorkspace } from '../../api/workspace.tsx';

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** Marks what others did as looked at, while the window is seen and `isShown` says that the activity is there. */
export function useLooked(isShown: boolean): void {
  const session = useWorkspace();
  const hasNews = useHasNews();
  const isSeen = useSyncExternalStore(onVisibility, () => !document.hidden);
  const isLooking = hasNews && isShown && isSeen;
  useEffect(() => {
    // A server that is away now keeps it as news, until somebody looks again.
    if (isLooking) lookedAtOthers(session).catch(() => undefined);
  }, [isLooking, session]);
}
