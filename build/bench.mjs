import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ROOT, runNode, script, tool } from './tools.mjs';

/**
 * `npm run bench`: the store's and the window's figures in one run; `npm run bench -- team`: those of a team's server;
 * `npm run bench -- sync`: those of two apps that have joined one.
 * Each replaces its own sections of docs/BENCHMARKS.md, named with the machine; the other ones and the notes stay.
 */
const PARTS = {
  local: [
    { heading: 'The local store', file: 'server/bench/store.ts' },
    { heading: 'The window', file: 'electron/bench/window.ts' },
  ],
  team: [{ heading: 'The team’s server', file: 'server/bench/team.ts' }],
  sync: [{ heading: 'Teams in the app', file: 'electron/bench/sync.ts' }],
};
const ORDER = ['The local store', 'The window', 'The team’s server', 'Teams in the app', 'Notes'];
const PAGE = path.join(ROOT, 'docs/BENCHMARKS.md');

function machine() {
  const load = os
    .loadavg()
    .map((one) => one.toFixed(1))
    .join(', ');
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${os.cpus().length} cores (${os.cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}, ${os.type()} ${os.release()}, load ${load} at the end.`;
}

/** @returns {Map<string, string>} what stands under each heading */
function sections() {
  const text = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  return new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n');
        return [part.slice(0, end), part.slice(end).trim()];
      }),
  );
}

await script(async () => {
  await ensureDependencies();
  await ensureBundle();
  const [first, ...rest] = process.argv.slice(2);
  const which = first === 'team' || first === 'sync' ? first : 'local';
  const env = { ...process.env };
  if (which !== 'local')
    env['REDIS_SERVER'] = await (await import('./stores.mjs')).ensureRedis('for the bench');
  if (which !== 'team') env['CHROMIUM_PATH'] = await (await import('./test-browser.mjs')).ensureBrowser();
  for (const { heading, file } of PARTS[which]) {
    const args = which === 'local' ? [] : rest;
    const { ok, output } = await runNode(tool('tsx'), [path.join(ROOT, file), ...args], {
      env,
      timeoutMs: 1_500_000,
    });
    if (!ok) return 1;
    const start = output.indexOf('| what |');
    const lines = output.slice(Math.max(0, start)).split('\n');
    const table = lines.filter((line) => line.startsWith('|')).join('\n');
    const all = sections().set(heading, `${machine()}\n\n${table}`);
    const body = ORDER.flatMap((name) => (all.has(name) ? `## ${name}\n\n${all.get(name)}\n` : []));
    writeFileSync(
      PAGE,
      `# Figures\n\n\`npm run bench\`, \`-- team\` and \`-- sync\` write this page.\n\n${body.join('\n')}`,
    );
  }
  return 0;
});
