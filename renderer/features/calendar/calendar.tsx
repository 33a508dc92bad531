import { useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../server/contract/tasks.ts';
import { useStored } from '../../api/stored.ts';
import { allDayIso } from '../../i18n/dates.ts';
import { LOCALES, currentLanguage } from '../../i18n/index.ts';
import { useToday } from '../../i18n/use-today.ts';
import { useKey } from '../../keys/use-key.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Lifted } from '../../ui/lifted.tsx';
import { firstWeekday } from '../../ui/month.ts';
import { openQuickAdd } from '../quick-add/open.ts';
import { useTaskMarks } from '../sync/index.ts';
import { useRefused } from '../tasks/actions/index.ts';
import { useTaskActs } from '../tasks/around/use-task-acts.tsx';
import { usePicked } from '../tasks/around/use-picked.ts';
import { useTaskDrag } from '../tasks/around/use-task-drag.ts';
import { only, toggle } from '../tasks/list/selection.ts';
import type { Filters } from '../tasks/view/filters.ts';
import { useNow } from '../tasks/view/use-now.ts';
import { DayCell, EventFace } from './day-cell.tsx';
import { DayList } from './day-list.tsx';
import { dayOfKey, keyOf, weeksOf } from './days.ts';
import { Months } from './months.tsx';
import { NO_DAY, Tray } from './tray.tsx';
import { useDayCarry } from './use-day-carry.ts';
import { useDayFocus } from './use-day-focus.ts';
import { stopAt } from './stop-at.ts';
import { useDays, useUndated } from './use-days.ts';
import { useMonth } from './use-month.ts';
import { useMoveToDay } from './use-move-to-day.ts';
import { useSlots } from './use-slots.ts';

const NO_TASKS: readonly Task[] = [];
const readTray = (value: unknown): boolean => value === true;

/** The tasks by the day they are due, a month at a time. Dragging to another day, or carrying there by keys, moves them. */
export function Calendar({ filters, onUndated }: { filters: Filters; onUndated: () => void }) {
  const { t, i18n } = useTranslation(['calendar', 'common']);
  const today = useToday();
  const now = useNow();
  const refused = useRefused();
  const marks = useTaskMarks();
  const grid = useRef<HTMLDivElement>(null);
  const [month, show] = useMonth(today);
  const [words, say] = useState('');
  const [listed, setListed] = useState<{ readonly day: string; readonly at: Element } | null>(null);
  const locale = LOCALES[currentLanguage()];
  const first = firstWeekday(locale);
  const weeks = weeksOf(month, first);
  const slots = useSlots(grid, weeks.length);
  const { tasks, unread, error, isLoaded, retry } = useDays(
    filters,
    weeks[0]?.[0] ?? month,
    weeks.at(-1)?.[6] ?? month,
    today,
  );
  const [hasTray, setTray] = useStored('calendar-tray', readTray);
  const [inTray, setInTray] = useState<Task | null>(null);
  const undated = useUndated(filters, today, hasTray);
  const isThisMonth = month.getFullYear() === today.getFullYear() && month.getMonth() === today.getMonth();
  const focus = useDayFocus({
    grid,
    tasks,
    slots,
    first,
    start: isThisMonth ? today : month,
    onLeave: show,
  });
  const all = [...[...tasks.values()].flat(), ...undated.tasks];
  const current =
    undated.tasks.find((task) => task.id === inTray?.id) ?? (focus.isUsed ? focus.current : undefined);
  const picked = usePicked(all, current);
  const { selection, select, selected, targets } = picked;

  const moveTo = useMoveToDay(say);
  const move = (moved: readonly Task[], day: Date): void => {
    moveTo(moved, day);
    const [one] = moved;
    if (one) focus.focusOn(day, 0, one.id);
  };
  const carrying = useDayCarry({ first, say, show, onDrop: move });
  const { drag, target, lifted, held, inAir, onPointerDown } = useTaskDrag<string>({
    picked,
    handle: '[data-testid="event"]',
    targetAt: ({ x, y }) =>
      document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-day]')?.dataset['day'] ?? null,
    isSame: (a, b) => a === b,
    onDrop: (dropped, key) => {
      const day = dayOfKey(key);
      if (day) move(dropped, day);
      else acts.update(dropped, { dueDate: null, dueAllDay: false });
    },
  });

  const acts = useTaskActs({
    targets,
    selected,
    current,
    anchorOf: (some) =>
      document.querySelector(`.calendar [data-id="${some[0]?.id}"]`) ??
      grid.current?.querySelector('[tabindex="0"]') ??
      document.body,
    onClear: picked.clear,
    onToggle: (task) => select((old) => toggle(old, task)),
    trail: { label: t('title'), around: (task) => dayWith(tasks, task) },
    hidesBar: drag !== null,
  });
  const addOn = (key: string): void => {
    const day = dayOfKey(key);
    if (day) openQuickAdd({ dueDate: allDayIso(day), dueAllDay: true });
  };
  const list = (key: string): void => {
    const at = grid.current?.querySelector(`[data-day="${key}"] .more`);
    if (at) setListed({ day: key, at });
  };

  useKey('down', () => focus.vertical(1));
  useKey('up', () => focus.vertical(-1));
  useKey('select', () => (current ? select((old) => toggle(old, current)) : false));
  useKey('selectAll', () => select(() => only(all)));
  useKey('moveTo', () => (targets.length > 0 ? acts.openProperty('due', targets) : false));
  useKey('newTask', () => (grid.current?.contains(document.activeElement) ? addOn(focus.day) : false));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || !(event.target instanceof Element)) return;
    if (event.target.closest('[data-act="add"]')) return;
    const isSpace = event.key === ' ';
    if (carrying.carry) carrying.onKey(event);
    else if (isSpace && event.shiftKey && current)
      carrying.pickUp(picked.with(current.id), dayOfKey(focus.day) ?? today);
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      if (current) acts.open(current);
      else if (focus.index >= 0) list(focus.day);
      else addOn(focus.day);
    } else if (!focus.onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    const key = event.target.closest<HTMLElement>('[data-day]')?.dataset['day'];
    const act = event.target.closest<HTMLElement>('[data-act]')?.dataset['act'];
    const task = picked.find(event.target.closest<HTMLElement>('[data-id]')?.dataset['id']);
    if (key && act === 'add') addOn(key);
    else if (key && act === 'more') list(key);
    else if (task && (event.ctrlKey || event.metaKey || event.shiftKey)) select((old) => toggle(old, task));
    else if (task) acts.open(task);
  };

  if (error)
    return (
      <EmptyState
        art="unsynced"
        text={t('failed')}
        action={<Button onPress={retry}>{t('common:retry')}</Button>}
      />
    );
  const title = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(month);
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
  const over = target ?? (carrying.carry && keyOf(carrying.carry.place));
  const moving = inAir ?? carrying.carry?.ids ?? null;
  return (
    <section className="calendar" aria-label={t('label')} data-testid="calendar">
      <Months
        title={title}
        month={month}
        today={today}
        unread={unread}
        undated={undated.total}
        hasTray={hasTray}
        onShow={show}
        onTray={() => setTray(!hasTray)}
      />
      <div
        className="beside"
        onContextMenu={(event) => {
          const at = event.target instanceof Element && event.target.closest<HTMLElement>('[data-id]');
          const task = at && picked.find(at.dataset['id']);
          if (!at || !task) return;
          event.preventDefault();
          acts.openMenu(task, at);
        }}
      >
        {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the focus is on its cells */}
        <div
          role="grid"
          className={`days${carrying.carry ? ' carrying' : ''}`}
          aria-label={title}
          aria-busy={!isLoaded}
          onPointerDown={onPointerDown}
          onClick={onClick}
          onDoubleClick={(event) => {
            const cell = event.target instanceof HTMLElement && !event.target.closest('[data-id], button');
            const key =
              cell && (event.target as HTMLElement).closest<HTMLElement>('[data-day]')?.dataset['day'];
            if (key) addOn(key);
          }}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            setInTray(null);
            const at = stopAt(event.target);
            if (at) focus.note(at);
          }}
          onBlur={(event) => {
            if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) focus.forget();
          }}
        >
          <div role="row" className="names">
            {weeks[0]?.map((day) => (
              <i key={day.getDay()} role="columnheader">
                {weekday.format(day)}
              </i>
            ))}
          </div>
          <div
            role="rowgroup"
            className="weeks"
            style={{ '--weeks': weeks.length } as CSSProperties}
            ref={grid}
          >
            {weeks.map((week) => (
              <div role="row" className="week" key={week[0]?.getTime()}>
                {week.map((day) => {
                  const key = keyOf(day);
                  return (
                    <DayCell
                      key={key}
                      day={day}
                      tasks={tasks.get(key) ?? NO_TASKS}
                      slots={slots}
                      isOut={day.getMonth() !== month.getMonth()}
                      isToday={key === keyOf(today)}
                      isOver={over === key}
                      stop={focus.day === key ? focus.index : null}
                      selected={selection.tasks}
                      refused={refused}
                      marks={marks}
                      moving={moving}
                      now={now}
                      language={i18n.language}
                    />
                  );
                })}
              </div>
            ))}
          </div>
        </div>
        {hasTray && (
          <Tray
            tasks={undated.tasks}
            total={undated.total ?? 0}
            isOver={target === NO_DAY}
            selected={selection.tasks}
            moving={moving}
            marks={marks}
            now={now}
            onPointerDown={onPointerDown}
            onClick={onClick}
            onFocus={setInTray}
            onList={onUndated}
            onClose={() => setTray(false)}
          />
        )}
      </div>
      <p id="calendar-help" hidden>
        {t('help')}
      </p>
      <p className="sr" role="status" aria-live="assertive">
        {words}
      </p>
      {drag && held && (
        <Lifted drag={drag} at={lifted} kind="event">
          <EventFace task={held} mark={marks.get(held.id)} now={now} />
        </Lifted>
      )}
      {listed && (
        <DayList
          tasks={tasks.get(listed.day) ?? NO_TASKS}
          anchor={listed.at}
          onClose={() => setListed(null)}
          onPick={(id) => {
            const task = picked.find(id);
            setListed(null);
            if (task) acts.open(task);
          }}
        />
      )}
      {acts.around}
    </section>
  );
}

/** All tasks of the day that a task stands in. */
function dayWith(tasks: ReadonlyMap<string, readonly Task[]>, task: Task): readonly Task[] {
  return [...tasks.values()].find((some) => some.some((one) => one.id === task.id)) ?? [task];
}
