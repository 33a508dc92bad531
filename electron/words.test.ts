import { expect, it } from 'vitest';
import { START_ADVICE, START_FAILURES } from '../server/contract/start-failures.ts';
import { problemPage } from './windows/problem-page.ts';
import { wordsFor } from './words.ts';

const places = (text: string): string[] => (text.match(/\{\{[\w, ]+\}\}/g) ?? []).sort();

it('German has a sentence of its own for whatever keeps the server from starting, with the same places', () => {
  const german = wordsFor('de-AT');
  const pairs = [
    [START_FAILURES, german.failure],
    [START_ADVICE, german.failureAdvice],
  ] as const;
  for (const [english, said] of pairs) {
    expect(Object.keys(said).sort()).toEqual(Object.keys(english).sort());
    for (const [code, text] of Object.entries<string>(english)) {
      const other = (said as Readonly<Record<string, string>>)[code] ?? '';
      expect(places(other), code).toEqual(places(text));
      expect(other, code).not.toBe(text);
    }
  }
});

it('the page without a server speaks the system’s language, and names nothing as HTML', () => {
  const state = { state: 'failed', code: 'NOT_WRITABLE', params: { folder: '/<b>x' } } as const;
  const page = decodeURIComponent(problemPage(state, wordsFor('de')));
  expect(page).toContain('In /&#60;b&#62;x lässt sich nicht schreiben.');
  expect(page).toContain('Gib deinem Konto dort das Recht zu schreiben');
  expect(page).not.toContain('<b>');
});
