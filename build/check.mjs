import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { ROOT, runNode, say, script, tool } from './tools.mjs';

const UNIT = 'unit tests';

/** @returns {{ name: string, script: string, args: string[] }[]} */
function checks() {
  return [
    { name: 'types', script: tool('typescript', 'tsc'), args: ['-b'] },
    { name: 'lint', script: tool('oxlint'), args: ['--deny-warnings'] },
    { name: 'format', script: tool('prettier'), args: ['--check', '--log-level', 'warn', '--cache', '.'] },
    { name: 'layers', script: path.join(ROOT, 'build', 'layers.mjs'), args: [] },
    { name: 'dead code', script: tool('knip'), args: ['--no-progress'] },
  ];
}

/**
 * Types, lint, format, layers and dead code, two at a time (a check is one process, an ordinary machine has two cores).
 *
 * @returns {Promise<{ name: string, ok: boolean }[]>}
 */
export async function staticChecks() {
  const waiting = checks();
  /** @type {{ name: string, ok: boolean }[]} */
  const done = [];
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const began = performance.now();
      const { ok, output } = await runNode(check.script, check.args, { quiet: true, timeoutMs: 300_000 });
      say(`${ok ? '✓' : '✗'} ${check.name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
      if (!ok) say(output.trimEnd());
      done.push({ name: check.name, ok });
    }
  };
  await Promise.all([work(), work()]);
  return done;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await script(async () => {
    await ensureDependencies();
    const done = await staticChecks();
    const unit = await runNode(tool('vitest'), ['run', '--reporter=dot'], { timeoutMs: 600_000 });
    done.push({ name: UNIT, ok: unit.ok });
    const failed = done.filter(({ ok }) => !ok).map(({ name }) => name);
    say(failed.length === 0 ? 'Everything is in order.' : `Not in order: ${failed.join(', ')}.`);
    return failed.length === 0 ? 0 : 1;
  });
