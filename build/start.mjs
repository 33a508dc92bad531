import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBundle } from './bundle.mjs';
import { untilEnd } from './child.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { findElectron } from './electron-binary.mjs';
import { openLink } from './open-link.mjs';
import { startFlags } from './start-flags.mjs';
import { ROOT, say, script } from './tools.mjs';

const OPENING = 'Opening it in your browser. Ctrl+C ends TaskFlow.';
const OPEN_YOURSELF = 'Open this link in a browser on this machine within 60 seconds. Ctrl+C ends TaskFlow.';

/**
 * The app as a server of this machine, seen in the browser.
 *
 * @param {string[]} args
 * @param {boolean} open
 */
function inBrowser(args, open) {
  const server = path.join(ROOT, 'dist', 'server', 'desktop.js');
  // Without --enable-source-maps: reading the maps costs a start 50 ms of CPU (Node 24: 160), and the bundle is not minified.
  const child = spawn(process.execPath, [server, '--no-open', ...args], {
    cwd: ROOT,
    // From Node 22 on, what was compiled once is kept there.
    env: { NODE_COMPILE_CACHE: path.join(ROOT, '.cache', 'node'), ...process.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    say(line);
    const link = /TaskFlow is ready: (\S+)/.exec(line)?.[1];
    if (link && open) void openLink(link).then((opened) => say(opened ? OPENING : OPEN_YOURSELF));
  });
  return untilEnd(child);
}

/** `npm start`: everything that a fresh clone needs, then the app. */
await script(async () => {
  const flags = startFlags(process.argv.slice(2));
  if ('usage' in flags) {
    say(flags.usage);
    return 0;
  }
  await ensureDependencies();
  await ensureBundle();
  if (!flags.browser) {
    const electron = await findElectron();
    if ('file' in electron)
      return untilEnd(spawn(electron.file, [ROOT, ...flags.server], { cwd: ROOT, stdio: 'inherit' }));
    say(`${electron.reason}: opening TaskFlow in the browser.`);
  }
  return inBrowser(flags.server, flags.open);
});
