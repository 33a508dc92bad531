import { useEffect, useRef, useState, type PointerEvent } from 'react';

/** How far the pointer goes before a press becomes a drag, in pixels. */
const THRESHOLD = 4;

/** Where the pointer is, in pixels of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is in the air. */
export interface Drag {
  /** The one that was taken hold of, by its data-id. */
  readonly id: string;
  /** All that move, in their order. */
  readonly ids: readonly string[];
  /** Of the element that was lifted, in pixels. */
  readonly width: number;
}

interface Press {
  readonly id: string;
  readonly pointerId: number;
  readonly start: Point;
  /** From the pointer to the element's upper left corner. */
  readonly offset: Point;
  readonly width: number;
}

export interface PointerDragOptions<Target> {
  /** Selects what can be taken hold of; it carries data-id. */
  readonly handle: string;
  /** All that move when one is taken hold of: the selection when it belongs to it. */
  readonly withItem: (id: string) => readonly string[];
  /** Where something would land that is let go here; null where nothing can. Asked in every frame. */
  readonly targetAt: (point: Point) => Target | null;
  readonly isSame: (a: Target, b: Target) => boolean;
  /** Scrolls what lies near an edge; `elapsed` in milliseconds. */
  readonly scroll?: (point: Point, elapsed: number) => void;
  readonly onDrop: (drag: Drag, target: Target) => void;
}

/** Whether the pointer has gone far enough from where it was pressed. */
export function passes(dx: number, dy: number): boolean {
  return dx * dx + dy * dy >= THRESHOLD * THRESHOLD;
}

/**
 * Dragging by pointer: after 4 px a press lifts an element (and what is selected with it), letting go drops, Esc puts
 * everything back. Put `lifted` on the element that follows; it moves without rendering anything.
 */
export function usePointerDrag<Target>(options: PointerDragOptions<Target>) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const lifted = useRef<HTMLDivElement>(null);
  const stop = useRef<(() => void) | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => () => stop.current?.(), []);

  const follow = (press: Press): (() => void) => {
    let now = press.start;
    let flying: Drag | null = null;
    let landing: Target | null = null;
    let frame = 0;
    let before = 0;

    const place = (): void => {
      if (!lifted.current) return;
      const [x, y] = [now.x + press.offset.x, now.y + press.offset.y];
      lifted.current.style.transform = `translate(${x}px, ${y}px)`;
    };
    const look = (): void => {
      const next = latest.current.targetAt(now);
      if (next === landing || (next && landing && latest.current.isSame(next, landing))) return;
      landing = next;
      setTarget(next);
    };
    const tick = (time: number): void => {
      // A frame that was long in coming must not throw a column to its end.
      latest.current.scroll?.(now, Math.min(50, before ? time - before : 16));
      before = time;
      look();
      frame = requestAnimationFrame(tick);
    };
    const lift = (): void => {
      flying = { id: press.id, ids: latest.current.withItem(press.id), width: press.width };
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
      if (!flying && passes(now.x - press.start.x, now.y - press.start.y)) lift();
      place();
    };
    const onUp = (event: globalThis.PointerEvent): void => {
      if (event.pointerId !== press.pointerId) return;
      now = { x: event.clientX, y: event.clientY };
      const dropped = flying;
      if (dropped) {
        look();
        // The click that follows a drop must not open what was dropped.
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

  /** For the onPointerDown of what holds the items. Touch scrolls instead; items move there by their menu. */
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || event.pointerType === 'touch' || !(event.target instanceof Element)) return;
    const item = event.target.closest<HTMLElement>(latest.current.handle);
    const id = item?.dataset['id'];
    if (!item || !id) return;
    const pressed = event.target.closest('button, textarea, input, a');
    if (pressed && pressed !== item) return;
    const box = item.getBoundingClientRect();
    stop.current?.();
    stop.current = follow({
      id,
      pointerId: event.pointerId,
      start: { x: event.clientX, y: event.clientY },
      offset: { x: box.left - event.clientX, y: box.top - event.clientY },
      width: box.width,
    });
  };

  return { drag, target, lifted, onPointerDown };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
