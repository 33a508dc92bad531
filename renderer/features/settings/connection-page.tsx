import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { useSettings } from '../../api/settings.ts';
import { momentLabel } from '../../i18n/dates.ts';
import { Button } from '../../ui/button.tsx';
import { SignInAgain, openSync, statusTone, statusWords } from '../sync/index.ts';
import { Doctor, RemoveDialog } from '../workspaces/index.ts';
import { NameField } from './name-field.tsx';

/** Settings > Connection of a team's copy: where its truth is, who one is there, how it is doing, and taking it away. */
export function ConnectionPage({ item }: { item: WorkspaceItem }) {
  const { t } = useTranslation('joining');
  const { t: sync } = useTranslation('sync');
  const [isRemoving, setRemoving] = useState(false);
  const [trust, setTrust] = useState<string | null>(null);
  const { status, url } = item;
  const { secrets } = useSettings();
  return (
    <>
      <h1>{t('page.title')}</h1>
      <p className="lead">{t('page.lead')}</p>
      <NameField key={item.name} workspace={item} />
      <div className="opts">
        <div>
          <b>{t('page.server')}</b>
          <span className="path">{item.kind === 'databases' ? t('page.databases') : url}</span>
        </div>
        {item.user && (
          <div>
            <b>{t('page.user')}</b>
            <span>{item.user}</span>
          </div>
        )}
        <div>
          <b>{t('page.state')}</b>
          <span className={statusTone(status)}>
            {statusWords(status)} ·{' '}
            {status.syncedAt
              ? sync('lastSynced', { when: momentLabel(status.syncedAt) })
              : sync('neverSynced')}
          </span>
          <Button onPress={openSync}>{sync('show')}</Button>
        </div>
        <div>
          <b>{t('page.secrets')}</b>
          <span>{t(`page.secretsIn.${secrets}`)}</span>
        </div>
        {item.http && (
          <div>
            <b>{t('page.http')}</b>
            <span className="warn">{t('page.httpHint')}</span>
          </div>
        )}
      </div>
      <Doctor item={item} onTrust={setTrust} />
      <div className="opts">
        <div>
          <b>{t('page.remove')}</b>
          <span>{t('page.removeHint')}</span>
          <Button kind="danger" onPress={() => setRemoving(true)}>
            {t('removing.remove')}
          </Button>
        </div>
      </div>
      {trust !== null && (
        <SignInAgain
          item={item}
          reason={{ kind: 'trust', sha256: trust }}
          onClose={() => setTrust(null)}
          onLater={() => {
            setTrust(null);
            openSync();
          }}
        />
      )}
      {isRemoving && <RemoveDialog item={item} onClose={() => setRemoving(false)} />}
    </>
  );
}
