import { CloudOff, Laptop } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/workspace.tsx';
import { Icon } from '../../ui/icon.tsx';

/** How the workspace is doing: on this device, or that the server is not heard. */
export function StatusPill() {
  const { t } = useTranslation();
  const { connection } = useWorkspace();
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const isLost = state === 'lost';
  return (
    <span
      className={isLost ? 'pill warn' : 'pill'}
      role="status"
      title={isLost ? t('workspace.notConnectedHint') : t('workspace.onThisDeviceOnly')}
    >
      <Icon of={isLost ? CloudOff : Laptop} size={14} />
      <span>{isLost ? t('workspace.notConnected') : t('workspace.onThisDevice')}</span>
    </span>
  );
}
