import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status, Task } from '../../../server/contract/tasks.ts';
import { useToday } from '../../i18n/use-today.ts';
import { useKey } from '../../keys/use-key.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Lifted } from '../../ui/lifted.tsx';
import { useTaskMarks } from '../sync/index.ts';
import { useRefused } from '../tasks/actions/index.ts';
import { useTaskActs } from '../tasks/around/use-task-acts.tsx';
import { usePicked } from '../tasks/around/use-picked.ts';
import { only, stretch, toggle } from '../tasks/list/selection.ts';
import type { Filters } from '../tasks/view/filters.ts';
import { useNow } from '../tasks/view/use-now.ts';
import { anchorOf, cardIdAt } from './card-at.ts';
import { Card, CardFace, cardId } from './card.tsx';
import { ColumnView, type ColumnHandle } from './column.tsx';
import { Composer } from './composer.tsx';
import { MoveMenu } from './move-menu.tsx';
import { placeAmongAll, placeAmongRest } from './moves.ts';
import { focusTo, stepOf } from './places.ts';
import { useBoardFocus } from './use-board-focus.ts';
import { useBoardMoves } from './use-board-moves.ts';
import { useCarry } from './use-carry.ts';
import { useColumns } from './use-columns.ts';
import { useDrag } from './use-drag.ts';
import { useFolds } from './use-folds.ts';

/**
 * The tasks as cards, a column for each status. Takes the filters of the list (its own "not finished" is left out, as
 * what is finished has columns here); `empty` stands there when no column holds anything.
 */
