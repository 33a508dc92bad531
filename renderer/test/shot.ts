/**
 * Opens an address of the running dev server and saves a picture:
 *   npx tsx renderer/test/shot.ts /tasks --theme dark --size 1280x800 --out /tmp/x.png [--contrast high] [--base URL]
 *   [--press "j x" (keys, in order)] [--zoom 2] [--wait 500 (more milliseconds before the picture)]
 * The key: TASKFLOW_LAUNCH_SECRET, as the server was started with. Prints what the page complained about.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', default: 'light' },
    contrast: { type: 'string', default: 'normal' },
    size: { type: 'string', default: '1280x800' },
    out: { type: 'string', default: '/tmp/shot.png' },
    base: { type: 'string', default: process.env['TASKFLOW_SHOT_BASE'] ?? 'http://127.0.0.1:5173' },
    press: { type: 'string', default: '' },
    zoom: { type: 'string', default: '1' },
    wait: { type: 'string', default: '0' },
  },
});
const [width = 1280, height = 800] = values.size.split('x').map(Number);

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: Number(values.zoom),
    colorScheme: values.theme === 'dark' ? 'dark' : 'light',
    contrast: values.contrast === 'high' ? 'more' : 'no-preference',
    locale: 'en-GB',
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') console.log(`page: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.log(`page threw: ${error.message}`));
  const key = process.env['TASKFLOW_LAUNCH_SECRET'];
  if (key) await page.addInitScript((value) => localStorage.setItem('taskflow.launchKey', value), key);
  await page.goto(values.base + (positionals[0] ?? '/'), { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready);
  for (const pressed of values.press.split(' ').filter(Boolean)) await page.keyboard.press(pressed);
  await page.waitForTimeout(150 + Number(values.wait));
  await page.screenshot({ path: values.out });
  console.log(values.out);
} finally {
  await browser.close();
}
