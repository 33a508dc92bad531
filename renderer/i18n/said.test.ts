import { afterAll, expect, test } from 'vitest';
import { ERRORS, type ErrorCode } from '../../server/contract/errors.ts';
import { FINDINGS, FINDING_ADVICE } from '../../server/contract/findings.ts';
import { IMPORT_NOTES } from '../../server/contract/import-notes.ts';
import { ISSUES } from '../../server/contract/issues.ts';
import { NOTICES, NOTICE_ADVICE } from '../../server/contract/notices.ts';
import { REASONS } from '../../server/contract/reasons.ts';
import { codesOf, sentence, type Params, type Sentences } from '../../server/contract/sentences.ts';
import { LANGUAGES, switchLanguage, t } from './index.ts';
import { said } from './said.ts';

/** Everything that a server may say, by where the catalogue has it. */
const LISTS: readonly (readonly [place: string, sentences: Sentences])[] = [
  ['notices:what.', NOTICES],
  ['notices:advice.', NOTICE_ADVICE],
  ['importNotes:', IMPORT_NOTES],
  ['joining:finding.', FINDINGS],
  ['joining:advice.', FINDING_ADVICE],
  ['errors:reason.', REASONS],
  ['errors:issue.', ISSUES],
];

const SAMPLES: Readonly<Record<string, Params[string]>> = {
  number: 1234,
  day: '2026-03-12T09:00:00.000Z',
  moment: '2026-03-12T09:00:00.000Z',
  span: 3 * 3_600_000,
  list: ['one', 'two'],
  titles: ['one', 'two'],
};

/** Something for each place of the sentences of a code, one and many alike. */
function paramsOf(sentences: Sentences, code: string): Params {
  const texts = [sentences[code], sentences[`${code}_one`], sentences[`${code}_other`]].join(' ');
  const places = [...texts.matchAll(/\{\{(\w+)(?:, (\w+))?\}\}/g)];
  const params = Object.fromEntries(
    places.map(([, name = '', form = '']) => [name, SAMPLES[form] ?? `the ${name}`]),
  );
  return `${code}_other` in sentences ? { count: 1234, ...params } : params;
}

afterAll(() => switchLanguage('en'));

test.each(LANGUAGES)('everything that a server may say has its sentence: %s', async (language) => {
  await switchLanguage(language);
  for (const [place, sentences] of LISTS)
    for (const code of codesOf(sentences)) {
      const params = paramsOf(sentences, code);
      if (sentence(sentences, { code, params }) === '') continue;
      for (const given of 'count' in params ? [params, { ...params, count: 1 }] : [params]) {
        const text = said((place + code) as Parameters<typeof said>[0], given);
        expect(text, code).not.toContain(code);
        expect(text, code).not.toMatch(/\{\{|\}\}|undefined|NaN|Invalid|object/);
        expect(text, code).toMatch(place === 'errors:issue.' ? /^[^.]+/ : /[.)]$/);
        for (const [name, value] of Object.entries(given))
          if (typeof value === 'string' && !(name in { from: 1, to: 1, at: 1 }))
            expect(`${text} ${adviceFor(place, code, given)}`, code).toContain(value);
      }
    }
});

/** What advice names need not stand in the sentence too. */
const adviceFor = (place: string, code: string, params: Params): string =>
  /what|finding/.test(place)
    ? said(place.replace(/what|finding/, 'advice').concat(code) as Parameters<typeof said>[0], params)
    : '';

test.each(LANGUAGES)('every error code has its sentence: %s', async (language) => {
  await switchLanguage(language);
  const sentences = (Object.keys(ERRORS) as ErrorCode[]).map((code) => t(`errors:${code}`));
  for (const [index, text] of sentences.entries())
    expect(text, Object.keys(ERRORS)[index]).toMatch(/^[^{}]+\.$/);
});

test('no German sentence is the English one', async () => {
  await switchLanguage('de');
  for (const [place, sentences] of LISTS)
    for (const code of codesOf(sentences)) {
      const params = paramsOf(sentences, code);
      const english = sentence(sentences, { code, params });
      if (english) expect(said((place + code) as Parameters<typeof said>[0], params)).not.toBe(english);
    }
});

test('English in the window is what scripts read', async () => {
  await switchLanguage('en');
  const told = { code: 'COPY_OPENED', params: { at: '2026-03-12T09:00:00.000Z', count: 1 } } as const;
  expect(sentence(NOTICES, told)).toContain(
    'The copy of 2026-03-12 09:00 UTC was opened instead, with 1 task.',
  );
  expect(said('notices:what.COPY_OPENED', told.params)).toContain('was opened instead, with 1 task.');
  expect(sentence(FINDINGS, { code: 'CLOCK_OFF', params: { apart: 119 * 60_000 } })).toContain('119 minutes');
});

test('what a sentence names is no option of the catalogue, and nothing in it is filled in again', () => {
  const kind = '{{column}} $t(common:close)';
  const params = { kind, column: 'x', lng: 'de', interpolation: 'x', defaultValue: 'x', ns: 'x' };
  expect(said('importNotes:ROW_KIND_UNKNOWN', params)).toBe(
    `Rows of the kind “${kind}” are not known and are passed over.`,
  );
});
