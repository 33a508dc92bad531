import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task, TaskSet } from '../../../../server/contract/tasks.ts';
import { useSettings } from '../../../api/settings.ts';
import { SkeletonRow } from '../../../ui/skeleton.tsx';
import { useTaskMarks, type TaskMark } from '../../sync/index.ts';
import { useRefused } from '../actions/index.ts';
import { useNow } from '../view/use-now.ts';
import { cellId, type Column } from '../table/columns.ts';
import { TableRow } from '../table/table-row.tsx';
import { GroupHead, headId } from './group-head.tsx';
import { rangeOf, type Box } from './layout.ts';
import { pagesFor } from './rows.ts';
import { rowId, type RowAct, type TaskRowProps } from './row-parts.tsx';
import { TaskRow } from './task-row.tsx';
import { TrashRow } from './trash-row.tsx';
import type { GroupPages, LoadedGroup } from './use-group-pages.ts';
import { useTaskList, type TaskListModel } from './use-task-list.ts';
import { useWindow } from './use-window.ts';

/** Heights of rows by density and of heads, in pixels, as in styles/tokens.css. */
const ROW_HEIGHT = { compact: 30, standard: 36, comfortable: 44 } as const;
const HEAD_HEIGHT = 36;

/** Four rows at once are little of a frame; of two, what the list itself costs at each render would be more. */
const AHEAD = { step: 4, beyond: 8 } as const;

/** Milliseconds a press on a ring lasts until it opens the list of statuses instead of ticking. */
const LONG_PRESS_MS = 500;

/** Rows of tasks, rows of the trash, or the rows of a table. */
export type ListKind = 'tasks' | 'trash' | 'table';
const ROWS = { tasks: TaskRow, trash: TrashRow, table: TableRow } as const;

export interface TaskListProps {
  readonly pages: GroupPages;
  readonly folded: readonly string[];
  readonly onFold: (key: string) => void;
  /** Under which the place it was scrolled to and its cursor are remembered. */
  readonly placeKey: string;
  readonly label: string;
  readonly hasHeads: boolean;
  readonly kind: ListKind;
  /** Of a table: the column the cursor stands in. */
  readonly column?: Column;
  /** The id of the task whose title is being written. */
  readonly renaming: string | null;
  /** The writing of a title has ended. */
  readonly onRenamed: () => void;
  /** A part of a row was pressed; `at` is that part. */
  readonly onAct: (act: RowAct, task: Task, at: Element, model: TaskListModel) => void;
  /** Adds a task that starts with a group's value. */
  readonly onAdd?: (preset: TaskSet) => void;
  /** Hands out the model, for keys and the bulk bar, on every render. */
  readonly children: (model: TaskListModel) => React.ReactNode;
}

