import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { inLatin } from './latin.mjs';

test.each([
  [`'drei … Äpfel — 🎒'`],
  ['`a ${1 + 1} “quoted” \\\\…`'],
  [`'\\… \\\\…'`],
  [`'x–y😎'.replace(/[–😀-😎]/gu, '·')`],
  [`/* « … » */ ({ 'naïve…': [...'🎒'].length })`],
])('means the same, in one byte a character: %s', (code) => {
  const latin = inLatin(code);
  expect(latin).toMatch(/^[\0-\xff]*$/);
  expect(runInNewContext(latin)).toEqual(runInNewContext(code));
});

test('what is Latin-1 stays as it is', () => {
  const code = `const größe = 'é\\n';`;
  expect(inLatin(code)).toBe(code);
});
