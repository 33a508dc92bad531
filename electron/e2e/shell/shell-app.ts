import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { _electron, type Browser, type Page } from '@playwright/test';
import { start } from '../../start.ts';
import { FakeElectron } from '../../test/fake-electron.ts';
import { forkNode } from '../../test/fork-node.ts';
import { showOnChromium } from './show-on-chromium.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const DIST = path.resolve(ROOT, process.env['TASKFLOW_DIST'] ?? 'dist');

/** The app with its shell, as a test sees it. */
export interface ShellApp {
  readonly page: Page;
  /** Answers the next dialog that asks where to save. */
  saveTo(file: string): Promise<void>;
  /** Presses an item of the application's menu. */
  press(label: string): Promise<void>;
  /** Asks the app to quit; resolves when it has ended. */
  quit(): Promise<void>;
  /** Ends what is left, in whatever state. */
  remove(): Promise<void>;
}

/** Kills the server's process, whoever started it: its lock file says which it is. */
export async function killServer(folder: string): Promise<void> {
  const lock = JSON.parse(await readFile(path.join(folder, 'lock'), 'utf8')) as { pid: number };
  process.kill(lock.pid, 'SIGKILL');
}

/** The whole shell but Electron itself: main, preload and a window, on Chromium, with the real server beside it. */
export async function onChromium(folder: string, browser: Browser): Promise<ShellApp> {
  const electron = new FakeElectron();
  const shown = await showOnChromium(electron, browser);
  await start(electron, {
    argv: ['electron', '.', '--data', folder],
    dist: DIST,
    fork: (entry, log) => forkNode(entry, (chunk) => log.write(chunk)),
  });
  const quit = async (): Promise<void> => {
    if (electron.app.exitCode !== null) return;
    const exited = once(electron.app, 'exited');
    electron.app.quit();
    await exited;
  };
  return {
    page: await shown.page(),
    saveTo: async (file) => void (electron.saveTo = file),
    press: async (label) => {
      const items = electron.menu.flatMap(({ submenu }) => submenu ?? []);
      items.find((item) => item.label === label)?.click?.();
    },
    quit,
    remove: async () => {
      await quit();
      await shown.close();
      await rm(electron.root, { recursive: true, force: true });
    },
  };
}

/** The real thing: Electron's binary runs the bundles. `profile` is where it keeps what it keeps for itself. */
export async function inElectron(folder: string, file: string, profile: string): Promise<ShellApp> {
  const app = await _electron.launch({
    executablePath: file,
    args: [ROOT, '--data', folder],
    env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: profile },
  });
  return {
    page: await app.firstWindow(),
    saveTo: (filePath) =>
      app.evaluate(({ dialog }, to) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: to });
      }, filePath),
    press: (label) =>
      app.evaluate(({ Menu }, name) => {
        const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
        items?.find((item) => item.label === name)?.click();
      }, label),
    quit: async () => {
      const closed = app.waitForEvent('close');
      await app.evaluate(({ app: main }) => main.quit());
      await closed;
    },
    remove: () => app.close().catch(() => undefined),
  };
}
