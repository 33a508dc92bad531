import { useEffect, useSyncExternalStore } from 'react';
import { lookedAtOthers, useHasNews } from '../../api/others.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { useIsTeam } from '../../api/workspaces.ts';

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/**
 * Marks what others did as looked at whenever the window is seen with other events than before: whoever leaves as soon as a
 * change shows has seen it. `events`: what is shown; undefined until there is something.
 */
export function useLooked(events: unknown): void {
  const session = useWorkspace();
  const isTeam = useIsTeam();
  const hasNews = useHasNews();
  const isSeen = useSyncExternalStore(onVisibility, () => !document.hidden);
  useEffect(() => {
    if (!isTeam || !isSeen || events === undefined) return;
    // A server that is away now keeps it as news, until somebody looks again.
    lookedAtOthers(session).catch(() => undefined);
  }, [isTeam, isSeen, events, hasNews, session]);
}
