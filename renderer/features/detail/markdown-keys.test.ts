import { expect, test } from 'vitest';
import { addLink, checkLine, continueList, toggleMark, type Writing } from './markdown-keys.ts';

/** "a |b| c": the bars are the selection, one bar the caret. */
function at(marked: string): Writing {
  const from = marked.indexOf('|');
  const to = marked.lastIndexOf('|');
  return { text: marked.replaceAll('|', ''), from, to: to === from ? from : to - 1 };
}
function show({ text, from, to }: Writing): string {
  return from === to
    ? `${text.slice(0, from)}|${text.slice(from)}`
    : `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`;
}

test('marks come and go', () => {
  expect(show(toggleMark(at('a |b| c'), '**'))).toBe('a **|b|** c');
  expect(show(toggleMark(at('a **|b|** c'), '**'))).toBe('a |b| c');
  expect(show(toggleMark(at('a |**b**| c'), '**'))).toBe('a |b| c');
  expect(show(toggleMark(at('a | c'), '_'))).toBe('a _|_ c');
});

test('links ask for what is missing', () => {
  expect(show(addLink(at('see |this| now')))).toBe('see [this](|) now');
  expect(show(addLink(at('see |https://a.b|')))).toBe('see [|](https://a.b)');
});

test('lists go on and end', () => {
  const enter = (marked: string): string | null => {
    const next = continueList(at(marked));
    return next && show(next);
  };
  expect(enter('- one|')).toBe('- one\n- |');
  expect(enter('- [x] one|')).toBe('- [x] one\n- [ ] |');
  expect(enter('  9. nine|')).toBe('  9. nine\n  10. |');
  expect(enter('- one\n- |')).toBe('- one\n|');
  expect(enter('plain|')).toBeNull();
  expect(enter('-no|')).toBeNull();
});

test('a box is ticked in its line alone', () => {
  const text = '- [ ] a\n- [ ] b\n> 1. [x] c';
  expect(checkLine(text, 2, true)).toBe('- [ ] a\n- [x] b\n> 1. [x] c');
  expect(checkLine(text, 3, false)).toBe('- [ ] a\n- [ ] b\n> 1. [ ] c');
  expect(checkLine(text, 9, true)).toBe(text);
});
