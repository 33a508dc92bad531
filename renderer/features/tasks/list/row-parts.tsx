import type { LucideIcon } from 'lucide-react';
import type { Task } from '../../../../server/contract/tasks.ts';
import { word } from '../../../i18n/index.ts';
import type { BindingId } from '../../../keys/bindings.ts';
import { keyText } from '../../../keys/use-key.tsx';
import { StatusRing } from '../../../ui/glyphs.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { TaskMark } from '../../sync/index.ts';
import type { Column } from '../table/columns.ts';

/** What a press on a part of a row does; the list reads it off the element, so that rows carry no handlers. */
export type RowAct =
  | 'open'
  | 'focus'
  | 'rename'
  | 'done'
  | 'status'
  | 'priority'
  | 'assignee'
  | 'due'
  | 'more'
  | 'restore'
  | 'forever';

export interface TaskRowProps {
  readonly task: Task;
  /** Its number among all rows, from 1, for screen readers: most rows are not in the document. */
  readonly rowIndex: number;
  /** Its stop of the keyboard, from 0; the list finds the task by it. */
  readonly number: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly isRefused: boolean;
  /** Whether the team and this device agree on it. */
  readonly mark?: TaskMark | undefined;
  readonly isRenaming: boolean;
  /** Of a table: the cell the cursor stands in; null in the other rows. */
  readonly column?: Column | null;
  /** Whether the acts that stand at the end show: on hover and on focus. */
  readonly showsActs: boolean;
  readonly now: Date;
  /** Rows write in the language of now without asking for it one by one. */
  readonly language: string;
  /** The writing of its title has ended. */
  readonly onRenamed: () => void;
}

export const rowId = (taskId: string): string => `row-${taskId}`;

export const isClosed = ({ status }: Task): boolean => status === 'done' || status === 'cancelled';

/** What every row says of itself. `level`: 2 below the head of a group. */
export function rowAttributes(
  { task, rowIndex, number, isSelected, isFocused, isRefused }: TaskRowProps,
  level: number,
  looksClosed = isClosed(task),
) {
  const flags = `${isSelected ? ' sel' : ''}${isFocused ? ' focus' : ''}${isRefused ? ' refused' : ''}`;
  return {
    id: rowId(task.id),
    className: `row${flags}${looksClosed ? ' closed' : ''}`,
    role: 'row',
    'aria-level': level,
    'aria-rowindex': rowIndex,
    'aria-selected': isSelected,
    'data-id': task.id,
    'data-n': number,
  } as const;
}

/** The ring that ticks a task, in a cell of its own. */
export function DoneCell({ task }: { task: Task }) {
  return (
    <span role="gridcell" className="cell">
      <button
        type="button"
        className="check"
        role="checkbox"
        tabIndex={-1}
        aria-checked={task.status === 'done'}
        aria-label={`${word(`status.${task.status}`)}: ${task.title}`}
        data-act="done"
      >
        <StatusRing status={task.status} />
      </button>
    </span>
  );
}

/** An act at the end of a row, with its name and key where it is pointed at. */
export function ActButton({
  act,
  label,
  keyOf,
  icon,
  isSmall = false,
}: {
  act: RowAct;
  label: string;
  keyOf?: BindingId;
  icon: LucideIcon;
  isSmall?: boolean;
}) {
  return (
    <button
      type="button"
      className={isSmall ? 'ib sm' : 'ib'}
      tabIndex={-1}
      data-act={act}
      aria-label={label}
      title={keyOf ? `${label}  ${keyText(keyOf)}` : label}
    >
      <Icon of={icon} {...(isSmall ? { size: 14 } : {})} />
    </button>
  );
}
