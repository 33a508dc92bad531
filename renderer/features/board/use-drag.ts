import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { Status } from '../../../server/contract/tasks.ts';
import type { ColumnHandle } from './column.tsx';
import { edgeSpeed, indexAt, passes } from './drag.ts';

/** Where something would land: a column, and the place among all of its cards (moving ones counted). */
export interface Target {
  readonly status: Status;
  readonly index: number;
}

/** Cards in the air. */
export interface Drag {
  /** The card that was taken hold of. */
  readonly id: string;
  /** All that move, in their order on the board. */
  readonly ids: readonly string[];
  readonly width: number;
}

interface Press {
  readonly id: string;
  readonly pointerId: number;
  readonly startX: number;
  readonly startY: number;
  /** From the pointer to the card's upper left corner. */
  readonly offsetX: number;
  readonly offsetY: number;
  readonly width: number;
}

export interface DragOptions {
  readonly board: RefObject<HTMLElement | null>;
  readonly columns: ReadonlyMap<Status, ColumnHandle>;
  /** The cards that move when one is taken hold of: the selection when it belongs to it. */
  readonly withCard: (id: string) => readonly string[];
  readonly onDrop: (drag: Drag, target: Target) => void;
}

/** Which column lies under a point, folded ones included. */
function columnAt(board: HTMLElement, x: number): { status: Status; element: Element } | null {
  for (const element of board.querySelectorAll<HTMLElement>('[data-column]')) {
    const box = element.getBoundingClientRect();
    if (x >= box.left && x < box.right) return { status: element.dataset['column'] as Status, element };
  }
  return null;
}

/**
 * Dragging by pointer: after 4 px a press lifts the card (and what is selected with it), a line shows where it would land,
 * edges scroll, letting go drops, Esc puts everything back. The lifted card follows without rendering anything.
 */
export function useDrag({ board, columns, withCard, onDrop }: DragOptions) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const lifted = useRef<HTMLDivElement>(null);
  const stop = useRef<(() => void) | null>(null);
  const latest = useRef({ withCard, onDrop });
  useEffect(() => {
    latest.current = { withCard, onDrop };
  });
  useEffect(() => () => stop.current?.(), []);

  const follow = (press: Press): (() => void) => {
    let now = { x: press.startX, y: press.startY };
    let flying: Drag | null = null;
    let landing: Target | null = null;
    let frame = 0;
    let before = 0;

    const place = (): void => {
      if (lifted.current)
        lifted.current.style.transform = `translate(${now.x + press.offsetX}px, ${now.y + press.offsetY}px)`;
    };
    const look = (): void => {
      const element = board.current;
      const box = element?.getBoundingClientRect();
      const under = element && columnAt(element, now.x);
      let next: Target | null = null;
      if (box && under && now.y >= box.top && now.y < box.bottom) {
        const handle = columns.get(under.status);
        const index = handle ? indexAt(handle.extents(), now.y - handle.list.getBoundingClientRect().top) : 0;
        next = { status: under.status, index };
      }
      if (next?.status === landing?.status && next?.index === landing?.index) return;
      landing = next;
      setTarget(next);
    };
    const scroll = (elapsed: number): void => {
      const element = board.current;
      if (!element) return;
      const box = element.getBoundingClientRect();
      element.scrollLeft += edgeSpeed(now.x, box.left, box.right) * elapsed;
      const under = columnAt(element, now.x);
      const scroller = under && columns.get(under.status)?.scroller;
      if (!scroller) return;
      const inside = scroller.getBoundingClientRect();
      scroller.scrollTop += edgeSpeed(now.y, inside.top, inside.bottom) * elapsed;
    };
    const tick = (time: number): void => {
      // A frame that was long in coming must not throw the column to its end.
      scroll(Math.min(50, before ? time - before : 16));
      before = time;
      look();
      frame = requestAnimationFrame(tick);
    };
    const lift = (): void => {
      flying = { id: press.id, ids: latest.current.withCard(press.id), width: press.width };
      setDrag(flying);
      document.documentElement.classList.add('dragging-card');
      frame = requestAnimationFrame((time) => {
        place();
        tick(time);
      });
    };
    const end = (): void => {
      cancelAnimationFrame(frame);
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
      removeEventListener('pointercancel', end);
      removeEventListener('blur', end);
      removeEventListener('keydown', onKey, true);
      document.documentElement.classList.remove('dragging-card');
      stop.current = null;
      setDrag(null);
      setTarget(null);
    };
    const onMove = (event: globalThis.PointerEvent): void => {
      if (event.pointerId !== press.pointerId) return;
      now = { x: event.clientX, y: event.clientY };
      if (!flying && passes(now.x - press.startX, now.y - press.startY)) lift();
      place();
    };
    const onUp = (event: globalThis.PointerEvent): void => {
      if (event.pointerId !== press.pointerId) return;
      now = { x: event.clientX, y: event.clientY };
      const dropped = flying;
      if (dropped) {
        look();
        // The click that follows a drop must not open the card.
        addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => removeEventListener('click', swallow, { capture: true }));
      }
      const at = landing;
      end();
      if (dropped && at) latest.current.onDrop(dropped, at);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (!flying || event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end();
    };
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    addEventListener('pointercancel', end);
    addEventListener('blur', end);
    addEventListener('keydown', onKey, true);
    return end;
  };

  /** For the board's onPointerDown. Touch scrolls instead; cards move there by their menu. */
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || event.pointerType === 'touch' || !(event.target instanceof Element)) return;
    if (event.target.closest('button, textarea, input, a')) return;
    const card = event.target.closest<HTMLElement>('[data-testid="card"]');
    const id = card?.dataset['id'];
    if (!card || !id) return;
    const box = card.getBoundingClientRect();
    stop.current?.();
    stop.current = follow({
      id,
      pointerId: event.pointerId,
      startX: event.clientX,
      startY: event.clientY,
      offsetX: box.left - event.clientX,
      offsetY: box.top - event.clientY,
      width: box.width,
    });
  };

  return { drag, target, lifted, onPointerDown };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
