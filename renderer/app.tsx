import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { I18nProvider } from 'react-aria-components';
import { RouterProvider } from 'react-router';
import { ApiError } from '../server/contract/client.ts';
import { errorMessage } from './api/error-message.ts';
import { forgetKey, type Launch } from './api/launch.ts';
import { profileQuery } from './api/people.ts';
import { settingsQuery } from './api/settings.ts';
import { WorkspaceProvider, type WorkspaceSession } from './api/workspace.tsx';
import { PlainPage } from './features/frame/index.ts';
import { dispatcher } from './keys/use-key.tsx';
import { LOCALES, currentLanguage } from './i18n/index.ts';
import { createRouter } from './routes.tsx';
import { useApplySettings } from './theme/apply-settings.ts';
import { Button } from './ui/button.tsx';
import { SkeletonList } from './ui/skeleton.tsx';

function Unlaunched({ state }: { state: Exclude<Launch['state'], 'ready'> }) {
  const { t } = useTranslation();
  if (state === 'unreachable')
    return (
      <PlainPage
        title={t('launch.unreachableTitle')}
        text={t('launch.unreachableBody')}
        action={
          <Button kind="primary" onPress={() => location.reload()}>
            {t('launch.tryAgain')}
          </Button>
        }
      />
    );
  return (
    <PlainPage
      title={t(state === 'code-used' ? 'launch.usedTitle' : 'launch.title')}
      text={t('launch.body')}
    />
  );
}

/** What keeps the workspace itself shut, in the server's own words; null for any other failure. */
function whyClosed(failure: Error | null): string | null {
  if (!(failure instanceof ApiError) || failure.code !== 'STORE_UNAVAILABLE') return null;
  return (failure.details as { advice?: string } | undefined)?.advice ? failure.message : null;
}

/** Waits for settings and profile, which every page needs, and says so when they cannot be had. */
function Gate({ session }: { session: WorkspaceSession }) {
  const { t } = useTranslation();
  const [router] = useState(() => createRouter(session));
  const settings = useQuery(settingsQuery(session));
  const profile = useQuery(profileQuery(session));
  useApplySettings();
  const failure = settings.error ?? profile.error;
  const isKeyless = failure instanceof ApiError && failure.code === 'LAUNCH_KEY_REQUIRED';
  useEffect(() => {
    if (isKeyless) forgetKey(localStorage);
  }, [isKeyless]);
  if (isKeyless) return <Unlaunched state="no-key" />;
  const closed = whyClosed(failure);
  if (closed)
    return <PlainPage title={t('launch.closedTitle')} text={`${closed} ${t('launch.closedBody')}`} />;
  if (failure)
    return (
      <PlainPage
        title={t('launch.unreachableTitle')}
        text={errorMessage(failure)}
        action={
          <Button
            kind="primary"
            onPress={() => {
              void settings.refetch();
              void profile.refetch();
            }}
          >
            {t('launch.tryAgain')}
          </Button>
        }
      />
    );
  if (!settings.data || !profile.data)
    return (
      <div className="window">
        <aside className="side" />
        <main>
          <SkeletonList />
        </main>
      </div>
    );
  return <RouterProvider router={router} />;
}

/** The window: `session` once there is a key, and what keeps it shut without one. */
export function App({ launch, session }: { launch: Launch; session: WorkspaceSession | null }) {
  useTranslation();
  useEffect(() => dispatcher.listen(window), []);
  if (launch.state !== 'ready') return <Unlaunched state={launch.state} />;
  if (!session) return null;
  return (
    <I18nProvider locale={LOCALES[currentLanguage()]}>
      <WorkspaceProvider value={session}>
        <QueryClientProvider client={session.queries}>
          <Gate session={session} />
        </QueryClientProvider>
      </WorkspaceProvider>
    </I18nProvider>
  );
}
