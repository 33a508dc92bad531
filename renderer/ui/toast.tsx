import { Check, CircleAlert } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

export interface ToastAction {
  readonly label: string;
  readonly onPress: () => void;
  /** Among several, the one that is offered (soft); the others are links. */
  readonly isMain?: boolean;
}

export interface Toast {
  readonly text: string;
  /** Why, in a second line. */
  readonly detail?: string;
  /** bad: something was refused; it is announced at once and stays until it is answered. */
  readonly tone?: 'ok' | 'bad';
  readonly actions?: readonly ToastAction[];
  /** A newer toast of the same key takes its place. */
  readonly key?: string;
}

interface Shown extends Toast {
  readonly id: number;
}

/** Milliseconds a toast stays; the clock waits while it is pointed at or has the focus. */
const STAY_MS = 8000;
const AT_MOST = 3;

let shown: readonly Shown[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function become(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows a toast at the bottom left; the returned function takes it away. */
export function showToast(toast: Toast): () => void {
  const one = { ...toast, id: nextId++ };
  const others = toast.key ? shown.filter((other) => other.key !== toast.key) : shown;
  become([...others, one].slice(-AT_MOST));
  return () => become(shown.filter((other) => other.id !== one.id));
}

/** Takes every toast away; for tests and for a change of workspace. */
export function clearToasts(): void {
  become([]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function ToastBox({ toast, onClose }: { toast: Shown; onClose: () => void }) {
  const [held, setHeld] = useState(false);
  const isBad = toast.tone === 'bad';
  useEffect(() => {
    if (held || (isBad && toast.actions)) return;
    const timer = setTimeout(onClose, STAY_MS);
    return () => clearTimeout(timer);
  }, [held, isBad, toast.actions, onClose]);
  return (
    <div
      className={`toast${isBad ? ' bad' : ''}${toast.detail ? ' wide' : ''}`}
      role={isBad ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon of={isBad ? CircleAlert : Check} />
      {toast.detail ? (
        <span>
          <b>{toast.text}</b>
          <i>{toast.detail}</i>
        </span>
      ) : (
        <span className="one">{toast.text}</span>
      )}
      {toast.actions?.map((action) => (
        <Button
          key={action.label}
          kind={action.isMain ? 'soft' : 'link'}
          onPress={() => {
            action.onPress();
            onClose();
          }}
        >
          {action.label}
        </Button>
      ))}
    </div>
  );
}

/** Where toasts stand: bottom left of the main pane. The frame has it once. */
export function ToastRegion({ label }: { label: string }) {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  return (
    // Over dialogs too: not inert with what lies below one, and a press here does not close it.
    <section className="toasts" aria-label={label} aria-live="polite" data-react-aria-top-layer="true">
      {toasts.map((toast) => (
        <ToastBoxWithClose key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastBoxWithClose({ toast }: { toast: Shown }) {
  const [onClose] = useState(() => () => become(shown.filter((other) => other.id !== toast.id)));
  return <ToastBox toast={toast} onClose={onClose} />;
}
