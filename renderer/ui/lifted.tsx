import type { ReactNode, RefObject } from 'react';
import { createPortal } from 'react-dom';
import { number } from '../i18n/dates.ts';
import type { Drag } from './use-pointer-drag.ts';

/** What is in the hand while dragging, over everything: the one taken, and how many go with it. */
export function Lifted({
  drag,
  at,
  kind,
  children,
}: {
  drag: Drag;
  /** The element that usePointerDrag moves. */
  at: RefObject<HTMLDivElement | null>;
  kind: 'card' | 'event';
  children: ReactNode;
}) {
  return createPortal(
    <div ref={at} className="dragging" style={{ inlineSize: drag.width }} aria-hidden>
      <div className={`${kind} lifted`}>
        {children}
        {drag.ids.length > 1 && <b className="badge">{number(drag.ids.length)}</b>}
      </div>
    </div>,
    document.body,
  );
}
