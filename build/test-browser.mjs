import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { installDebian, isDebianRoot, onPath } from './programs.mjs';
import { Stop, runNode, say, tool } from './tools.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const installedChromium = () => NAMES.map(onPath).find((file) => file !== null) ?? null;

async function installDebianChromium() {
  await installDebian('chromium', 'for the tests');
  return installedChromium();
}

async function downloadChromium() {
  say('Downloading Chromium for the tests (playwright install chromium) …');
  await runNode(tool('playwright'), ['install', 'chromium'], { quiet: true, timeoutMs: 300_000 });
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/**
 * A Chromium for the tests: CHROMIUM_PATH, one on the PATH, Playwright's own; else installed where that is possible.
 *
 * @returns {Promise<string>} its path
 */
export async function ensureBrowser() {
  const given = process.env['CHROMIUM_PATH'];
  if (given) {
    if (existsSync(given)) return given;
    throw new Stop(`CHROMIUM_PATH is ${given}, and there is no such file. Correct it, or unset it.`);
  }
  const own = existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
  const found =
    installedChromium() ??
    own ??
    (isDebianRoot() ? await installDebianChromium() : null) ??
    (await downloadChromium());
  if (found) return found;
  throw new Stop(
    'The tests need Chromium and it could not be installed here. Type: ' +
      (onPath('apt-get') ? 'sudo apt-get install chromium' : 'npx playwright install chromium') +
      ', or set CHROMIUM_PATH to a Chromium of yours.',
  );
}
