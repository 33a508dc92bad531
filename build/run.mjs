import { spawn } from 'node:child_process';
import { ensureBundle } from './bundle.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ROOT, Stop, script, tool } from './tools.mjs';

/**
 * `node build/run.mjs [--build] [--browser] PACKAGE ARGS…`: a tool of node_modules on a tree that has what it needs.
 */
await script(async () => {
  const args = process.argv.slice(2);
  /** @param {string} flag */
  const take = (flag) => args[0] === flag && args.shift() !== undefined;
  await ensureDependencies();
  if (take('--build')) await ensureBundle();
  const env = { ...process.env };
  if (take('--browser')) env['CHROMIUM_PATH'] = await (await import('./test-browser.mjs')).ensureBrowser();
  const [name, ...rest] = args;
  if (!name) throw new Stop('Usage: node build/run.mjs [--build] [--browser] PACKAGE ARGS…');
  const child = spawn(process.execPath, [tool(name), ...rest], { cwd: ROOT, env, stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill('SIGTERM')).on('SIGINT', () => undefined);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
});
