import {
  CircleAlert,
  CircleUserRound,
  Cloud,
  CloudOff,
  Laptop,
  RefreshCw,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button as AriaButton } from 'react-aria-components';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { useReplica } from '../../api/workspaces.ts';
import { Icon } from '../../ui/icon.tsx';
import { openSync } from './open.ts';
import { pillWords, statusTone, statusWords } from './status-words.ts';

const ICONS: Record<WorkspaceItem['status']['state'], LucideIcon> = {
  local: Laptop,
  synced: Cloud,
  syncing: RefreshCw,
  offline: CloudOff,
  sign_in: CircleUserRound,
  disabled: CircleAlert,
  too_old: CircleAlert,
};

/** Milliseconds after an event in which more of them are waited for before the state is asked again. */
const GATHER_MS = 150;

/** An edit here or there is likely to change what waits: the state is looked at soon, and not at the next turn. */
function useLookAfterEvents(): void {
  const { connection, queries } = useWorkspace();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const off = connection.onTask(() => {
      timer ??= setTimeout(() => {
        timer = null;
        void queries.invalidateQueries({ queryKey: queryKeys.workspaces });
      }, GATHER_MS);
    });
    return () => {
      if (timer) clearTimeout(timer);
      off();
    };
  }, [connection, queries]);
}

/** How the workspace is doing, in words. Of a team's copy a press shows what waits, and the connection. */
export function StatusPill() {
  const { t } = useTranslation();
  const { t: sync } = useTranslation('sync');
  const { connection, account } = useWorkspace();
  const replica = useReplica();
  const socket = useSyncExternalStore(connection.subscribe, connection.state);
  useLookAfterEvents();
  const isLost = socket === 'lost';
  if (replica && !isLost) {
    const words = statusWords(replica.status);
    return (
      <>
        <span className="sr" role="status">
          {words}
        </span>
        <AriaButton
          className={`pill ${statusTone(replica.status)}`.trimEnd()}
          aria-label={sync('open', { state: words })}
          onPress={openSync}
        >
          <Icon of={ICONS[replica.status.state]} size={14} />
          <span>{pillWords(replica.status)}</span>
        </AriaButton>
      </>
    );
  }
  const isTeam = account !== null;
  const hint = isLost
    ? isTeam
      ? t('workspace.notConnectedTeamHint')
      : t('workspace.notConnectedHint')
    : t(isTeam ? 'workspace.connectedHint' : 'workspace.onThisDeviceOnly');
  const here = t(isTeam ? 'workspace.connected' : 'workspace.onThisDevice');
  return (
    <span className={isLost ? 'pill warn' : 'pill'} role="status" title={hint}>
      <Icon of={isLost ? CloudOff : isTeam ? Cloud : Laptop} size={14} />
      <span>{isLost ? t('workspace.notConnected') : here}</span>
    </span>
  );
}
