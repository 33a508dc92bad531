import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playwrightResults, summary, vitestResults } from './test-results.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'taskflow-results-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function report(content: unknown): Promise<string> {
  const file = path.join(folder, 'report.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const unit = (status: string, fullName: string) => ({ status, fullName });

describe('the sum of all tests', () => {
  it('counts unit tests, and a file that broke before its first test', async () => {
    const file = await report({
      testResults: [
        { name: 'a.test.ts', status: 'passed', message: '', assertionResults: [unit('passed', 'one')] },
        { name: 'b.test.ts', status: 'failed', message: '', assertionResults: [unit('failed', 'two')] },
        { name: 'c.test.ts', status: 'failed', message: 'no such module\nat', assertionResults: [] },
        { name: 'd.test.ts', status: 'passed', message: '', assertionResults: [unit('pending', 'three')] },
      ],
    });
    expect(vitestResults(file)).toEqual({
      passed: 1,
      failed: 2,
      skipped: ['three'],
      failures: ['two', 'c.test.ts: no such module'],
      flaky: [],
    });
  });

  it('names a unit test that needed a second try', async () => {
    const again = { ...unit('passed', 'slow at first'), failureMessages: ['expected 1 to be 2'] };
    const plain = { ...unit('passed', 'plain'), failureMessages: [] };
    const file = await report({
      testResults: [{ name: 'a.test.ts', status: 'passed', message: '', assertionResults: [again, plain] }],
    });
    expect(vitestResults(file)).toMatchObject({ passed: 2, failed: 0, flaky: ['slow at first'] });
  });

  it('counts e2e tests in nested groups; one that needed a second try is named', async () => {
    const spec = (title: string, status: string) => ({ file: 'a.spec.ts', title, tests: [{ status }] });
    const file = await report({
      suites: [
        {
          specs: [spec('one', 'expected'), spec('two', 'flaky')],
          suites: [{ title: 'a group', specs: [spec('three', 'skipped'), spec('four', 'unexpected')] }],
        },
      ],
      errors: [{ message: 'no such file\nat' }],
    });
    expect(playwrightResults(file)).toEqual({
      passed: 2,
      failed: 2,
      skipped: ['a.spec.ts: a group › three'],
      failures: ['a.spec.ts: a group › four', 'e2e: no such file'],
      flaky: ['a.spec.ts: two'],
    });
  });

  it('takes a missing or half-written report for a failure', async () => {
    expect(vitestResults(path.join(folder, 'none.json')).failed).toBe(1);
    expect(playwrightResults(await report('{"suites": [')).failed).toBe(1);
  });

  it('ends with one line, skips named above it', () => {
    const { lines, failed } = summary([
      { passed: 5, failed: 0, skipped: [], failures: [], flaky: ['slow at first'] },
      { passed: 2, failed: 1, skipped: ['slow'], failures: ['broken'], flaky: [] },
    ]);
    expect(lines).toEqual([
      'Failed: broken',
      'Passed at its second try: slow at first',
      'Skipped: slow',
      'Tests: 7 passed, 1 failed, 1 skipped',
    ]);
    expect(failed).toBe(1);
  });
});
