import { expect, test } from 'vitest';
import { FINDINGS } from '../../contract/joining.ts';
import { wordsOf } from './findings.ts';

const facts = { host: 'Tasks.example.org', port: 8443, more: 'More' };

test('each finding says something of its own, in sentences, and what to do', () => {
  const words = FINDINGS.map((code) => ({ code, ...wordsOf(code, facts) }));
  expect(new Set(words.map(({ message }) => message)).size).toBe(FINDINGS.length);
  for (const { code, message, advice } of words) {
    expect(message, code).toMatch(/^[A-Z].*\.$/);
    expect(advice, code).toMatch(code === 'OK' || code === 'SKIPPED' ? /^$/ : /^[A-Z].*\.$/);
    expect(message + advice, code).not.toContain('undefined');
  }
});
