import { useTranslation } from 'react-i18next';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { reconnect } from '../../../server/contract/joining.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { useReplica } from '../../api/workspaces.ts';
import { number } from '../../i18n/dates.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { openSync } from './open.ts';

type Progress = NonNullable<WorkspaceItem['status']['progress']>;

/** How far the first load has come: a bar and its figures. */
export function Loading({ progress: { done, total } }: { progress: Progress }) {
  const { t } = useTranslation('sync');
  const words = t('loading', { done: number(done), total: number(total) });
  return (
    <p className="load-bar">
      <progress max={Math.max(total, 1)} value={done} aria-label={words} />
      <span>{words}</span>
    </p>
  );
}

/** Over the pages while a team is loaded for the first time; they can be read meanwhile. */
export function FirstLoad() {
  const item = useReplica();
  if (!item?.status.progress) return null;
  return (
    <div className="notice loading" role="status">
      <Loading progress={item.status.progress} />
    </div>
  );
}

/** The fourth empty state: a team that has not been reached since it was joined; null where that is not so. */
export function useNotSynced() {
  const { t } = useTranslation('sync');
  const { call } = useWorkspace();
  const item = useReplica();
  if (!item || item.status.syncedAt !== null) return null;
  const { state } = item.status;
  if (state === 'syncing' || state === 'synced')
    return <EmptyState art="unsynced" text={t('notSyncedLoading', { name: item.name })} />;
  const act = (): void => {
    if (state !== 'offline') return openSync();
    void call(reconnect, { params: { id: item.id } }).catch(openSync);
  };
  return (
    <EmptyState
      art="unsynced"
      text={t('notSynced', { name: item.name })}
      action={<Button onPress={act}>{state === 'sign_in' ? t('signIn') : t('tryNow')}</Button>}
    />
  );
}
