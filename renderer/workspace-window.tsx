import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { I18nProvider } from 'react-aria-components';
import { RouterProvider } from 'react-router';
import { ApiError } from '../server/contract/client.ts';
import { CLOSED } from '../server/contract/notices.ts';
import { errorMessage } from './api/error-message.ts';
import { forgetKey } from './api/launch.ts';
import { profileQuery } from './api/people.ts';
import { DEFAULT_SETTINGS } from './api/settings-store.ts';
import { settingsQuery } from './api/settings.ts';
import { WorkspaceProvider, type WorkspaceSession } from './api/workspace.tsx';
import { PlainPage } from './features/frame/index.ts';
import { LOCALES, currentLanguage } from './i18n/index.ts';
import { createRouter } from './routes.tsx';
import { useApplySettings } from './theme/apply-settings.ts';
import { Button } from './ui/button.tsx';
import { SkeletonWindow } from './ui/skeleton.tsx';

export interface WorkspaceWindowProps {
  readonly session: WorkspaceSession;
  /** Shown in place of all when the server refuses the launch key. */
  readonly keyless?: ReactNode;
  /** Shown in place of all when there is no such workspace. */
  readonly gone?: ReactNode;
  /** Stands beside the pages, inside the workspace: what lies over them. */
  readonly children?: ReactNode;
}

/** What keeps the workspace itself shut; null for any other failure. */
function whyClosed(failure: Error | null): string | null {
  if (!(failure instanceof ApiError) || failure.code !== 'STORE_UNAVAILABLE') return null;
  const { reason } = (failure.details ?? {}) as { reason?: unknown };
  return typeof reason === 'string' && reason in CLOSED ? errorMessage(failure) : null;
}

/** Whether a server said it, and not the want of one. */
const isAnswer = (error: unknown): boolean => error instanceof ApiError && error.status > 0;

/** Waits for settings and profile, which every page needs, and says so when they cannot be had. */
function Gate({ session, keyless, gone }: WorkspaceWindowProps) {
  const { t } = useTranslation();
  const [router] = useState(() => createRouter(session));
  useEffect(() => () => router.dispose(), [router]);
  const settings = useQuery(settingsQuery(session));
  const profile = useQuery(profileQuery(session));
  useApplySettings(settings.data ?? DEFAULT_SETTINGS);
  const failure = settings.error ?? profile.error;
  const isKeyless = failure instanceof ApiError && failure.code === 'LAUNCH_KEY_REQUIRED';
  useEffect(() => {
    if (isKeyless) forgetKey(localStorage);
  }, [isKeyless]);
  if (isKeyless) return <>{keyless}</>;
  if (gone && failure instanceof ApiError && failure.code === 'NOT_FOUND') return <>{gone}</>;
  const closed = whyClosed(failure);
  if (closed)
    return <PlainPage title={t('launch.closedTitle')} text={`${closed} ${t('launch.closedBody')}`} />;
  if (failure)
    return (
      <PlainPage
        // Whoever refuses has answered.
        title={t(isAnswer(failure) ? 'launch.refusedTitle' : 'launch.unreachableTitle')}
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
  if (!settings.data || !profile.data) return <SkeletonWindow />;
  return <RouterProvider router={router} />;
}

/** A workspace in its window: its pages, in the person's language. */
export function WorkspaceWindow({ session, keyless, gone, children }: WorkspaceWindowProps) {
  useTranslation();
  return (
    <I18nProvider locale={LOCALES[currentLanguage()]}>
      <WorkspaceProvider value={session}>
        <QueryClientProvider client={session.queries}>
          <Gate session={session} keyless={keyless} gone={gone} />
          {children}
        </QueryClientProvider>
      </WorkspaceProvider>
    </I18nProvider>
  );
}
