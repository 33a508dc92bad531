import { useEffect } from 'react';
import { useWorkspace } from '../../api/workspace.tsx';
import { platform } from '../../platform/index.ts';

/**
 * Sends what still gathers when the window is hidden, left or closed. A browser lets such requests outlive the page; the
 * shell, whose server ends with it, waits for the answers.
 */
export function useFlushOnLeave(): void {
  const { stored } = useWorkspace();
  useEffect(() => {
    const flush = (): void => void stored.flush();
    const onVisibility = (): void => {
      if (document.visibilityState === 'hidden') flush();
    };
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', onVisibility);
    const off = platform.onLeaving(() => stored.flush());
    return () => {
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', onVisibility);
      off();
      // Another workspace is shown: its drafts are those that go from now on.
      flush();
    };
  }, [stored]);
}
