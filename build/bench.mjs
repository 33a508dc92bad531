import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ROOT, runNode, say, script, tool } from './tools.mjs';

/** `npm run bench`: the store's and the window's figures in one run, written to docs/BENCHMARKS.md with the machine. */
await script(async () => {
  await ensureDependencies();
  await ensureBundle();
  const { ensureBrowser } = await import('./test-browser.mjs');
  const env = { ...process.env, CHROMIUM_PATH: await ensureBrowser() };
  const parts = [];
  for (const file of ['electron/bench/window.ts', 'server/bench/store.ts']) {
    const { ok, output } = await runNode(tool('tsx'), [path.join(ROOT, file)], {
      quiet: true,
      env,
      timeoutMs: 900_000,
    });
    say(output);
    if (!ok) return 1;
    parts.push(
      output
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .join('\n'),
    );
  }
  const load = os
    .loadavg()
    .map((one) => one.toFixed(1))
    .join(', ');
  const machine = `${os.cpus().length} cores (${os.cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}, ${os.type()} ${os.release()}, load ${load} at the end`;
  const [window = '', store = ''] = parts;
  const page = path.join(ROOT, 'docs/BENCHMARKS.md');
  // What was written by hand about figures stays.
  const notes = existsSync(page) ? /\n## Notes\n[^]*$/.exec(readFileSync(page, 'utf8'))?.[0] : '';
  writeFileSync(
    page,
    `# Figures\n\n\`npm run bench\` writes this page: ${new Date().toISOString().slice(0, 10)}, ${machine}.\n\n## The local store\n\n${store}\n\n## The window\n\n${window}\n${notes ?? ''}`,
  );
  return 0;
});
