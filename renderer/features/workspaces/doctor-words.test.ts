import { expect, test } from 'vitest';
import { FINDINGS, type DoctorAnswer, type StageResult } from '../../../server/contract/joining.ts';
import { en } from '../../i18n/en/index.ts';
import { adviceOf, findingOf, reportOf, withoutSecrets } from './doctor-words.ts';

const stage = (over: Partial<StageResult>): StageResult => ({
  stage: 'tls',
  ok: false,
  code: 'TLS_EXPIRED',
  message: '',
  advice: '',
  ms: 61,
  ...over,
});

test('every finding that is no success has a sentence and advice of its own', () => {
  const { finding, advice } = en.joining;
  expect(new Set(Object.values(finding)).size).toBe(FINDINGS.length);
  for (const code of FINDINGS) {
    if (code === 'OK' || code === 'SKIPPED') continue;
    expect(findingOf(stage({ code })), code).not.toBe('');
    expect(advice[code], code).not.toBe('');
  }
});

test('what is well needs no advice, a warning does', () => {
  expect(adviceOf(stage({ ok: true, code: 'OK', advice: 'Nothing' }))).toBe('');
  expect(adviceOf(stage({ ok: true, warning: true, code: 'CLOCK_OFF' }))).toContain('clock');
});

test('the report has the stages and the certificate, and no secret', () => {
  const answer: DoctorAnswer = {
    ok: false,
    stages: [
      stage({ stage: 'address', ok: true, code: 'OK', message: 'Uses https', ms: 0 }),
      stage({
        message: 'It expired',
        certificate: { sha256: 'AB:CD', subject: 'x', issuer: 'y', validFrom: '', validTo: '' },
      }),
    ],
  };
  const report = reportOf(
    'Report',
    'https://mara:hunter2@team.example.org/path?key=hunter2',
    answer,
    '1.2.3',
  );
  expect(report).toContain('[FAIL]  tls  TLS_EXPIRED  61 ms  It expired');
  expect(report).toContain('https://team.example.org\n');
  expect(report).toContain('SHA-256 AB:CD');
  expect(report).not.toContain('hunter2');
});

test.each([
  ['postgres://u:p@db.example:5432/x', 'postgres://db.example:5432'],
  ['team.example.org/tasks', 'https://team.example.org'],
  ['', ''],
])('%s is told without what may be secret', (given, told) => {
  expect(withoutSecrets(given)).toBe(told);
});
