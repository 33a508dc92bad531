import { ensureBundle } from './bundle.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { Stop, run, runNode, say, script, tool } from './tools.mjs';

/** The stories that start, kill and fill the server. */
const SPECS = ['first-run.spec', 'survives.spec', 'transfer.spec', 'faults.spec'];

/** `npm run check:node24`: the bundled server on Node 24, which npx brings, driven by e2e. Not in `npm test`: 50 MB. */
await script(async () => {
  await ensureDependencies();
  await ensureBundle();
  say('Fetching Node 24 (once, about 50 MB) …');
  const isWindows = process.platform === 'win32';
  const { ok, output } = await run('npx', ['-y', '-p', 'node@24', 'node', '-p', 'process.execPath'], {
    quiet: true,
    shell: isWindows,
    timeoutMs: 180_000,
  });
  const node = output.trim().split(/\r?\n/).at(-1) ?? '';
  if (!ok) throw new Stop(`${output.trim()}\n\nNode 24 could not be fetched. Check the network connection.`);
  const { ensureBrowser } = await import('./test-browser.mjs');
  const env = { ...process.env, CHROMIUM_PATH: await ensureBrowser(), TASKFLOW_SERVER_NODE: node };
  const { code } = await runNode(tool('playwright'), ['test', '-c', 'electron/e2e', ...SPECS], { env });
  return code;
});
