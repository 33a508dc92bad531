import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import type { Command } from '../../../electron/ipc/contract.ts';
import type { Destination } from '../../../server/contract/destinations.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useOpenWorkspaces } from '../../api/open-workspaces.tsx';
import { t } from '../../i18n/index.ts';
import type { BindingId } from '../../keys/bindings.ts';
import { dispatcher } from '../../keys/use-key.tsx';
import { platform } from '../../platform/index.ts';
import { showToast } from '../../ui/toast.tsx';
import { openJoin } from '../workspaces/index.ts';

/** Which act of the window an item of the application's menu stands for. */
const ACT = {
  newTask: 'newTask',
  search: 'search',
  palette: 'palette',
  settings: 'goSettings',
  shortcuts: 'cheatSheet',
} as const satisfies Record<Command, BindingId>;

/** Does what the shell asks for: its menu's items, and going where a link or a notification leads that was opened outside. */
export function useShellWishes(): void {
  const navigate = useNavigate();
  const opened = useOpenWorkspaces();
  const go = useEffectEvent(async (to: Destination): Promise<void> => {
    switch (to.kind) {
      case 'join':
        return openJoin(to.invite);
      case 'inbox':
        return navigate('/inbox');
      case 'task': {
        const path = `/tasks/${to.taskId}`;
        if (!opened || opened.current().id === to.workspaceId) return navigate(path);
        // Anyone may make a link: a workspace that is not there is not opened to find that out.
        if (await opened.has(to.workspaceId)) opened.show(to.workspaceId, path);
        else showToast({ text: t('launch.goneTitle'), detail: t('launch.goneBody'), tone: 'bad' });
      }
    }
  });
  useEffect(
    () =>
      platform.onDestination((to) => {
        go(to).catch((error: unknown) => showToast({ text: errorMessage(error), tone: 'bad' }));
      }),
    [],
  );
  useEffect(
    () =>
      platform.onCommand((command) => {
        // Not every page has a field to search in; the palette finds tasks from anywhere.
        const isHere = dispatcher.runnable().has(ACT[command]);
        dispatcher.run(isHere ? ACT[command] : 'palette');
      }),
    [],
  );
}
