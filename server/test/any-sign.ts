import fc from 'fast-check';

/** The halves of pairs stand between; alone they are no signs. */
const HALVES = { from: 0xd800, count: 0x800 };

/**
 * Any sign there is, by its code point. As fast-check's own `binary`, which puts a million of them into a map before the first
 * text (1.3 s of a processor in each file that asks).
 */
export const anySign: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - HALVES.count }).map(
  (n) => String.fromCodePoint(n < HALVES.from ? n : n + HALVES.count),
  (sign) => {
    const code = typeof sign === 'string' ? (sign.codePointAt(0) ?? -1) : -1;
    if (code < 0 || String.fromCodePoint(code) !== sign) throw new Error('more or less than one sign');
    return code < HALVES.from ? code : code - HALVES.count;
  },
);
