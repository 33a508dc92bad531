import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { Stop, run, runNode, say, tool } from './tools.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} name a program on the PATH, or null */
function onPath(name) {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not here
    }
  }
  return null;
}

const installedChromium = () => NAMES.map(onPath).find((file) => file !== null) ?? null;

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return false;
  return /^ID(_LIKE)?=.*debian/m.test(
    existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
  );
}

async function installDebianChromium() {
  say('Installing Chromium for the tests (apt-get install chromium) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { quiet: true, env, timeoutMs: 180_000 });
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
    quiet: true,
    env,
    timeoutMs: 300_000,
  });
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
