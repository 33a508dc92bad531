import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: string[], failures: string[], flaky: string[] }} Results
 * `skipped`, `failures` and `flaky` (passed at its second try) name each test.
 */

/**
 * What is read of the two reports.
 *
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} VitestTest
 * @typedef {{ testResults: { name: string, status: string, message: string, assertionResults: VitestTest[] }[] }} VitestReport
 * @typedef {{ file: string, title: string, tests: { status: string }[] }} PlaywrightSpec
 * @typedef {{ title?: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 * @typedef {{ suites: PlaywrightSuite[], errors?: { message?: string }[] }} PlaywrightReport
 */

/** @returns {Results} */
const nothing = () => ({ passed: 0, failed: 0, skipped: [], failures: [], flaky: [] });

/**
 * @param {string} file
 * @returns {unknown} undefined when there is none; half a report is none
 */
function read(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} what the run that should have written a report
 * @returns {Results}
 */
const noReport = (what) => ({ ...nothing(), failed: 1, failures: [`${what}: ended without a report`] });

/**
 * Vitest's JSON report. A file that failed before its first test counts as one failure; what passed at its second try is
 * named.
 *
 * @param {string} file
 * @returns {Results}
 */
export function vitestResults(file) {
  const report = /** @type {VitestReport | undefined} */ (read(file));
  if (!report) return noReport('unit tests');
  const results = nothing();
  for (const suite of report.testResults) {
    if (suite.status === 'failed' && !suite.assertionResults.some(({ status }) => status === 'failed')) {
      results.failed += 1;
      results.failures.push(`${suite.name}: ${suite.message.split('\n')[0]}`);
    }
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') {
        results.passed += 1;
        // Vitest keeps what went wrong at the first try, and says nothing else of it.
        if (test.failureMessages?.length) results.flaky.push(test.fullName);
      } else if (test.status === 'failed') {
        results.failed += 1;
        results.failures.push(test.fullName);
      } else results.skipped.push(test.fullName);
    }
  }
  return results;
}

/**
 * Playwright's JSON report. Errors outside a test count as one failure; what passed at its second try is named.
 *
 * @param {string} file
 * @returns {Results}
 */
export function playwrightResults(file) {
  const report = /** @type {PlaywrightReport | undefined} */ (read(file));
  if (!report) return noReport('e2e');
  const results = nothing();
  /**
   * @param {PlaywrightSuite} suite
   * @param {string[]} groups the titles around it
   */
  const walk = (suite, groups) => {
    for (const spec of suite.specs ?? [])
      for (const test of spec.tests) {
        const name = `${spec.file}: ${[...groups, spec.title].join(' › ')}`;
        if (test.status === 'expected') results.passed += 1;
        else if (test.status === 'skipped') results.skipped.push(name);
        else if (test.status === 'flaky') {
          results.passed += 1;
          results.flaky.push(name);
        } else {
          results.failed += 1;
          results.failures.push(name);
        }
      }
    for (const inner of suite.suites ?? []) walk(inner, [...groups, inner.title ?? '']);
  };
  // The outermost groups are the files.
  for (const suite of report.suites) walk(suite, []);
  for (const error of report.errors ?? []) {
    results.failed += 1;
    results.failures.push(`e2e: ${(error.message ?? 'an error').split('\n')[0]}`);
  }
  return results;
}

/**
 * @param {Results[]} all
 * @returns {{ lines: string[], failed: number }} what to print: failures and skips by name, the sum last
 */
export function summary(all) {
  const passed = all.reduce((sum, one) => sum + one.passed, 0);
  const failed = all.reduce((sum, one) => sum + one.failed, 0);
  const skipped = all.flatMap((one) => one.skipped);
  return {
    failed,
    lines: [
      ...all.flatMap((one) => one.failures).map((name) => `Failed: ${name}`),
      ...all.flatMap((one) => one.flaky).map((name) => `Passed at its second try: ${name}`),
      ...skipped.map((name) => `Skipped: ${name}`),
      `Tests: ${passed} passed, ${failed} failed, ${skipped.length} skipped`,
    ],
  };
}
