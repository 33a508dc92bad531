import { afterAll, expect, test } from 'vitest';
import { issueAt } from '../../../server/contract/issues-of.ts';
import { switchLanguage } from '../../i18n/index.ts';
import { rejectionWords } from './rejection-words.ts';

afterAll(() => switchLanguage('en'));

const told = { code: 'TOO_LONG', params: { count: 255 } } as const;
const newer = { path: 'title', message: 'is too blue', code: 'TOO_BLUE' };

test.each([
  ['FORBIDDEN', undefined, /^Das dürfen nur/],
  ['VALIDATION', [issueAt('title', told)], /^Titel darf nicht länger als 255 Zeichen sein\.$/],
  ['VALIDATION', [issueAt('set.assigneeId', { code: 'PERSON_DISABLED' })], /ist ein gesperrtes Konto\.$/],
  // Of an older server, and of a newer one.
  ['VALIDATION', undefined, /nimmt diesen Wert nicht/],
  ['VALIDATION', [newer], /nimmt diesen Wert nicht/],
  ['TOO_BLUE', [newer], /nimmt diesen Wert nicht/],
])('why a team did not take a change, in German: %s %j', async (code, details, words) => {
  await switchLanguage('de');
  expect(rejectionWords({ code, details })).toMatch(words);
});
