import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { untilEnd } from './child.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ROOT, script, tool } from './tools.mjs';

/** `npm run team`: everything that a fresh clone needs, then the team server; with --try its databases too. */
await script(async () => {
  const args = process.argv.slice(2);
  await ensureDependencies();
  await ensureBundle();
  const entry = args.includes('--try')
    ? [tool('tsx'), path.join(ROOT, 'build', 'try-team.ts')]
    : [path.join(ROOT, 'dist', 'server', 'headless.js'), ...args];
  return untilEnd(spawn(process.execPath, entry, { cwd: ROOT, stdio: 'inherit' }));
});
