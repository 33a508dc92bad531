import { expect, test } from 'vitest';
import { UndoStack, type UndoStep } from './undo-stack.ts';

function counter() {
  let value = 0;
  const step = (by: number): UndoStep => {
    value += by;
    return {
      label: `+${by}`,
      undo: () => Promise.resolve(void (value -= by)),
      redo: () => Promise.resolve(void (value += by)),
    };
  };
  return { step, value: () => value };
}

test('takes back in order and does again, until something new is done', async () => {
  const { step, value } = counter();
  const stack = new UndoStack();
  stack.push(step(1));
  stack.push(step(10));
  expect((await stack.undo())?.label).toBe('+10');
  expect((await stack.undo())?.label).toBe('+1');
  expect(await stack.undo()).toBeNull();
  expect(value()).toBe(0);
  await stack.redo();
  expect(value()).toBe(1);
  stack.push(step(100));
  expect(await stack.redo()).toBeNull();
  expect(value()).toBe(101);
});

test('keeps fifty', async () => {
  const { step, value } = counter();
  const stack = new UndoStack();
  for (let i = 0; i < 60; i++) stack.push(step(1));
  await Promise.all(Array.from({ length: 60 }, () => stack.undo()));
  expect(value()).toBe(10);
});

test('a toast takes back its own step, also when others came after, and only once', async () => {
  const { step, value } = counter();
  const stack = new UndoStack();
  const first = step(1);
  stack.push(first);
  stack.push(step(10));
  expect(await stack.undo(first)).toBe(first);
  expect(await stack.undo(first)).toBeNull();
  expect(value()).toBe(10);
});

test('a step that is refused is not done again, and the queue goes on', async () => {
  const { step } = counter();
  const stack = new UndoStack();
  stack.push(step(1));
  stack.push({
    label: 'refused',
    undo: () => Promise.reject(new Error('no')),
    redo: () => Promise.resolve(),
  });
  await expect(stack.undo()).rejects.toThrow('no');
  expect(stack.size).toEqual({ done: 1, undone: 0 });
  expect((await stack.undo())?.label).toBe('+1');
});