/** The list: groups of rows, of which only those in view are in the document. One tab stop; keys come from the page. */
export function TaskList({
  pages,
  folded,
  onFold,
  placeKey,
  label,
  hasHeads,
  kind,
  column,
  renaming,
  onRenamed,
  onAct,
  onAdd,
  children,
}: TaskListProps) {
  const { i18n } = useTranslation();
  const { density } = useSettings();
  const refused = useRefused();
  const marks = useTaskMarks();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = ROW_HEIGHT[density];
  const headHeight = hasHeads ? HEAD_HEIGHT : 0;
  const model = useTaskList({ pages, folded, rowHeight, headHeight, scroller, placeKey });
  const { layout, groups, cursor, selection } = model;
  const { seen, onScroll } = useWindow(scroller, AHEAD.step * rowHeight, placeKey);
  const [hovered, setHovered] = useState<string | null>(null);
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; isLong: boolean } | null>(null);

  const pointer = useRef('');

  const ranges = layout.boxes.map((box) => rangeOf(layout, box, seen.top, seen.bottom, AHEAD));
  const wanted = JSON.stringify(
    layout.boxes.map((box, index) => {
      const range = ranges[index];
      return [box.key, range && range.to > range.from ? pagesFor(range.from, range.to, box.rows) : []];
    }),
  );
  const { want } = pages;
  useEffect(() => want(new Map(JSON.parse(wanted) as [string, number[]][])), [want, wanted]);
  useEffect(() => () => clearTimeout(press.current?.timer), []);

  const partOf = (event: { target: EventTarget }) => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('.row[data-n]');
    if (!row) return null;
    const number = Number(row.dataset['n']);
    const task = model.taskAt(number);
    const part = target.closest<HTMLElement>('[data-act]');
    return task && task.id === row.dataset['id'] ? { row, number, task, part } : null;
  };

  const onClick = (event: MouseEvent): void => {
    const hit = partOf(event);
    if (!hit || (event.target as Element).closest('input')) return;
    const { number, task, part, row } = hit;
    if (event.shiftKey) return model.stretchTo(number);
    if (event.ctrlKey || event.metaKey) {
      model.moveTo(number, false);
      return model.toggle(task);
    }
    model.moveTo(number, false);
    if (press.current?.isLong) return;
    onAct((part?.dataset['act'] as RowAct | undefined) ?? 'open', task, part ?? row, {
      ...model,
      cursor: { id: task.id, number },
    });
  };
  const onMouseDown = (event: MouseEvent): void => {
    if ((event.target as Element).closest('input')) return;
    // The focus stays with the list: a row's button may scroll away at any time.
    if ((event.target as Element).closest('button')) {
      event.preventDefault();
      scroller.current?.focus({ preventScroll: true });
    }
    if (event.shiftKey) event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent): void => {
    clearTimeout(press.current?.timer);
    press.current = null;
    const hit = partOf(event);
    if (event.button !== 0 || hit?.part?.dataset['act'] !== 'done') return;
    const { task, part, number } = hit;
    const timer = setTimeout(() => {
      if (press.current) press.current.isLong = true;
      model.moveTo(number, false);
      onAct('status', task, part, model);
    }, LONG_PRESS_MS);
    press.current = { timer, isLong: false };
  };
  const onContextMenu = (event: MouseEvent): void => {
    const hit = partOf(event);
    if (!hit || kind === 'trash') return;
    event.preventDefault();
    model.moveTo(hit.number, false);
    onAct('more', hit.task, hit.row.querySelector('.title > span') ?? hit.row, model);
  };
  const onPointerOver = (event: PointerEvent): void => {
    // Rows that scroll by under a pointer at rest are not pointed at: their acts would be made and thrown away.
    const at = `${event.clientX} ${event.clientY}`;
    if (at === pointer.current) return;
    pointer.current = at;
    const row = (event.target as Element).closest<HTMLElement>('.row[data-id]');
    setHovered(row?.dataset['id'] ?? null);
  };

  const under = (id: string): string => (column ? cellId(id, column) : rowId(id));
  const active =
    cursor && (cursor.id?.startsWith('#') ? headId(cursor.id.slice(1)) : cursor.id && under(cursor.id));
  return (
    <>
      {/* Its keys are the window's (useListKeys), which work wherever the focus is. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
      <div
        ref={scroller}
        className={kind === 'table' ? 'list table' : 'list'}
        role="treegrid"
        aria-label={label}
        aria-multiselectable
        aria-rowcount={layout.rows + (hasHeads ? groups.length : 0)}
        aria-busy={pages.isFetching}
        tabIndex={0}
        {...(active ? { 'aria-activedescendant': active } : {})}
        onScroll={(event) => {
          onScroll();
          model.noteSeen(event.currentTarget.scrollTop);
        }}
        onClick={onClick}
        onMouseDown={onMouseDown}
        onPointerDown={onPointerDown}
        onPointerUp={() => clearTimeout(press.current?.timer)}
        onPointerLeave={() => setHovered(null)}
        onPointerOver={onPointerOver}
        onContextMenu={onContextMenu}
      >
        {layout.boxes.map((box, at) => {
          const group = groups[at];
          const range = ranges[at];
          const headsBefore = hasHeads ? at + 1 : 0;
          if (!group || !range) return null;
          const { preset } = group;
          return (
            <div key={box.key} role="rowgroup" className="section" style={{ blockSize: box.height }}>
              {hasHeads && (
                <GroupHead
                  groupKey={box.key}
                  heading={group.heading}
                  count={group.count}
                  isFolded={folded.includes(box.key)}
                  isFocused={cursor?.id === `#${box.key}`}
                  rowIndex={box.before + headsBefore}
                  onFold={() => onFold(box.key)}
                  {...(onAdd && preset ? { onAdd: () => onAdd(preset) } : {})}
                />
              )}
              <Rows
                group={group}
                box={box}
                from={range.from}
                to={range.to}
                top={headHeight + range.from * rowHeight}
                firstRow={box.before + headsBefore}
                firstStop={box.stopsBefore}
                shared={{ now, language: i18n.language, onRenamed }}
                Row={ROWS[kind]}
                column={column ?? null}
                isSelected={(id) => selection.tasks.has(id)}
                isRefused={(id) => refused.has(id)}
                markOf={(id) => marks.get(id)}
                focused={cursor?.id ?? null}
                hovered={hovered}
                renaming={renaming}
              />
            </div>
          );
        })}
      </div>
      {children(model)}
    </>
  );
}

interface RowsProps {
  readonly group: LoadedGroup;
  readonly box: Box;
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly firstRow: number;
  readonly firstStop: number;
  readonly shared: Pick<TaskRowProps, 'now' | 'language' | 'onRenamed'>;
  readonly Row: typeof TaskRow;
  readonly isSelected: (id: string) => boolean;
  readonly isRefused: (id: string) => boolean;
  readonly markOf: (id: string) => TaskMark | undefined;
  readonly focused: string | null;
  readonly hovered: string | null;
  readonly renaming: string | null;
  readonly column: Column | null;
}

/** The rows of a group that are in view, in one box that is moved, so that the rows themselves are not. */
function Rows({ group, box, from, to, top, firstRow, firstStop, shared, Row, ...is }: RowsProps) {
  if (to <= from) return null;
  const keys = new Set<string>();
  return (
    <div role="presentation" className="rows" style={{ insetBlockStart: top }}>
      {Array.from({ length: Math.min(to, box.rows) - from }, (_, offset) => {
        const position = from + offset;
        const task = group.at(position);
        // Two pages that were read a moment apart may both hold a row.
        if (!task || keys.has(task.id)) return <Blank key={`blank-${position}`} index={position} />;
        keys.add(task.id);
        return (
          <Row
            key={task.id}
            {...shared}
            task={task}
            rowIndex={firstRow + position + 1}
            number={firstStop + position}
            isSelected={is.isSelected(task.id)}
            isRefused={is.isRefused(task.id)}
            mark={is.markOf(task.id)}
            isFocused={is.focused === task.id}
            isRenaming={is.renaming === task.id}
            column={is.focused === task.id ? is.column : null}
            showsActs={is.hovered === task.id || is.focused === task.id}
          />
        );
      })}
    </div>
  );
}

/** A row whose page has not come yet. */
function Blank({ index }: { index: number }) {
  return (
    <div className="skel bare" aria-hidden>
      <SkeletonRow index={index} />
    </div>
  );
}
