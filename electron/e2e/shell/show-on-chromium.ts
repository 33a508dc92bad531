import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { FakeEvent, type FakeElectron, type FakeWindow } from '../../test/fake-electron.ts';
import { headerProxy } from './header-proxy.ts';

/** The preload's bundle in the place where Electron would run it: main frame only, before the page's own scripts. */
const preloadScript = ({ preload, additionalArguments }: FakeWindow['options']['webPreferences']): string => `
if (window === window.top && location.protocol.startsWith('http')) {
  const invoke = window.invokeShell;
  delete window.invokeShell;
  const listeners = new Map();
  window.hearShell = (channel, payload) => listeners.get(channel)?.forEach((hear) => hear({}, payload));
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, api) =>
        Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true }),
    },
    ipcRenderer: {
      invoke: (channel, input) => invoke(channel, input),
      on: (channel, hear) => listeners.set(channel, (listeners.get(channel) ?? new Set()).add(hear)),
      removeListener: (channel, hear) => listeners.get(channel)?.delete(hear),
    },
  };
  ((require, process, exports) => {
${readFileSync(preload, 'utf8')}
  })(() => electron, ${JSON.stringify({ argv: additionalArguments, platform: process.platform })}, {});
}`;

/** One window of the double as a page of Chromium. Answers the page once it is there. */
async function show(electron: FakeElectron, window: FakeWindow, context: BrowserContext): Promise<Page> {
  await context.exposeBinding('invokeShell', ({ frame }, channel: string, input: unknown) =>
    electron.call(channel, input, frame.url(), frame.parentFrame()),
  );
  await context.addInitScript(preloadScript(window.options.webPreferences));
  const page = await context.newPage();
  page.on('domcontentloaded', () => window.emit('ready-to-show'));
  window.contents.on('sent', (channel: string, payload: unknown) => {
    void page
      .evaluate(
        ([to, what]) =>
          (globalThis as unknown as { hearShell: (to: unknown, what: unknown) => void }).hearShell(to, what),
        [channel, payload],
      )
      .catch(() => undefined);
  });
  // The links of the problem page lead nowhere that Chromium knows: only the shell hears of them.
  const devtools = await context.newCDPSession(page);
  await devtools.send('Page.enable');
  devtools.on('Page.frameRequestedNavigation', ({ url }) => {
    window.contents.emit('will-navigate', new FakeEvent(url));
  });
  return page;
}

/**
 * Gives the double's windows a Chromium: their addresses are loaded in a page, the preload's real bundle stands between it
 * and the shell, and the shell puts its headers on whatever the page asks for. Answers the newest window's page, and what
 * ends it all.
 */
export async function showOnChromium(
  electron: FakeElectron,
  browser: Browser,
): Promise<{ page: () => Promise<Page>; close: () => Promise<void> }> {
  electron.pageAnswers = false;
  const proxy = await headerProxy((url, headers) => electron.headersOf(url, headers));
  const contexts: BrowserContext[] = [];
  let newest: Promise<Page> | null = null;
  electron.app.on('browser-window-created', (_event, window: FakeWindow) => {
    const made = (async () => {
      const context = await browser.newContext({ proxy: { server: proxy.server }, acceptDownloads: false });
      contexts.push(context);
      window.once('closed', () => void context.close());
      return show(electron, window, context);
    })();
    newest = made;
    let last: Promise<unknown> = made;
    window.on('load', (url: string) => {
      last = last.then(async () => (await made).goto(url)).catch(() => undefined);
    });
  });
  return {
    page: () => newest ?? Promise.reject(new Error('No window was made.')),
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await proxy.close();
    },
  };
}
