import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { listTasks } from '../../../server/contract/tasks.ts';
import { useSettings } from '../../api/settings.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { platform } from '../../platform/index.ts';
import { CopyButton } from './copy-button.tsx';

/** Settings > About and diagnostics: what to tell when something is wrong, with no task and no key in it. */
export function AboutPage() {
  const { t } = useTranslation('settings');
  const { call, connection, origin, account } = useWorkspace();
  const settings = useSettings();
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const query = { limit: 1 };
  const { data } = useQuery({
    queryKey: ['tasks', 'count'],
    queryFn: async ({ signal }) => (await call(listTasks, { query }, { signal })).total,
  });
  const facts: readonly (readonly [string, string])[] = [
    [t('about.version'), `TaskFlow ${settings.version}${platform.inShell ? ' (Electron)' : ''}`],
    account ? [t('about.server'), origin] : [t('about.folder'), settings.dataFolder],
    [t('about.tasks'), data === undefined ? '' : String(data)],
    [
      t('about.connection'),
      state === 'connected'
        ? t(account ? 'about.connectedTeam' : 'about.connected')
        : t(account ? 'about.lostTeam' : 'about.lost'),
    ],
    [t('about.system'), navigator.userAgent],
  ];
  return (
    <>
      <h1>{t('about.title')}</h1>
      <p className="lead">{t('about.lead')}</p>
      <dl className="facts-list">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="page-act">
        <CopyButton
          text={facts.map(([name, value]) => `${name}: ${value}`).join('\n')}
          label={t('about.copy')}
          copied={t('about.copied')}
        />
        {/* The shell opens no second window; its key is in none that the system's browser opens. */}
        {!platform.inShell && (
          <a className="btn link" href="/api/docs" target="_blank" rel="noreferrer">
            {t('about.docs')}
          </a>
        )}
      </p>
    </>
  );
}
