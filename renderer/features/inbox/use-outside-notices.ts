import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { isQuiet } from '../../../server/contract/quiet-hours.ts';
import { getTask } from '../../../server/contract/tasks.ts';
import { queryKeys } from '../../api/query-keys.ts';
import type { SettingsAnswer } from '../../api/settings-store.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { platform } from '../../platform/index.ts';
import { OutsideNotices } from './outside-notices.ts';

/**
 * While the window is hidden, tells what arrives in the inbox outside of it, where the person has allowed that; a click
 * comes back and opens the very task. `unread` is the number on the app's icon. Under the shell the shell tells it.
 */
export function useOutsideNotices(unread: number): void {
  const session = useWorkspace();
  const navigate = useNavigate();

  useEffect(() => {
    platform.setBadge(unread);
  }, [unread]);

  useEffect(() => {
    if (platform.inShell) return;
    const titleOf = async (id: string): Promise<string | null> => {
      const task =
        session.tasks.find(id) ?? (await session.call(getTask, { params: { id } }).catch(() => null));
      return task?.title ?? null;
    };
    const isNight = (): boolean => {
      const settings = session.queries.getQueryData<SettingsAnswer>(queryKeys.settings);
      return isQuiet(settings?.quiet ?? null, new Date());
    };
    const outside = new OutsideNotices(titleOf, (address) => void navigate(address), isNight);
    const stop = session.connection.onNotification(outside.add);
    return () => {
      stop();
      outside.close();
    };
  }, [session, navigate]);
}
