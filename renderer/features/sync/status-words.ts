import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { t } from '../../i18n/index.ts';

type Status = WorkspaceItem['status'];

/** How a workspace is doing, in few words: what stands in the corner of the window and in the list of workspaces. */
export function statusWords({ state, waiting: count, untrusted }: Status): string {
  if (untrusted) return t('sync:state.untrusted');
  switch (state) {
    case 'local':
      return t('sync:state.local');
    case 'synced':
      return count > 0 ? t('sync:state.refused', { count }) : t('sync:state.synced');
    case 'syncing':
      return count > 0 ? t('sync:state.syncingCount', { count }) : t('sync:state.syncing');
    case 'offline':
      return count > 0 ? t('sync:state.offlineWaiting', { count }) : t('sync:state.offline');
    case 'sign_in':
      return count > 0 ? t('sync:state.signInSend', { count }) : t('sync:state.signIn');
    case 'disabled':
      return t('sync:state.disabled');
    case 'too_old':
      return t('sync:state.tooOld');
  }
}

/** The same where there is little room: in the corner of the window. */
export function pillWords(status: Status): string {
  const { state, waiting } = status;
  return state === 'sign_in' && waiting > 0
    ? t('sync:state.signInWaiting', { count: waiting })
    : statusWords(status);
}

/** Whether a state asks for attention: `warn` can wait, `bad` needs somebody. */
export function statusTone({ state, waiting, untrusted }: Status): '' | 'warn' | 'bad' {
  if (untrusted) return 'bad';
  switch (state) {
    case 'offline':
    case 'sign_in':
      return 'warn';
    case 'disabled':
    case 'too_old':
      return 'bad';
    case 'synced':
      return waiting > 0 ? 'warn' : '';
    case 'local':
    case 'syncing':
      return '';
  }
}
