import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Launch } from './api/launch.ts';
import { OpenWorkspacesProvider, useShown, type OpenWorkspaces } from './api/open-workspaces.tsx';
import { PERSONAL } from './api/workspace.tsx';
import { PlainPage } from './features/frame/index.ts';
import { dispatcher } from './keys/use-key.tsx';
import { useLanguage } from './theme/apply-settings.ts';
import { Button } from './ui/button.tsx';
import { SkeletonWindow } from './ui/skeleton.tsx';
import { WorkspaceWindow } from './workspace-window.tsx';

function Unlaunched({ state }: { state: Exclude<Launch['state'], 'ready'> }) {
  const { t } = useTranslation();
  // The settings are behind the key that is missing.
  useLanguage('system');
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

/** The workspace that is shown; each has pages, dialogs and focus of its own, so another one is another tree. */
function Shown({ opened }: { opened: OpenWorkspaces }) {
  const { t } = useTranslation();
  const session = useShown(opened);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    // What cannot be read now is said by the workspace itself.
    void opened
      .start()
      .catch(() => undefined)
      .then(() => setReady(true));
  }, [opened]);
  if (!isReady) return <SkeletonWindow />;
  return (
    <WorkspaceWindow
      key={session.id}
      session={session}
      keyless={<Unlaunched state="no-key" />}
      gone={
        <PlainPage
          title={t('launch.goneTitle')}
          text={t('launch.goneBody')}
          action={
            <Button kind="primary" onPress={() => opened.show(PERSONAL)}>
              {t('launch.goPersonal')}
            </Button>
          }
        />
      }
    />
  );
}

/** The window on the bundled server: its workspaces once there is a key, and what keeps it shut without one. */
export function App({ launch, opened }: { launch: Launch; opened: OpenWorkspaces | null }) {
  useEffect(() => dispatcher.listen(window), []);
  if (launch.state !== 'ready') return <Unlaunched state={launch.state} />;
  if (!opened) return null;
  return (
    <OpenWorkspacesProvider value={opened}>
      <Shown opened={opened} />
    </OpenWorkspacesProvider>
  );
}
