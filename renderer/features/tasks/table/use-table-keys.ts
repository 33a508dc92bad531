import { useKey } from '../../../keys/use-key.tsx';
import type { ListActs } from '../list/use-list-keys.ts';
import type { TaskListModel } from '../list/use-task-list.ts';
import { cellFrom, type Column } from './columns.ts';
import { useHiddenColumns } from './use-hidden-columns.ts';

/**
 * The keys a table has beyond those of the list: left and right go from cell to cell, Enter edits the one the cursor
 * stands in (O opens the task). Call after useListKeys, so that these are asked first.
 */
export function useTableKeys(
  { current }: TaskListModel,
  acts: ListActs,
  cell: { readonly column: Column; readonly onColumn: (column: Column) => void },
  enabled: boolean,
): void {
  const [hidden] = useHiddenColumns();
  const step = (by: 1 | -1) => (): boolean => {
    const next = current && cellFrom(cell.column, by, hidden);
    // Beyond the first cell the key means the group.
    if (!next) return Boolean(current) && by === 1;
    cell.onColumn(next);
    return true;
  };
  useKey('fold', step(-1), enabled);
  useKey('unfold', step(1), enabled);
  useKey(
    'open',
    (event) => {
      if (!current || event.key !== 'Enter') return false;
      if (cell.column === 'title') acts.rename(current);
      else acts.property(cell.column, [current]);
      return true;
    },
    enabled,
  );
}
