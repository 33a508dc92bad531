import { Cloud, CloudOff, Laptop } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/workspace.tsx';
import { Icon } from '../../ui/icon.tsx';

/** How the workspace is doing: on this device, connected to a team, or that the server is not heard. */
export function StatusPill() {
  const { t } = useTranslation();
  const { connection, account } = useWorkspace();
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const isLost = state === 'lost';
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
