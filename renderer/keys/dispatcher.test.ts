import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BINDINGS } from './bindings.ts';
import { capsOf, chordOf } from './chord.ts';
import { KeyDispatcher } from './dispatcher.ts';

let dispatcher: KeyDispatcher;
let stop: () => void;
beforeEach(() => {
  dispatcher = new KeyDispatcher(false);
  stop = dispatcher.listen(window);
  document.body.innerHTML =
    '<input id="text"><button id="button"></button><div data-keys-off><p id="menu"></p></div>';
});
afterEach(() => stop());

function press(key: string, init: KeyboardEventInit = {}, on: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  on.dispatchEvent(event);
  return event;
}
const at = (id: string): Element => document.getElementById(id) ?? document.body;

test('a letter acts, but not while typing, composing, in a menu, or switched off', () => {
  const act = vi.fn();
  dispatcher.register('newTask', act);
  expect(press('c').defaultPrevented).toBe(true);
  press('c', {}, at('text'));
  press('c', {}, at('menu'));
  press('c', { isComposing: true });
  dispatcher.letterKeys = false;
  press('c');
  expect(act).toHaveBeenCalledTimes(1);
});

test('Ctrl keys act while typing, but those of text stay with the text', () => {
  const palette = vi.fn();
  const undo = vi.fn();
  const done = vi.fn();
  dispatcher.register('done', done);
  dispatcher.register('dueLater', done);
  dispatcher.register('palette', palette);
  dispatcher.register('undo', undo);
  press('k', { ctrlKey: true }, at('text'));
  press('z', { ctrlKey: true }, at('text'));
  press('Enter', { ctrlKey: true }, at('text'));
  press(']', { ctrlKey: true }, at('text'));
  expect(done).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledTimes(1);
  expect(undo).not.toHaveBeenCalled();
  press('z', { ctrlKey: true });
  expect(undo).toHaveBeenCalledTimes(1);
});

test('sequences: g then i; a wrong second key is read by itself', () => {
  const inbox = vi.fn();
  const create = vi.fn();
  dispatcher.register('goInbox', inbox);
  dispatcher.register('newTask', create);
  press('g');
  press('i');
  expect(inbox).toHaveBeenCalledTimes(1);
  press('g');
  press('c');
  expect(create).toHaveBeenCalledTimes(1);
  press('i');
  expect(inbox).toHaveBeenCalledTimes(1);
});

test('a key that acts may begin a sequence too: . copies, and a second one copies more', () => {
  const said: string[] = [];
  dispatcher.register('copyLink', () => void said.push('link'));
  dispatcher.register('copyNamed', () => void said.push('named'));
  press('.');
  press('.');
  press('.');
  expect(said).toEqual(['link', 'named', 'link']);
});

test('the newest handler is asked first and may pass on; giving back ends it', () => {
  const said: string[] = [];
  dispatcher.register('done', () => void said.push('old'));
  const giveBack = dispatcher.register('done', () => {
    said.push('new');
    return false;
  });
  press('e');
  giveBack();
  press('e');
  expect(said).toEqual(['new', 'old', 'old']);
});

test('an open dialog takes the keys', () => {
  const behind = vi.fn();
  const inside = vi.fn();
  dispatcher.register('done', behind);
  const layer = dispatcher.newLayer();
  const close = dispatcher.openLayer(layer);
  dispatcher.register('done', inside, layer);
  press('e');
  close();
  press('e');
  expect([inside.mock.calls.length, behind.mock.calls.length]).toEqual([1, 1]);
});

test('Enter on a button is the button’s', () => {
  const open = vi.fn();
  dispatcher.register('open', open);
  press('Enter', {}, at('button'));
  expect(open).not.toHaveBeenCalled();
  press('Enter');
  expect(open).toHaveBeenCalledTimes(1);
});

test('names of what is pressed', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  expect(chordOf({ ...none, key: 'Z', ctrlKey: true, shiftKey: true }, false)).toBe('Mod+Shift+Z');
  expect(chordOf({ ...none, key: 'z', metaKey: true }, true)).toBe('Mod+Z');
  expect(chordOf({ ...none, key: 'z', metaKey: true }, false)).toBeNull();
  expect(chordOf({ ...none, key: '?', shiftKey: true }, false)).toBe('?');
  expect(chordOf({ ...none, key: 'A', shiftKey: true }, false)).toBe('Shift+A');
  // AltGr+8 on a German keyboard, which Windows reports as Ctrl and Alt.
  expect(chordOf({ ...none, key: '[', ctrlKey: true, altKey: true }, false)).toBe('[');
  // Option makes another letter of it on a Mac.
  expect(chordOf({ ...none, key: '√', code: 'KeyV', altKey: true }, true)).toBe('Alt+V');
  expect(chordOf({ ...none, key: '[', code: 'Digit5', altKey: true }, true)).toBe('[');
  expect(chordOf({ ...none, key: ' ' }, false)).toBe('Space');
  expect(chordOf({ ...none, key: 'Shift', shiftKey: true }, false)).toBeNull();
  expect(capsOf('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(capsOf('g i', false)).toEqual(['G', { after: true }, 'I']);
});

test('no two bindings of one group share a key', () => {
  for (const group of new Set(BINDINGS.map((one) => one.group))) {
    const keys = BINDINGS.filter((one) => one.group === group).flatMap((one) => one.keys);
    expect(new Set(keys).size).toBe(keys.length);
  }
});
