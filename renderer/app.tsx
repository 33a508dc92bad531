import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Launch } from './api/launch.ts';
import type { WorkspaceSession } from './api/workspace.tsx';
import { PlainPage } from './features/frame/index.ts';
import { dispatcher } from './keys/use-key.tsx';
import { Button } from './ui/button.tsx';
import { WorkspaceWindow } from './workspace-window.tsx';

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

/** The window on the bundled server: `session` once there is a key, and what keeps it shut without one. */
export function App({ launch, session }: { launch: Launch; session: WorkspaceSession | null }) {
  useEffect(() => dispatcher.listen(window), []);
  if (launch.state !== 'ready') return <Unlaunched state={launch.state} />;
  if (!session) return null;
  return <WorkspaceWindow session={session} keyless={<Unlaunched state="no-key" />} />;
}