export function Board({ filters, empty }: { filters: Filters; empty?: ReactNode }) {
  const { t, i18n } = useTranslation(['board', 'common', 'tasks']);
  const today = useToday();
  const now = useNow();
  const refused = useRefused();
  const marks = useTaskMarks();
  const board = useRef<HTMLElement>(null);
  const [handles] = useState(() => new Map<Status, ColumnHandle>());
  const [words, say] = useState('');
  const [composing, setComposing] = useState<{ status: Status; where: 'top' | 'bottom' } | null>(null);
  const [moving, setMoving] = useState<{ readonly tasks: readonly Task[]; readonly at: Element } | null>(
    null,
  );
  const columns = useColumns(filters, today);
  const { isFolded, toggle: toggleFold, isReady } = useFolds(board, columns.length);
  const moves = useBoardMoves(columns, say);

  const focus = useBoardFocus(board, columns, isFolded);
  const { focused, current, counts, placeOf, at } = focus;

  const picked = usePicked(
    columns.flatMap(({ tasks }) => tasks),
    current,
  );
  const { selection, select, selected, targets } = picked;

  const carrying = useCarry({
    columns,
    isFolded,
    say,
    onDrop: (tasks, status, index) => {
      focus.hold();
      if (isFolded(status)) picked.clear();
      moves.move(tasks, status, index);
    },
  });
  const { carry } = carrying;

  const { drag, target, lifted, held, inAir, onPointerDown } = useDrag({
    board,
    columns: handles,
    picked,
    onDrop: (dropped, { status, index }, taken) => {
      const column = columns.find((one) => one.status === status);
      if (!column) return;
      const ids = new Set(dropped.map((task) => task.id));
      focus.follow(taken, focused);
      // What went out of sight should not be changed by the next key.
      if (isFolded(status)) picked.clear();
      moves.move(dropped, status, placeAmongRest(column.tasks, ids, index));
    },
  });

  useEffect(() => {
    if (carry) board.current?.querySelector('.drop')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [carry]);

  const acts = useTaskActs({
    targets,
    selected,
    current: focus.isUsed ? current : undefined,
    anchorOf,
    onClear: picked.clear,
    onToggle: (task) => select((old) => toggle(old, task)),
    trail: {
      label: t('title'),
      around: (task) => columns.find((column) => column.status === task.status)?.tasks ?? [],
    },
    hidesBar: drag !== null,
  });
  const goTo = (to: 'up' | 'down') => () =>
    focus.focusOn(focus.isUsed ? focusTo(counts, focused, { to, far: false }) : focused);
  const extend = (to: 'up' | 'down') => () => {
    const next = focusTo(counts, focused, { to, far: false });
    const both = [current, at(next)].filter((task) => task !== undefined);
    select((old) => ({
      tasks: new Map([...old.tasks, ...only(both).tasks]),
      anchor: old.anchor ?? both[0]?.id ?? null,
    }));
    focus.focusOn(next);
  };

  useKey('down', goTo('down'));
  useKey('up', goTo('up'));
  useKey('select', () => (current ? select((old) => toggle(old, current)) : false));
  useKey('extendDown', extend('down'));
  useKey('extendUp', extend('up'));
  useKey('selectAll', () =>
    select(() => only(columns.flatMap(({ status, tasks }) => (isFolded(status) ? [] : tasks)))),
  );
  const step = (by: 1 | -1) => (): boolean => {
    const place = current && placeOf(current.id);
    const column = place && columns[place.column];
    if (!column) return false;
    const moved = column.tasks.filter((task) => targets.includes(task));
    const ids = new Set(moved.map((task) => task.id));
    const places = column.tasks.flatMap((task, index) => (ids.has(task.id) ? [index] : []));
    const beyond = by === -1 ? (places[0] ?? 0) - 1 : (places.at(-1) ?? 0) + 1;
    if (!column.tasks[beyond]) return true;
    focus.hold();
    moves.move(moved, column.status, placeAmongRest(column.tasks, ids, beyond) + (by === 1 ? 1 : 0));
    return true;
  };
  useKey('moveUp', step(-1));
  useKey('moveDown', step(1));
  const openMove = (tasks: readonly Task[], anchor?: Element | null): void => {
    setMoving({ tasks, at: anchor ?? anchorOf(tasks) });
  };
  useKey('moveTo', () => (targets.length > 0 ? openMove(targets) : false));

  const onKeyDown = (event: KeyboardEvent): void => {
    const id = cardIdAt(event.target);
    if (!id || event.nativeEvent.isComposing) return;
    const step = stepOf(event.nativeEvent, document.documentElement.dir === 'rtl');
    const picks =
      event.key === 'Enter' ? !event.ctrlKey && !event.metaKey : event.key === ' ' && event.shiftKey;
    if (carry) {
      if (step) carrying.step(step);
      else if (picks || event.key === ' ') carrying.drop();
      else if (event.key === 'Escape') carrying.cancel();
      else if (event.key === 'Tab') return carrying.cancel();
      // Whatever else a key means, it does not mean it while a card is in the air.
    } else if (step) focus.focusOn(focusTo(counts, placeOf(id) ?? focused, step));
    else if (picks) {
      focus.hold();
      const place = placeOf(id);
      if (place) carrying.pickUp(picked.with(id), place);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent): void => {
    const id = cardIdAt(event.target);
    const place = id ? placeOf(id) : null;
    const task = at(place);
    if (!place || !task || !(event.target instanceof Element)) return;
    if (event.target.closest('[data-act="move"]')) return openMove(picked.with(task.id), event.target);
    focus.follow(task.id, place);
    if (event.ctrlKey || event.metaKey) select((old) => toggle(old, task));
    else if (event.shiftKey) {
      const tasks = columns[place.column]?.tasks ?? [];
      const anchor = tasks.findIndex((one) => one.id === (selection.anchor ?? current?.id));
      const from = anchor < 0 ? place.index : anchor;
      const run = tasks.slice(Math.min(from, place.index), Math.max(from, place.index) + 1);
      select((old) => stretch(old, tasks[from]?.id ?? task.id, run, []));
    } else acts.open(task);
  };

  const failed = columns.find((column) => column.error && !column.isLoaded);
  if (failed)
    return (
      <EmptyState
        art="unsynced"
        text={t('failed')}
        action={
          <Button onPress={() => columns.forEach((column) => column.retry())}>{t('common:retry')}</Button>
        }
      />
    );
  if (empty && columns.every((column) => column.isLoaded && column.total === 0)) return empty;

  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it listens for its cards */}
      <section
        ref={board}
        className={`board${carry ? ' carrying' : ''}`}
        aria-label={t('label')}
        data-testid="board"
        style={{
          gridTemplateColumns: columns
            .map(({ status }) => (isFolded(status) ? '44px' : 'minmax(216px, 1fr)'))
            .join(' '),
          visibility: isReady ? 'visible' : 'hidden',
        }}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={(event) => {
          const id = cardIdAt(event.target);
          if (!id) return;
          event.preventDefault();
          openMove(picked.with(id), document.getElementById(cardId(id)));
        }}
        onFocus={(event) => focus.note(cardIdAt(event.target))}
        onBlur={(event) => {
          if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) focus.leave();
        }}
      >
        {columns.map((column, number_) => {
          const { status, tasks } = column;
          const isCarryHere = carry?.place.column === number_;
          const dropAt =
            target?.status === status
              ? target.index
              : carry && isCarryHere
                ? placeAmongAll(tasks, carry.ids, carry.place.index)
                : null;
          return (
            <ColumnView
              key={status}
              column={column}
              isFolded={isFolded(status)}
              isOver={dropAt !== null}
              dropAt={dropAt}
              kept={focused.column === number_ ? focused.index : null}
              composing={composing?.status === status ? composing.where : null}
              composer={
                composing && (
                  <Composer
                    status={status}
                    onAdd={(title) => moves.add(title, status, composing.where)}
                    onClose={() => setComposing(null)}
                  />
                )
              }
              onFold={() => toggleFold(status)}
              onCompose={(where) => setComposing({ status, where })}
              handles={handles}
              renderCard={(index) => {
                const task = tasks[index];
                return task ? (
                  <Card
                    task={task}
                    rowIndex={index + 1}
                    isFocused={focused.column === number_ && focused.index === index}
                    isSelected={selection.tasks.has(task.id)}
                    isRefused={refused.has(task.id)}
                    mark={marks.get(task.id)}
                    isGhost={inAir?.has(task.id) === true}
                    isCarried={carry?.ids.has(task.id) === true}
                    now={now}
                    language={i18n.language}
                  />
                ) : null;
              }}
            />
          );
        })}
      </section>
      <p id="board-help" hidden>
        {t('help')}
      </p>
      <p className="sr" role="status" aria-live="assertive">
        {words}
      </p>
      {drag && held && (
        <Lifted drag={drag} at={lifted} kind="card">
          <CardFace task={held} mark={marks.get(held.id)} now={now} />
        </Lifted>
      )}
      {acts.around}
      {moving && (
        <MoveMenu
          anchor={moving.at}
          columns={columns}
          onClose={() => setMoving(null)}
          onMove={(status, where) =>
            where === 'top' ? moves.move(moving.tasks, status, 0) : moves.moveToEnd(moving.tasks, status)
          }
        />
      )}
    </>
  );
}
