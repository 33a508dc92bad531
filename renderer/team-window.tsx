import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Access } from './api/access.ts';
import { openTeam } from './api/team.ts';
import type { WorkspaceSession } from './api/workspace.tsx';
import { Doors, SignedOut, deviceName, doorOf, type Door } from './features/auth/index.tsx';
import { PlainPage } from './features/frame/index.ts';
import { dispatcher } from './keys/use-key.tsx';
import { Button } from './ui/button.tsx';
import { SkeletonWindow } from './ui/skeleton.tsx';
import { WorkspaceWindow } from './workspace-window.tsx';

/** One at a time among the windows of this browser; where there is no such lock, the server forgives two at once. */
const locked = <T,>(run: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('taskflow.refresh', run) : run();

/** The window on a team's server: its parts are put together here. */
export function teamWindow(origin: string): ReactNode {
  const door = doorOf(location);
  // A link's token stays in no history.
  if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
  const access = new Access({
    origin,
    storage: localStorage,
    locked,
    device: deviceName(navigator.userAgent),
    reload: () => location.assign('/'),
  });
  let session: WorkspaceSession | null = null;
  access.subscribe(() => {
    if (access.state().is === 'in') session ??= openTeam(origin, access);
  });
  return <TeamWindow access={access} door={door} current={() => session} />;
}

interface TeamWindowProps {
  readonly access: Access;
  readonly door: Door;
  /** The team as the person who has signed in; from then on always the same. */
  readonly current: () => WorkspaceSession | null;
}

function TeamWindow({ access, door: first, current }: TeamWindowProps) {
  const { t } = useTranslation();
  const state = useSyncExternalStore(access.subscribe, access.state);
  const [door, setDoor] = useState(first);
  const [queries] = useState(() => new QueryClient());
  const session = useSyncExternalStore(access.subscribe, current);
  useEffect(() => dispatcher.listen(window), []);
  useEffect(() => void access.start(), [access]);

  if (session && (door.to === 'signIn' || door.to === 'register'))
    return (
      <WorkspaceWindow session={session}>
        <SignedOut access={access} />
      </WorkspaceWindow>
    );
  if (state.is === 'unreachable')
    return (
      <PlainPage
        title={t('launch.unreachableTitle')}
        text={t('launch.teamUnreachableBody')}
        action={
          <Button kind="primary" onPress={() => void access.start()}>
            {t('launch.tryAgain')}
          </Button>
        }
      />
    );
  if (state.is === 'starting') return <SkeletonWindow />;
  const go = (next: Door): void => {
    history.replaceState(null, '', '/');
    setDoor(next);
  };
  return (
    <QueryClientProvider client={queries}>
      <Doors access={access} door={door} why={state.is === 'out' ? state.why : 'new'} onGo={go} />
    </QueryClientProvider>
  );
}
