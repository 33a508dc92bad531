import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * Bundles the server of this very tree into a folder of the tests' own (2 s), so that they never run an older build.
 * Answers the folder in the place of `dist`.
 */
export async function buildServer(): Promise<string> {
  const dist = path.join(ROOT, '.cache', 'dist-shell-test');
  const script = `
    import { createBuilder } from 'vite';
    const builder = await createBuilder({ configFile: ${JSON.stringify(path.join(ROOT, 'vite.config.ts'))}, logLevel: 'error' });
    await builder.build(builder.environments.server);`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', TASKFLOW_DIST: dist, VITEST: '' },
  });
  return dist;
}
