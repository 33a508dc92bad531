import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { staticChecks } from './check.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensurePgBouncer, ensureRedis } from './stores.mjs';
import { ROOT, runNode, say, script, tool } from './tools.mjs';

/**
 * `npm test`: everything, on a fresh clone too. Ends with the line `Tests: N passed, N failed, N skipped`.
 * What has to do with timing (unit tests, e2e) has the machine for itself; checks and build share it.
 */
await script(async () => {
  await ensureDependencies();
  const { ensureBrowser } = await import('./test-browser.mjs');
  const { playwrightResults, summary, vitestResults } = await import('./test-results.mjs');
  const env = {
    ...process.env,
    CHROMIUM_PATH: await ensureBrowser(),
    REDIS_SERVER: await ensureRedis('for the tests'),
  };
  await ensurePgBouncer();

  const reports = path.join(ROOT, '.cache', 'test');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const unitReport = path.join(reports, 'unit.json');
  const e2eReport = path.join(reports, 'e2e.json');

  say('Checking types, lint, format, layers and dead code; building …');
  const building = bundle().then(
    () => ({ name: 'build', ok: true }),
    (error) => {
      say(String(error.message));
      return { name: 'build', ok: false };
    },
  );
  const steps = [...(await staticChecks()), await building];

  say('Unit tests …');
  await runNode(
    tool('vitest'),
    ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`],
    { env, timeoutMs: 20 * 60_000 },
  );

  say('End to end, in Chromium …');
  const e2e = { ...env, TASKFLOW_E2E_JSON: e2eReport };
  await runNode(tool('playwright'), ['test', '-c', 'electron/e2e'], { env: e2e, timeoutMs: 20 * 60_000 });

  const failures = steps.filter(({ ok }) => !ok).map(({ name }) => `check: ${name}`);
  const { lines, failed } = summary([
    { passed: steps.length - failures.length, failed: failures.length, skipped: [], failures, flaky: [] },
    vitestResults(unitReport),
    playwrightResults(e2eReport),
  ]);
  for (const line of lines) say(line);
  return failed === 0 ? 0 : 1;
});
