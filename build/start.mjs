import { spawn } from 'node:child_process';
import nodeModule from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
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
 * The app as a server of this machine, seen in the browser. It runs in this process: another Node would take a tenth of a
 * second to start. What it prints, and how it ends, is its own.
 *
 * @param {string[]} args
 * @param {boolean} open
 */
async function inBrowser(args, open) {
  const server = path.join(ROOT, 'dist', 'server', 'desktop.js');
  process.argv = [process.execPath, server, '--no-open', ...args];
  // From Node 22 on, what was compiled once is kept there.
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function')
    nodeModule.enableCompileCache(path.join(ROOT, '.cache', 'node'));
  /** @type {{ link: string | null }} */
  const { link } = await import(pathToFileURL(server).href);
  if (link && open) say((await openLink(link)) ? OPENING : OPEN_YOURSELF);
  return 0;
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
