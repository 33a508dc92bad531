import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Status, Task } from '../../../server/contract/tasks.ts';
import { useBoardFocus } from './use-board-focus.ts';
import type { Column } from './use-columns.ts';

const column = (status: Status, ids: readonly string[]): Column => ({
  status,
  tasks: ids.map((id) => ({ id, status }) as Task),
  total: ids.length,
  hasMore: false,
  isLoaded: true,
  error: null,
  loadMore: () => Promise.resolve(),
  retry: () => undefined,
});

function focusOf(columns: readonly Column[], folded: readonly Status[] = []) {
  const board = { current: null };
  return renderHook(
    (props: { columns: readonly Column[]; folded: readonly Status[] }) =>
      useBoardFocus(board, props.columns, (status) => props.folded.includes(status)),
    { initialProps: { columns, folded } },
  );
}

test('nobody moved yet: the first card of the first column that has one', () => {
  const { result } = focusOf([column('todo', []), column('in_progress', ['a', 'b'])]);
  expect(result.current.isUsed).toBe(false);
  expect(result.current.focused).toEqual({ column: 1, index: 0 });
  expect(result.current.current?.id).toBe('a');
});

test('the focus goes with its card, and to the one that took its place when the card is gone', () => {
  const { result, rerender } = focusOf([column('todo', ['a', 'b', 'c']), column('done', [])]);
  act(() => result.current.focusOn({ column: 0, index: 1 }));
  expect(result.current.current?.id).toBe('b');
  rerender({ columns: [column('todo', ['a', 'c']), column('done', ['b'])], folded: [] });
  expect(result.current.focused).toEqual({ column: 1, index: 0 });
  rerender({ columns: [column('todo', ['a', 'c']), column('done', [])], folded: [] });
  expect(result.current.current?.id).toBe('c');
});

test('cards of a folded column are not there for the keys', () => {
  const { result } = focusOf([column('todo', ['a']), column('done', ['b'])], ['done']);
  expect(result.current.counts).toEqual([1, 0]);
  expect(result.current.placeOf('b')).toBeNull();
  act(() => result.current.note('b'));
  expect(result.current.isUsed).toBe(false);
});
