import path from 'node:path';
import { destinationIn, type Destination } from '../server/contract/destinations.ts';
import { linkOf, registerLinks, withoutLink } from './deep-links.ts';
import type { ElectronPort } from './electron.ts';
import { forkServer } from './fork-server.ts';
import { fileHandlers } from './ipc/handlers/files.ts';
import { handleCalls } from './ipc/handle.ts';
import type { Command } from './ipc/contract.ts';
import { Latest } from './latest.ts';
import { menuTemplate } from './menu.ts';
import { Notifications } from './notifications.ts';
import { OptionError, dataFolderOf, profileFolder } from './options.ts';
import { newLaunchKey } from './security/launch-key.ts';
import type { Action } from './security/navigation.ts';
import { secureSession } from './security/session.ts';
import { ServerProcess, type ServerChild } from './server-process.ts';
import { keystoreOf } from './storage/keystore.ts';
import { LogFile } from './storage/log-file.ts';
import { MainWindow } from './windows/main-window.ts';
import { wordsFor } from './words.ts';

export interface StartOptions {
  argv?: readonly string[];
  /** The folder of the bundles: server/desktop.js and preload/preload.cjs. */
  dist?: string;
  /** How to fork the server; Electron's utility process when absent. */
  fork?: (entry: string, log: LogFile) => ServerChild;
}

/** The app while it runs; answered for tests, Electron's entry needs none of it. */
export interface Running {
  server: ServerProcess;
  window: () => MainWindow | null;
}

/** The folder that was asked for, null for the account's own; undefined where none is named: then the app ends, and says so. */
function askedFolder(app: ElectronPort['app'], argv: readonly string[]): string | null | undefined {
  try {
    return dataFolderOf(withoutLink(argv));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    app.exit(1);
    return undefined;
  }
}

/**
 * Starts the app, as a story in numbers; null when another instance on this data folder has been asked to the front, or
 * when it was called wrongly.
 */
export async function start(electron: ElectronPort, options: StartOptions = {}): Promise<Running | null> {
  const { app, ipcMain, session, Menu, utilityProcess, shell, safeStorage } = electron;
  const dist = options.dist ?? path.resolve(import.meta.dirname, '..');

  // 1. Where things are. The data folder is not Chromium's: that one may be thrown away.
  const argv = options.argv ?? process.argv;
  const dataFolder = askedFolder(app, argv);
  if (dataFolder === undefined) return null;
  const profile = profileFolder(app.getPath('appData'), dataFolder);
  app.setPath('userData', profile);

  // 2. One instance for a folder: a second one hands over to the first.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return null;
  }

  // 3. What must be set before Electron is ready.
  app.enableSandbox();
  app.setAppUserModelId('app.taskflow.desktop');
  // Links belong to the app on this account's own folder, not to one that was started to try something.
  if (dataFolder === null) registerLinks(app, argv, process.execPath);
  const destination = new Latest<Destination>();
  /** To the front; until there is a window, the one that is on its way will ask. */
  let come = (): void => undefined;
  const go = (to: Destination | null): void => {
    if (to) destination.set(to);
    come();
  };
  // What is no link of ours brings the app to the front and does nothing else.
  const openLink = (link: string | null): void => go(link === null ? null : destinationIn(link));
  openLink(linkOf(argv));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    openLink(url);
  });
  await app.whenReady();

  // 4. The server, on its way while the window is being made.
  const log = new LogFile(path.join(profile, 'logs', 'server.log'));
  const entry = path.join(dist, 'server', 'desktop.js');
  const launchKey = newLaunchKey();
  const fork = options.fork ?? ((file, to) => forkServer(utilityProcess, file, to));
  const keystore = keystoreOf(safeStorage, process.platform);
  const server = new ServerProcess({ fork: () => fork(entry, log), launchKey, dataFolder, keystore });
  const origin = (): string | null => server.origin;
  secureSession(session.defaultSession, origin, launchKey);
  server.start();

  // 5. What the window may ask for.
  const command = new Latest<Command>();
  let window: MainWindow | null = null;
  const files = fileHandlers(electron, { dataFolder: () => server.folder, logFile: log.file });
  const acts: Record<Action, () => unknown> = {
    retry: () => server.start(),
    'show-log': () => shell.showItemInFolder(log.file),
    quit: () => app.quit(),
  };
  const unhandle = handleCalls(
    ipcMain,
    {
      ...files,
      setBadge: (count) => (app.setBadgeCount(count), null),
      serverState: () => server.state,
      retryServer: () => (server.start(), null),
      readyToLeave: () => (window?.handedOver(), null),
      takeDestination: () => destination.take(),
      takeCommand: () => command.take(),
      quit: () => (app.quit(), null),
    },
    origin,
  );

  // 6. The window, and a new one where the system asks for it (a click on the dock).
  const words = wordsFor(app.getLocale());
  const openWindow = (): MainWindow => {
    window = new MainWindow({
      electron,
      preload: path.join(dist, 'preload', 'preload.cjs'),
      stateFile: path.join(profile, 'window.json'),
      words,
      origin,
      act: (action) => void acts[action](),
      onClosed: () => (window = null),
    });
    window.follow(server.state);
    return window;
  };
  const front = (): MainWindow => {
    const there = window ?? openWindow();
    there.focus();
    return there;
  };
  openWindow();
  server.onState((state) => window?.follow(state));
  come = () => front().send('destination', null);
  app.on('second-instance', (_event, given) => openLink(linkOf(given)));
  app.on('activate', front);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  // 7. Menu and notifications; a click on one opens its very task.
  const isMac = process.platform === 'darwin';
  const ask = (asked: Command): void => {
    command.set(asked);
    front().send('command', null);
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(words, isMac, ask)));
  const notifications = new Notifications(electron.Notification, words, go);
  server.onMessage((message) => {
    if (message.type === 'notification') notifications.tell(message);
  });

  // 8. Quitting: out of sight, then the page hands over what was typed last, then the server finishes what it has
  //    accepted, then the end.
  let leaving = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    notifications.close();
    void (async () => {
      await window?.leave();
      await server.stop();
      unhandle();
      app.exit(0);
    })();
  });

  return { server, window: () => window };
}
