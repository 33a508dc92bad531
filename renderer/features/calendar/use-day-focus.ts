import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Task } from '../../../server/contract/tasks.ts';
import { addMonths } from '../../ui/month.ts';
import { dayOfKey, keyOf, stepDay } from './days.ts';

/** Where the keys are: a day, and a task in it by its place (-1: the day itself). `id` follows the task when it moves. */
export interface DayFocus {
  readonly day: string;
  readonly index: number;
  readonly id?: string;
}

/** Tasks of a day that show, when `slots` fit: the last place goes to "more" where there are more. */
export function shownOf(count: number, slots: number): number {
  return count <= slots ? count : Math.max(0, slots - 1);
}

/** The stops of the keyboard in a day: its tasks that show, and "more". */
export function stopsOf(count: number, slots: number): number {
  return Math.min(count, Math.max(1, slots));
}

/** Moving through days and their tasks: down goes through a day's tasks, then to the next week. */
export function useDayFocus({
  grid,
  tasks,
  slots,
  first,
  start,
  onLeave,
}: {
  readonly grid: RefObject<HTMLElement | null>;
  readonly tasks: ReadonlyMap<string, readonly Task[]>;
  readonly slots: number;
  /** The first day of the week, 0 for Sunday. */
  readonly first: number;
  /** The day that has the tab stop before anybody moved. */
  readonly start: Date;
  /** The keys went to a day that may be in another month. */
  readonly onLeave: (day: Date) => void;
}) {
  const [raw, setRaw] = useState<DayFocus | null>(null);
  const wantsFocus = useRef(false);
  const day = raw?.day ?? keyOf(start);
  const there = tasks.get(day) ?? [];
  const found = raw?.id ? there.findIndex((task) => task.id === raw.id) : -1;
  const last = stopsOf(there.length, slots) - 1;
  const index = Math.min(found >= 0 && found <= last ? found : (raw?.index ?? -1), last);
  const current = index >= 0 && index < shownOf(there.length, slots) ? there[index] : undefined;

  const focusOn = (to: Date, at: number, id?: string): void => {
    wantsFocus.current = true;
    setRaw({ day: keyOf(to), index: at, ...(id ? { id } : {}) });
    onLeave(to);
  };
  useEffect(() => {
    if (!wantsFocus.current) return;
    const inside = grid.current?.contains(document.activeElement);
    if (!inside && document.activeElement !== document.body) return;
    const target = grid.current?.querySelector<HTMLElement>('[tabindex="0"]');
    if (target && target !== document.activeElement) target.focus();
  });

  const move = (to: Date, at: number): void => {
    const stops = stopsOf(tasks.get(keyOf(to))?.length ?? 0, slots);
    focusOn(to, Math.min(at, stops - 1));
  };
  const vertical = (by: 1 | -1): void => {
    const from = dayOfKey(day) ?? start;
    if (!raw) return focusOn(from, index);
    const next = index + by;
    if (by === 1 ? next <= last : index >= 0) return focusOn(from, next);
    move(stepDay(from, 7 * by, first), by === 1 ? -1 : Number.MAX_SAFE_INTEGER);
  };
  /** Takes a key that moves; false when it does not. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const from = dayOfKey(day) ?? start;
    const on = document.documentElement.dir === 'rtl' ? -1 : 1;
    switch (event.key) {
      case 'ArrowDown':
        vertical(1);
        return true;
      case 'ArrowUp':
        vertical(-1);
        return true;
      case 'ArrowLeft':
        move(stepDay(from, -on, first), index);
        return true;
      case 'ArrowRight':
        move(stepDay(from, on, first), index);
        return true;
      case 'Home':
        move(stepDay(from, 'home', first), -1);
        return true;
      case 'End':
        move(stepDay(from, 'end', first), -1);
        return true;
      case 'PageUp':
        move(addMonths(from, -1), -1);
        return true;
      case 'PageDown':
        move(addMonths(from, 1), -1);
        return true;
      default:
        return false;
    }
  };

  return {
    day,
    index,
    current,
    isUsed: raw !== null,
    focusOn,
    vertical,
    onKey,
    /** Follows a focus that came by pointer or Tab. */
    note: (focus: DayFocus): void => {
      wantsFocus.current = true;
      if (focus.day !== day || focus.index !== index || !raw) setRaw(focus);
    },
    forget: (): void => {
      wantsFocus.current = false;
    },
  };
}
