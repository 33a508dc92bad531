import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt, wordDiff } from './word-diff.ts';

const marked = (from: string, to: string): string =>
  wordDiff(from, to)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'del' ? `[-${text}-]` : `{+${text}+}`))
    .join('');

test('words that went and came', () => {
  expect(marked('Above 400 MB we drop it.', 'Above 500 MB we drop it, but not saved ones.')).toBe(
    'Above [-400-]{+500+} MB we drop it{+, but not saved ones+}.',
  );
  expect(marked('', 'new')).toBe('{+new+}');
  expect(marked('old', '')).toBe('[-old-]');
  expect(marked('the same', 'the same')).toBe('the same');
  expect(marked('a red fox ran', 'a grey wolf ran')).toBe('a [-red fox-]{+grey wolf+} ran');
});

test('both texts can be read out of a difference', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'cat', ' ', '\n', '. ', 'é', '😀', '-'), { maxLength: 40 });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const [from, to] = [left.join(''), right.join('')];
      const parts = wordDiff(from, to);
      const of = (other: 'del' | 'ins'): string =>
        parts
          .filter((part) => part.kind !== other)
          .map((part) => part.text)
          .join('');
      expect([of('ins'), of('del')]).toEqual([from, to]);
    }),
  );
});

test('texts too long to compare are told as a whole', () => {
  const long = (word: string): string => Array.from({ length: 3000 }, (_, i) => `${word}${i}`).join(' ');
  expect(wordDiff(`x ${long('a')}`, `x ${long('b')}`).length).toBeLessThanOrEqual(3);
});

test('long stretches that stayed are cut', () => {
  const parts = excerpt([
    { kind: 'same', text: 'word '.repeat(60) },
    { kind: 'ins', text: 'new' },
    { kind: 'same', text: ' tail' },
  ]);
  expect(parts[0]?.text.startsWith('…')).toBe(true);
  expect(parts[0]?.text.length).toBeLessThan(70);
  expect(parts[2]?.text).toBe(' tail');
});
