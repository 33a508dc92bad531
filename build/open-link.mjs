import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How long the one-use code in a link lives; the file that carries it goes with it. */
const CODE_LIVES_MS = 60_000;
/** How long an opener may run before it counts as a browser that stays in the foreground. */
const SOON_MS = 3000;

/**
 * A page that forwards to the link, readable by this account only. The link carries a code, and what stands in argv
 * can be read by every account of the machine: so the browser is handed this file's path.
 *
 * @param {string} link
 * @returns {{ file: string, remove: () => void }}
 */
export function forwardingFile(link) {
  const folder = mkdtempSync(path.join(tmpdir(), 'taskflow-open-'));
  const file = path.join(folder, 'taskflow.html');
  const href = new URL(link).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const page = `<!doctype html><meta charset="utf-8"><title>TaskFlow</title>
<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${href}">
<p><a href="${href}">Open TaskFlow</a></p>
`;
  writeFileSync(file, page, { mode: 0o600, flag: 'wx' });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The program that opens a file in the person's browser, or null where nobody could see it. */
function opener() {
  if (process.platform === 'darwin') return { command: 'open', args: [] };
  if (process.platform === 'win32') return { command: 'explorer.exe', args: [] };
  const display = process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  return display ? { command: 'xdg-open', args: [] } : null;
}

/**
 * Opens a link in the browser, by way of a forwarding file that is removed after 60 s or at the end of this process.
 *
 * @param {string} link
 * @returns {Promise<boolean>} false when there is no browser to open it in
 */
export function openLink(link) {
  const how = opener();
  if (!how) return Promise.resolve(false);
  const { file, remove } = forwardingFile(link);
  setTimeout(remove, CODE_LIVES_MS).unref();
  process.once('exit', remove);
  return new Promise((resolve) => {
    const child = spawn(how.command, [...how.args, file], { stdio: 'ignore', detached: true });
    const soon = setTimeout(() => resolve(true), SOON_MS);
    /** @param {boolean} opened */
    const end = (opened) => {
      clearTimeout(soon);
      if (!opened) remove();
      resolve(opened);
    };
    child.once('error', () => end(false));
    // xdg-open and open say by their code that there is no browser; explorer.exe answers 1 whatever it did.
    child.once('exit', (code) => end(code === 0 || process.platform === 'win32'));
    child.unref();
  });
}
