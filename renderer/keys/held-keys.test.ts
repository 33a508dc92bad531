import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeyDispatcher } from './dispatcher.ts';
import { HeldKeys } from './held-keys.ts';
import { typeAhead } from './type-ahead.ts';

let dispatcher: KeyDispatcher;
let held: HeldKeys;
let stop: () => void;
beforeEach(() => {
  document.body.innerHTML = '<input id="text"><button id="button"></button>';
  dispatcher = new KeyDispatcher(false);
  held = new HeldKeys((event) => dispatcher.leads(event));
  stop = dispatcher.listen(window);
});
afterEach(() => {
  held.drop();
  stop();
});

function press(key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  document.body.dispatchEvent(event);
  return event;
}

test('a key that opens a dialog and what is written after it reach the page that came later', () => {
  held.hold();
  for (const key of ['c', 'H', 'x', 'Backspace', 'i', ' ', '!'])
    expect(press(key).defaultPrevented).toBe(true);
  const open = vi.fn(() => void typeAhead());
  dispatcher.register('newTask', open);
  expect(open).not.toHaveBeenCalled();
  held.release();
  expect(open).toHaveBeenCalledTimes(1);
  const field = document.querySelector('input');
  field?.focus();
  expect(field?.value).toBe('Hi !');
});

test('keys that do not write go their way; Escape and a drop forget', () => {
  const act = vi.fn();
  dispatcher.register('newTask', act);
  held.hold();
  for (const key of ['Tab', 'Enter', 'ArrowDown', ' ']) expect(press(key).defaultPrevented).toBe(false);
  for (const key of ['r', 'Delete']) expect(press(key, { ctrlKey: true }).defaultPrevented).toBe(false);
  press('c');
  press('Escape');
  held.release();
  expect(act).not.toHaveBeenCalled();
  press('c');
  expect(act).toHaveBeenCalledTimes(1);
});

test('the letters behind Ctrl+K are for the palette, and do nothing to the list', () => {
  held.hold();
  expect(press('k', { ctrlKey: true }).defaultPrevented).toBe(true);
  for (const key of 'ice') press(key);
  const done = vi.fn();
  dispatcher.register('done', done);
  dispatcher.register('palette', () => void typeAhead());
  held.release();
  const field = document.querySelector('input');
  field?.focus();
  expect(field?.value).toBe('ice');
  expect(done).not.toHaveBeenCalled();
});

test('what stands behind a key that leads to another workspace waits for that one', () => {
  const made: string[] = [];
  held.hold();
  press('@', { ctrlKey: true, shiftKey: true, code: 'Digit2' });
  press('c');
  const off = dispatcher.register('newTask', () => void made.push('in the one that is left'));
  dispatcher.register('workspace', () => held.hold());
  held.release();
  expect(made).toEqual([]);
  off();
  dispatcher.register('newTask', () => void made.push('in the one that came'));
  held.release();
  expect(made).toEqual(['in the one that came']);
});

test('holding ends by itself when no page comes', () => {
  vi.useFakeTimers();
  const act = vi.fn();
  dispatcher.register('newTask', act);
  held.hold();
  vi.advanceTimersByTime(30_001);
  press('c');
  vi.useRealTimers();
  expect(act).toHaveBeenCalledTimes(1);
});
