import { expect, test } from 'vitest';
import { de } from './de/index.ts';
import { en } from './en/index.ts';

/** Every key with its placeholders, dotted. */
function shape(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [`${path}${key} ${(value.match(/\{\{[\w, ]+\}\}/g) ?? []).sort().join(' ')}`.trim()]
      : shape(value as object, `${path}${key}.`),
  );
}

/** The keys that say nothing. English may leave out a word that a sentence does not need there; German then does too. */
function empty(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? (value ? [] : [path + key]) : empty(value as object, `${path}${key}.`),
  );
}

test('German has the keys and placeholders of English, and says something for each', () => {
  expect(shape(de).sort()).toEqual(shape(en).sort());
  expect(empty(de)).toEqual(empty(en));
});
