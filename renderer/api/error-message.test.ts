import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiError } from '../../server/contract/client.ts';
import type { ErrorCode } from '../../server/contract/errors.ts';
import { switchLanguage } from '../i18n/index.ts';
import { errorMessage } from './error-message.ts';

const failure = (code: ErrorCode, details?: unknown): ApiError =>
  new ApiError(code, 400, 'In English.', details);

beforeAll(() => switchLanguage('de'));
afterAll(() => switchLanguage('en'));

describe('in a German window', () => {
  test.each<[ErrorCode, unknown, string]>([
    [
      'FORBIDDEN',
      { reason: 'OWNER_ONLY' },
      'Das darf nur, wer die Aufgabe angelegt hat oder das Team verwaltet.',
    ],
    [
      'IMPORT_INVALID',
      { reason: 'QUOTE_OPEN', line: 3 },
      'Zeile 3: In dieser Zeile öffnet sich ein Anführungszeichen, das sich nie schließt. Es wurde nichts übernommen.',
    ],
    ['IMPORT_INVALID', { reason: 'FILE_EMPTY' }, 'Die Datei ist leer. Es wurde nichts übernommen.'],
    [
      'IMPORT_INVALID',
      {
        reason: 'TASK_BROKEN',
        params: { nth: 2, field: 'title', what: 'must be text' },
        issue: { path: 'title', message: 'must be text', code: 'TEXT_WANTED' },
        line: 7,
      },
      'Zeile 7: Die Aufgabe Nummer 2 ist nicht heil: „title“ muss Text sein. Es wurde nichts übernommen.',
    ],
    [
      'STORE_UNAVAILABLE',
      { reason: 'NOT_A_FOLDER', params: { folder: '/x' } },
      '/x ist kein Ordner. Wähle einen anderen Datenordner oder verschiebe die Datei dieses Namens.',
    ],
    [
      'VALIDATION',
      [{ path: 'title', message: 'x', code: 'TOO_LONG', params: { count: 255 } }],
      'Titel darf nicht länger als 255 Zeichen sein.',
    ],
    [
      'VALIDATION',
      [{ path: 'body.email', message: 'x', code: 'NOT_EMAIL' }],
      'E-Mail-Adresse muss eine Adresse wie a@b.org sein.',
    ],
    [
      'RATE_LIMITED',
      { retryAfter: 40 },
      'Das war zu oft in kurzer Zeit. Versuche es in 40 Sekunden noch einmal.',
    ],
  ])('%s %j', (code, details, said) => {
    expect(errorMessage(failure(code, details))).toBe(said);
  });

  test('what this window does not know has the sentence of its code, and an unknown code one of its own', () => {
    expect(errorMessage(failure('FORBIDDEN', { reason: 'OF_ANOTHER_VERSION' }))).toMatch(/^Das darf nur/);
    expect(errorMessage(failure('VALIDATION', [{ path: 'x', message: 'is odd' }]))).toBe(
      'Etwas darin lässt sich nicht speichern.',
    );
    expect(errorMessage(failure('OF_ANOTHER_VERSION' as ErrorCode))).toMatch(/^TaskFlow hat einen Fehler/);
    expect(errorMessage(new Error('boom'))).toMatch(/^TaskFlow hat einen Fehler/);
  });
});
