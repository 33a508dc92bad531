import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, runNode, say } from './tools.mjs';

const PACKAGE = path.join(ROOT, 'node_modules', 'electron');
const FAILED = path.join(ROOT, '.cache', 'electron-unavailable');
const TRY_AGAIN_AFTER_MS = 24 * 60 * 60_000;
const DOWNLOAD_MS = 5 * 60_000;

/** The path of Electron's program, or null; package `electron` is not imported, since that starts a download. */
function binary() {
  const pathFile = path.join(PACKAGE, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : '';
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const file = override ? path.join(override, name || 'electron') : name && path.join(PACKAGE, 'dist', name);
  return file && existsSync(file) ? file : null;
}

/** Whether the last download failed a short while ago; then a start does not wait for another. */
function failedLately() {
  const failed = statSync(FAILED, { throwIfNoEntry: false });
  return failed !== undefined && Date.now() - failed.mtimeMs < TRY_AGAIN_AFTER_MS;
}

/** Why a window of Electron cannot open on this machine although its binary may be there, or null. */
function obstacle() {
  if (process.platform !== 'linux') return null;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return 'There is no display for a window of its own';
  // Chromium's sandbox does not start for root, and TaskFlow does not run without it.
  if (process.getuid?.() === 0) return 'Electron’s sandbox does not run as root';
  return null;
}

/**
 * Electron's program if it is there and can open a window on this machine; nothing is fetched.
 *
 * @returns {{ file: string } | { reason: string }} `reason` is a clause without its full stop
 */
export function presentElectron() {
  const stands = obstacle();
  if (stands) return { reason: stands };
  const file = binary();
  return file ? { file } : { reason: 'Electron’s binary cannot be had here' };
}

/**
 * Electron's program, fetched once where that is possible.
 *
 * @returns {Promise<ReturnType<typeof presentElectron>>}
 */
export async function findElectron() {
  const present = presentElectron();
  if ('file' in present || obstacle() || failedLately()) return present;
  say('Fetching Electron (once, about 110 MB) …');
  await runNode(path.join(PACKAGE, 'install.js'), [], { quiet: true, timeoutMs: DOWNLOAD_MS });
  const fetched = binary();
  if (fetched) return { file: fetched };
  mkdirSync(path.dirname(FAILED), { recursive: true });
  writeFileSync(
    FAILED,
    'The last download of Electron failed. Delete this file to try again at the next start.\n',
  );
  return present;
}
