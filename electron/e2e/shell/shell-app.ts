import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { _electron, type Browser, type Page } from '@playwright/test';
import { start } from '../../start.ts';
import { FakeElectron, FakeEvent } from '../../test/fake-electron.ts';
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
  /** What the person has copied. */
  copied(): Promise<string>;
  /** Opens a link outside of the window: the system starts the app with it a second time. */
  openLink(link: string): Promise<void>;
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

/** What the app is started with; a link stands last, as the system puts it there. */
const argumentsOf = (folder: string, link?: string): string[] => [
  '--data',
  folder,
  ...(link === undefined ? [] : [link]),
];

/** The whole shell but Electron itself: main, preload and a window, on Chromium, with the real server beside it. */
export async function onChromium(folder: string, browser: Browser, link?: string): Promise<ShellApp> {
  const electron = new FakeElectron();
  const shown = await showOnChromium(electron, browser);
  await start(electron, {
    argv: ['electron', '.', ...argumentsOf(folder, link)],
    dist: DIST,
    fork: (entry, log) => forkNode(entry, (chunk) => log.write(chunk)),
  });
  const quit = async (): Promise<void> => {
    if (electron.app.exitCode !== null) return;
    const exited = once(electron.app, 'exited');
    electron.app.quit();
    await exited;
  };
  const page = await shown.page();
  return {
    page,
    saveTo: async (file) => void (electron.saveTo = file),
    press: async (label) => {
      const items = electron.menu.flatMap(({ submenu }) => submenu ?? []);
      items.find((item) => item.label === label)?.click?.();
    },
    copied: async () => {
      // The app has no right to read it, so it is asked for here alone.
      await page.context().grantPermissions(['clipboard-read']);
      const text = await page.evaluate(() => navigator.clipboard.readText());
      await page.context().clearPermissions();
      return text;
    },
    openLink: async (outside) =>
      void electron.app.emit('second-instance', new FakeEvent(), [
        'electron',
        '.',
        ...argumentsOf(folder, outside),
      ]),
    quit,
    remove: async () => {
      await quit();
      await shown.close();
      await rm(electron.root, { recursive: true, force: true });
    },
  };
}

/** The real thing: Electron's binary runs the bundles. `profile` is where it keeps what it keeps for itself. */
export async function inElectron(
  folder: string,
  file: string,
  profile: string,
  link?: string,
): Promise<ShellApp> {
  const env = { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: profile };
  const app = await _electron.launch({
    executablePath: file,
    args: [ROOT, ...argumentsOf(folder, link)],
    env,
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
    copied: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    openLink: async (outside) => {
      const second = spawn(file, [ROOT, ...argumentsOf(folder, outside)], { env, stdio: 'ignore' });
      await once(second, 'exit');
    },
    quit: async () => {
      const closed = app.waitForEvent('close');
      await app.evaluate(({ app: main }) => main.quit());
      await closed;
    },
    remove: () => app.close().catch(() => undefined),
  };
}
