import { test as base, expect, type ConsoleMessage, type Page } from '@playwright/test';
import { App } from './app.ts';

/** What a page complains about, and of which address; null: it only says something. */
export function complaintOf(message: ConsoleMessage): string | null {
  const type = message.type();
  return type === 'error' || type === 'warning'
    ? `${type}: ${message.text()} ${message.location().url}`
    : null;
}

/** Writes down whatever the page complains about; a test fails on it unless it was expected. */
export function watch(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    const complaint = complaintOf(message);
    if (complaint) complaints.push(complaint);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
}

/** What a browser says when a server that it spoke with is killed. */
export const SERVER_GONE =
  /net::ERR_(CONNECTION_(RE|CLOSED)|INCOMPLETE_CHUNKED|CONTENT_LENGTH|EMPTY_RESPONSE|SOCKET_NOT)|WebSocket/;

/** Opens the app by its link, and waits until the code in it has become the key: whoever leaves before has neither. */
export async function enter(app: App, page: Page): Promise<void> {
  await page.goto(app.link);
  await page.waitForFunction(() => localStorage.length > 0);
}

export interface Fixtures {
  app: App;
  /** A window on the app that has passed the first run. */
  window: Page;
  complaints: string[];
  /** Complaints that a test brings about itself, like those of a server that was killed. */
  expected: RegExp;
}

export const test = base.extend<Fixtures>({
  // Playwright reads the names of the fixtures from the pattern, hence the empty one.
  app: async ({}, use) => {
    const app = await App.start();
    await use(app);
    await app.remove();
  },
  expected: [/^$/, { option: true }],
  complaints: async ({ page, expected }, use) => {
    const complaints: string[] = [];
    watch(page, complaints);
    await use(complaints);
    const rest = complaints.filter((one) => !expected.test(one));
    expect(rest, 'the console stays silent').toEqual([]);
  },
  window: async ({ app, page, complaints: _ }, use) => {
    const { updateSettings } = await import('../../server/contract/app.ts');
    await app.call(updateSettings, { body: { welcomed: true } });
    await enter(app, page);
    await use(page);
  },
});
export { expect };
