import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useOpenWorkspaces } from '../../api/open-workspaces.tsx';
import type { BindingId } from '../../keys/bindings.ts';
import { dispatcher } from '../../keys/use-key.tsx';
import { platform } from '../../platform/index.ts';
import { openJoin } from '../workspaces/index.ts';

/** Which act of the window an item of the application's menu stands for. */
const ACT = {
  newTask: 'newTask',
  search: 'search',
  palette: 'palette',
  settings: 'goSettings',
  shortcuts: 'cheatSheet',
  inbox: 'goInbox',
} as const satisfies Record<Parameters<Parameters<typeof platform.onCommand>[0]>[0], BindingId>;

/** Does what the shell asks for: its menu's items, the task whose notification was clicked, the invitation whose link was opened. */
export function useShellWishes(): void {
  const navigate = useNavigate();
  const opened = useOpenWorkspaces();
  useEffect(() => platform.onInvited(openJoin), []);
  useEffect(() => platform.onCommand((command) => dispatcher.run(ACT[command])), []);
  useEffect(
    () =>
      platform.onOpenTask(({ workspaceId, taskId }) => {
        const path = `/tasks/${encodeURIComponent(taskId)}`;
        if (opened && opened.current().id !== workspaceId) opened.show(workspaceId, path);
        else void navigate(path);
      }),
    [navigate, opened],
  );
}
