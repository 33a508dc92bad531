import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { reconnect } from '../../../server/contract/joining.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { useReplica } from '../../api/workspaces.ts';
import { momentLabel } from '../../i18n/dates.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Doctor } from '../workspaces/index.ts';
import { Loading } from './first-load.tsx';
import { Queue } from './queue.tsx';
import { SignInAgain, type SignInReason } from './sign-in-again.tsx';
import { statusTone, statusWords } from './status-words.ts';

/** Milliseconds between looks at the state while somebody watches it. */
const WATCH_MS = 700;

/** Asks how things are more often while the panel is open. */
function useWatch(): void {
  const { queries } = useWorkspace();
  useEffect(() => {
    const look = (): void => {
      void queries.invalidateQueries({ queryKey: queryKeys.workspaces });
      void queries.invalidateQueries({ queryKey: queryKeys.queue });
    };
    look();
    const timer = setInterval(look, WATCH_MS);
    return () => clearInterval(timer);
  }, [queries]);
}

/** The state in words, what it means, since when, and what can be done about it. */
function State({
  item,
  onSignIn,
}: {
  readonly item: WorkspaceItem;
  readonly onSignIn: (reason: SignInReason) => void;
}) {
  const { t } = useTranslation('sync');
  const { call, queries } = useWorkspace();
  const { status } = item;
  const [isTrying, setTrying] = useState(false);
  const tryNow = async (): Promise<void> => {
    setTrying(true);
    try {
      await call(reconnect, { params: { id: item.id } });
    } catch (error) {
      showToast({ text: errorMessage(error), tone: 'bad' });
    }
    await queries.invalidateQueries({ queryKey: queryKeys.workspaces });
    setTrying(false);
  };
  return (
    <section className="how">
      <p>
        <b className={statusTone(status)}>{statusWords(status)}</b>
        <span>{t(status.untrusted ? 'told.untrusted' : `told.${status.state}`)}</span>
        <span className="hint">
          {status.syncedAt ? t('lastSynced', { when: momentLabel(status.syncedAt) }) : t('neverSynced')}
        </span>
      </p>
      {status.progress && <Loading progress={status.progress} />}
      <div className="acts-row">
        {status.state === 'sign_in' ? (
          <Button kind="primary" onPress={() => onSignIn({ kind: 'ended' })}>
            {t('signIn')}
          </Button>
        ) : (
          <Button isBusy={isTrying} onPress={() => void tryNow()}>
            <Icon of={RefreshCw} />
            {t('reconnect')}
          </Button>
        )}
        {status.state === 'offline' && item.kind === 'databases' && (
          <Button kind="quiet" onPress={() => onSignIn({ kind: 'elsewhere' })}>
            {t('elsewhere')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What waits between this device and the team: the state, the queue, the doctor. */
export function SyncPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('sync');
  const navigate = useNavigate();
  const item = useReplica();
  const isEnded = item?.status.state === 'sign_in';
  const [reason, setReason] = useState<SignInReason | null>(isEnded ? { kind: 'ended' } : null);
  useWatch();
  if (!item) return null;
  if (reason && (isEnded || reason.kind !== 'ended'))
    return <SignInAgain item={item} reason={reason} onClose={onClose} onLater={() => setReason(null)} />;
  return (
    <Dialog isOpen onClose={onClose} title={t('panel', { name: item.name })} className="doctor sync-panel">
      <div className="scroll">
        <State item={item} onSignIn={setReason} />
        <Queue
          item={item}
          onShow={(taskId) => {
            onClose();
            void navigate(`/tasks/${taskId}`);
          }}
        />
        {item.status.conflicts > 0 && (
          <section>
            <h3>{t('conflicts.title')}</h3>
            <div className="acts-row">
              <span>{t('conflicts.count', { count: item.status.conflicts })}</span>
              <span className="grow" />
              <Button
                onPress={() => {
                  onClose();
                  void navigate('/conflicts');
                }}
              >
                {t('conflicts.look')}
              </Button>
            </div>
          </section>
        )}
        <section>
          <Doctor item={item} onTrust={(sha256) => setReason({ kind: 'trust', sha256 })} />
        </section>
      </div>
    </Dialog>
  );
}
