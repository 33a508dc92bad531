import { expect, test } from 'vitest';
import type { DoctorAnswer, StageResult } from '../../../server/contract/joining.ts';
import { switchLanguage } from '../../i18n/index.ts';
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

test('a finding is said in the person’s language, with its figures', async () => {
  const off = stage({ code: 'CLOCK_OFF', warning: true, ok: true, params: { apart: 3 * 3_600_000 } });
  const old = stage({ params: { from: '2025-01-02T00:00:00.000Z', to: '2025-11-12T00:00:00.000Z' } });
  const other = stage({ code: 'TLS_WRONG_HOST', params: { host: 'a.example', names: ['b.example', 'c'] } });
  expect(findingOf(off)).toBe('This device’s clock and the server’s are 3 hours apart.');
  await switchLanguage('de');
  expect(findingOf(off)).toBe('Die Uhren dieses Geräts und des Servers liegen 3 Stunden auseinander.');
  expect(findingOf(old)).toContain('von 02.01.2025 bis 12.11.2025');
  expect(findingOf(other)).toContain('als a.example: für b.example und c.');
  await switchLanguage('en');
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
