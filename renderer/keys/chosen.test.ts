import { expect, test } from 'vitest';
import { BINDINGS } from './bindings.ts';
import { isChoosable, isReserved, keysIn, rivalsOf, withKeys, withUsual } from './chosen.ts';

test('no act is the rival of another before anything was chosen', () => {
  for (const { id, keys } of BINDINGS)
    if (isChoosable(id)) for (const one of keys) expect([id, ...rivalsOf({}, id, one)]).toEqual([id]);
});

test('keys are taken from who had them, and given back', () => {
  const chosen = withKeys({}, 'newTask', 'Mod+K');
  expect(keysIn(chosen, 'newTask')).toEqual(['Mod+K']);
  expect(keysIn(chosen, 'palette')).toEqual([]);
  expect(withUsual(chosen, 'palette')).toEqual({ newTask: [] });
  expect(withUsual(withUsual(chosen, 'palette'), 'newTask')).toEqual({});
});

test('the other keys of an act stay', () => {
  expect(withKeys({}, 'down', 'n')).toEqual({ down: ['n', 'ArrowDown'] });
  expect(withKeys({ down: ['n', 'ArrowDown'] }, 'down', 'j')).toEqual({});
});

test('a rival is who can be asked for in the same place, also by the start of a sequence', () => {
  expect(rivalsOf({}, 'newTask', 'x')).toEqual(['select']);
  expect(rivalsOf({}, 'newTask', 'g')).toContain('goInbox');
  expect(rivalsOf({}, 'conflictBoth', 'x')).toEqual([]);
  expect(rivalsOf({ select: [] }, 'newTask', 'x')).toEqual([]);
});

test('what means the same everywhere cannot be chosen', () => {
  expect(['Escape', 'Mod+C', 'Mod+W', 'g Tab', 'Mod+Shift+3'].map(isReserved)).not.toContain(false);
  expect(['q', 'Mod+J', 'g q', 'F2', 'Shift+Enter'].map(isReserved)).not.toContain(true);
});

test('what was written by hand into the file, or by another version, harms nothing', () => {
  expect(keysIn({ closeLayer: ['x'], news: ['y'] }, 'closeLayer')).toEqual(['Escape']);
  expect(withKeys({ news: ['y'] }, 'down', 'n')).toEqual({ news: ['y'], down: ['n', 'ArrowDown'] });
});
