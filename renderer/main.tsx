import { createRoot } from 'react-dom/client';
import { windowHost } from './api/host.ts';
import { launchWindow } from './api/launch.ts';
import { OpenWorkspaces, windowAddress } from './api/open-workspaces.tsx';
import { openWorkspace, type WorkspaceSession } from './api/workspace.tsx';
import { App } from './app.tsx';
import './i18n/index.ts';
import { heldKeys } from './keys/held-keys.ts';
import { platform } from './platform/index.ts';
import { askAhead, fetchPageAhead } from './routes.tsx';
import './styles/index.css';
import { clearToasts } from './ui/toast.tsx';
import { undoStack } from './undo/undo-stack.ts';

/** What one did and was told in the workspace that is left stays there; what is pressed from now on is meant for this one. */
function enter({ id }: WorkspaceSession): void {
  heldKeys.hold();
  undoStack.enter(id);
  clearToasts();
}

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');
const root = createRoot(element);

async function openTeam(): Promise<void> {
  const { teamWindow } = await import('./team-window.tsx');
  root.render(teamWindow(location.origin));
}

async function openApp(): Promise<void> {
  heldKeys.hold();
  const launching = launchWindow({
    location,
    storage: localStorage,
    clean: (url) => history.replaceState(history.state, '', url),
    origin: location.origin,
    inShell: platform.inShell,
  });
  // Behind the key's request, not before it: a browser has six connections to a server, and a page has many files.
  fetchPageAhead(location.pathname);
  const launch = await launching;
  const opened =
    launch.state === 'ready'
      ? new OpenWorkspaces((id) => openWorkspace(id, location.origin, launch.key), windowAddress, enter)
      : null;
  if (opened) askAhead(opened.current());
  root.render(<App launch={launch} opened={opened} />);
}

// Not awaited: other chunks import this one, and would wait for it to end.
if (windowHost(document.documentElement) === 'team') void openTeam();
else void openApp();
