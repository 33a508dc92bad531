import { describe, expect, test } from 'vitest';
import { carryTo, focusTo, stepOf, type Step } from './places.ts';

const key = (name: string, more: Partial<KeyboardEvent> = {}, rtl = false): Step | null =>
  stepOf({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, rtl);
const step = (to: Step['to'], far = false): Step => ({ to, far });

describe('keys', () => {
  test('arrows, with Ctrl or Cmd to the ends, Home and End', () => {
    expect(key('ArrowUp')).toEqual(step('up'));
    expect(key('ArrowDown', { ctrlKey: true })).toEqual(step('down', true));
    expect(key('ArrowRight', { metaKey: true })).toEqual(step('on', true));
    expect(key('Home')).toEqual(step('up', true));
    expect(key('x')).toBeNull();
    expect(key('ArrowDown', { shiftKey: true })).toBeNull();
  });

  test('left is onwards in right-to-left', () => {
    expect(key('ArrowLeft', {}, true)).toEqual(step('on'));
  });
});

describe('carrying', () => {
  const counts = [3, 0, 5];

  test('up and down stop at the ends; a column of n has n + 1 places', () => {
    expect(carryTo(counts, { column: 0, index: 0 }, step('up'))).toEqual({ column: 0, index: 0 });
    expect(carryTo(counts, { column: 0, index: 2 }, step('down'))).toEqual({ column: 0, index: 3 });
    expect(carryTo(counts, { column: 0, index: 3 }, step('down'))).toEqual({ column: 0, index: 3 });
    expect(carryTo(counts, { column: 2, index: 0 }, step('down', true))).toEqual({ column: 2, index: 5 });
  });

  test('sideways into an empty column is its first place, and the far end is the last column', () => {
    expect(carryTo(counts, { column: 0, index: 2 }, step('on'))).toEqual({ column: 1, index: 0 });
    expect(carryTo(counts, { column: 0, index: 2 }, step('on', true))).toEqual({ column: 2, index: 2 });
    expect(carryTo(counts, { column: 2, index: 5 }, step('back', true))).toEqual({ column: 0, index: 3 });
  });
});

describe('focus', () => {
  const counts = [3, 0, 5, 0];

  test('stays on cards', () => {
    expect(focusTo(counts, { column: 0, index: 2 }, step('down'))).toEqual({ column: 0, index: 2 });
    expect(focusTo(counts, { column: 0, index: 2 }, step('down', true))).toEqual({ column: 0, index: 2 });
  });

  test('passes over empty columns and stays where nothing follows', () => {
    expect(focusTo(counts, { column: 0, index: 2 }, step('on'))).toEqual({ column: 2, index: 2 });
    expect(focusTo(counts, { column: 2, index: 4 }, step('on'))).toEqual({ column: 2, index: 4 });
    expect(focusTo(counts, { column: 2, index: 4 }, step('back'))).toEqual({ column: 0, index: 2 });
  });
});
