import { createRoot } from 'react-dom/client';
import { windowHost } from './api/host.ts';
import { launchWindow } from './api/launch.ts';
import { PERSONAL, openWorkspace } from './api/workspace.tsx';
import { App } from './app.tsx';
import './i18n/index.ts';
import { heldKeys } from './keys/held-keys.ts';
import { platform } from './platform/index.ts';
import './styles/index.css';

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');
const root = createRoot(element);

if (windowHost(document.documentElement) === 'team') {
  const { teamWindow } = await import('./team-window.tsx');
  root.render(teamWindow(location.origin));
} else {
  heldKeys.hold();
  const launch = await launchWindow({
    location,
    storage: localStorage,
    clean: (url) => history.replaceState(history.state, '', url),
    origin: location.origin,
    inShell: platform.inShell,
  });
  const session = launch.state === 'ready' ? openWorkspace(PERSONAL, location.origin, launch.key) : null;
  root.render(<App launch={launch} session={session} />);
}
