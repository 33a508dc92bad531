import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumPath } from './chromium.ts';

/** How long a story waits for one thing: the longest that the product takes by its clock is nine seconds, on an idle machine. */
const WAIT_MS = 30_000;

/** The built app in Debian's (or Playwright's own) Chromium: a fresh data folder and a server of its own for each test. */
export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '*.spec.ts',
  outputDir: path.resolve(import.meta.dirname, '../../test-results'),
  fullyParallel: true,
  workers: 2,
  // What is awaited comes, however slow the machine is; how soon it has to is for docs/BENCHMARKS.md.
  timeout: 180_000,
  expect: { timeout: WAIT_MS },
  forbidOnly: true,
  // On a strange machine one slow moment is tried once more; a run names what needed it.
  retries: process.env['CI'] ? 1 : 0,
  reporter: process.env['TASKFLOW_E2E_JSON']
    ? [['json', { outputFile: process.env['TASKFLOW_E2E_JSON'] }], ['line']]
    : [['list']],
  use: {
    actionTimeout: WAIT_MS,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
    // Recording every story costs a fifth of the processor's time. Whoever looks at one asks for it: --trace=on.
    trace: 'on-first-retry',
    launchOptions: {
      ...(chromiumPath() ? { executablePath: chromiumPath() } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
