import { afterEach, expect, test, vi } from 'vitest';
import { typeAhead } from './type-ahead.ts';

const press = (key: string, init: KeyboardEventInit = {}): boolean =>
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }),
  );

afterEach(() => {
  document.body.innerHTML = '';
  vi.useRealTimers();
});

test('what is typed before the field is there stands in it, and acts on nothing else', () => {
  const behind = vi.fn();
  window.addEventListener('keydown', behind);
  typeAhead();
  for (const key of ['m', 'a', 'x', 'Backspace', 'p', 'Shift', ' ']) press(key);
  const field = document.createElement('textarea');
  const heard = vi.fn();
  field.addEventListener('input', heard);
  document.body.append(field);
  field.focus();
  expect(field.value).toBe('map ');
  expect(heard).toHaveBeenCalledOnce();
  expect(behind.mock.calls.map(([event]) => (event as KeyboardEvent).key)).toEqual(['Shift']);
  press('s');
  expect(behind).toHaveBeenCalledTimes(2);
  window.removeEventListener('keydown', behind);
});

test('Esc, or no field within half a minute, gives the keys back', () => {
  vi.useFakeTimers();
  for (const end of [() => press('Escape'), () => vi.advanceTimersByTime(30_000)]) {
    typeAhead();
    end();
    expect(press('j')).toBe(true);
  }
});

test('behind the words of a field that holds some, in the place of those that are chosen', () => {
  const opened = (choose: (field: HTMLTextAreaElement) => void): string => {
    typeAhead();
    for (const key of ['n', 'o', 'w']) press(key);
    const field = document.createElement('textarea');
    field.value = 'Send the proof ';
    document.body.append(field);
    choose(field);
    field.focus();
    return field.value;
  };
  expect(opened((field) => field.setSelectionRange(0, 0))).toBe('Send the proof now');
  expect(opened((field) => field.select())).toBe('now');
});
