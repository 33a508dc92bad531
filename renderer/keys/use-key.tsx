import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { t } from '../i18n/index.ts';
import { platform } from '../platform/index.ts';
import type { BindingId } from './bindings.ts';
import { capsOf } from './chord.ts';
import { KeyDispatcher, type KeyHandler } from './dispatcher.ts';

/** The window's one dispatcher; app.tsx makes it listen. */
export const dispatcher = new KeyDispatcher(platform.isMac);

const Layer = createContext(0);

/** Answers a key while the component is there (and `enabled`). The handler may answer false to pass the key on. */
export function useKey(id: BindingId, handler: KeyHandler, enabled = true): void {
  const layer = useContext(Layer);
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(
    () => (enabled ? dispatcher.register(id, (event) => latest.current(event), layer) : undefined),
    [id, enabled, layer],
  );
}

/** Round the content of a dialog: keys of what lies behind are off, and useKey inside answers. */
export function KeyLayer({ children }: { children: ReactNode }) {
  const [layer] = useState(() => dispatcher.newLayer());
  useEffect(() => dispatcher.openLayer(layer), [layer]);
  return <Layer value={layer}>{children}</Layer>;
}

/** The caps of a binding, as they are shown: ['Ctrl', 'K'] or ['G', {then: true}, 'I']. */
export function capsOfBinding(id: BindingId): ReturnType<typeof capsOf> {
  const [keys] = dispatcher.keysOf(id);
  return keys === undefined ? [] : capsOf(keys, platform.isMac);
}

const PRINTED = ['Ctrl', 'Shift', 'Space', 'Delete', 'Home', 'End', 'PageUp', 'PageDown', 'Arrows'] as const;

/** What a keyboard of the window's language has printed on a key: "Ctrl" is "Strg" in German. */
export function printed(cap: string): string {
  const known = PRINTED.find((one) => one === cap);
  return known ? t(`cap.${known}`) : cap;
}

/** The caps in one line, for titles: "Ctrl K". */
export function keyText(id: BindingId): string {
  return capsOfBinding(id)
    .map((cap) => (typeof cap === 'string' ? printed(cap) : '·'))
    .join(' ');
}
