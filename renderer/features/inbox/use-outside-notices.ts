import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import type { Notification as Notice } from '../../../server/contract/events.ts';
import { getTask } from '../../../server/contract/tasks.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { t } from '../../i18n/index.ts';
import { platform } from '../../platform/index.ts';

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
    const tell = async (notice: Notice): Promise<void> => {
      if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return;
      const task =
        session.tasks.find(notice.taskId) ??
        (await session.call(getTask, { params: { id: notice.taskId } }).catch(() => null));
      if (!task) return;
      const shown = new Notification(t(`inbox:notice.${notice.kind}`), { body: task.title, tag: notice.id });
      shown.addEventListener('click', () => {
        window.focus();
        shown.close();
        void navigate(`/tasks/${notice.taskId}`);
      });
    };
    return session.connection.onNotification((notice) => void tell(notice));
  }, [session, navigate]);
}
