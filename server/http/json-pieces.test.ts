import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonPieces } from './json-pieces.ts';

/** Reads bytes that arrive in chunks of a size. */
function readIn(size: number, bytes: Uint8Array): unknown {
  const pieces = new JsonPieces();
  for (let at = 0; at < bytes.length; at += size) pieces.add(bytes.subarray(at, at + size));
  return pieces.end();
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test('whatever it is and however it is cut, it is what JSON.parse makes of it', () => {
  const sign = fc.constantFrom('a', '"', '\\', '\n', '\u0001', 'ü', '😀', '\uD83D', '/');
  const text = fc.string({ unit: sign, maxLength: 40 });
  const long = fc.tuple(text, fc.integer({ min: 1, max: 6_000 })).map(([one, times]) => one.repeat(times));
  const value = fc.dictionary(text, fc.oneof(text, long, fc.array(long, { maxLength: 3 }), fc.integer()));
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 200_000 }), fc.boolean(), (given, size, isIndented) => {
      const bytes = utf8(JSON.stringify(given, null, isIndented ? 1 : 0));
      const expected: unknown = JSON.parse(new TextDecoder().decode(bytes));
      expect(readIn(Math.max(size, bytes.length >> 10), bytes)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['a byte at a time', 1],
  ['seven', 7],
  ['all at once', 1 << 20],
])('escapes that are cut anywhere: %s', (_, size) => {
  const given = { text: `${'x'.repeat(40_000)}\\"\u2028"\\\\"${'y'.repeat(40_000)}` };
  const escaped = JSON.stringify(given).replaceAll('\u2028', '\\u2028');
  expect(readIn(size, utf8(escaped))).toEqual(given);
});

test.each([
  ['a string without an end', `{"a":"${'x'.repeat(90_000)}`],
  ['a line break in a long string', `{"a":"${'x'.repeat(90_000)}\n"}`],
  ['a broken escape in a long string', `{"a":"${'x'.repeat(90_000)}\\q"}`],
  ['half an escape at the end', `{"a":"${'x'.repeat(90_000)}\\u12"}`],
  ['text behind it', `{"a":"${'x'.repeat(90_000)}"}{}`],
  ['an endless name', `{"${'x'.repeat(90_000)}":1}`],
])('%s is no JSON', (_, text) => {
  for (const size of [1_000, 50_000]) expect(() => readIn(size, utf8(text))).toThrow(SyntaxError);
});

test('bytes that are no UTF-8 are refused where they come', () => {
  const bytes = utf8(`{"a":"${'x'.repeat(90_000)}"}`);
  bytes[70_000] = 0xff;
  expect(() => readIn(64_000, bytes)).toThrow(TypeError);
});
