/** Milliseconds after which keys go their usual way again, if the page did not come. Far more than a slow machine needs: what was typed is gone then. */
const WAIT_MS = 30_000;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/**
 * Keeps what is pressed while the page that answers it is on its way, and presses it again once the page is there: whoever
 * opens the app and types "c" and a title at once loses no letter. Only keys that write are kept, and Enter and Backspace
 * behind them; all others act as ever. Escape drops what is kept.
 */
export class HeldKeys {
  #held: KeyboardEvent[] = [];
  #stop: (() => void) | null = null;

  /** From now on, until `release` or `drop`. Holding twice is holding once. */
  hold(target: Window = window): void {
    if (this.#stop) return;
    const onKey = (event: KeyboardEvent): void => this.#keep(event);
    const timer = setTimeout(() => this.drop(), WAIT_MS);
    target.addEventListener('keydown', onKey, true);
    this.#stop = () => {
      clearTimeout(timer);
      target.removeEventListener('keydown', onKey, true);
    };
  }

  /** Presses what was kept again, in its order. */
  release(): void {
    for (const { key, code, shiftKey } of this.drop())
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true }),
      );
  }

  /** Ends without pressing; answers what was kept. */
  drop(): readonly KeyboardEvent[] {
    this.#stop?.();
    this.#stop = null;
    const held = this.#held;
    this.#held = [];
    return held;
  }

  #keep(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isField(event.target)) return;
    if (event.key === 'Escape') return void this.drop();
    const writes = /^.$/u.test(event.key) && event.key !== ' ';
    if (!writes && (this.#held.length === 0 || !['Enter', 'Backspace', ' '].includes(event.key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) this.#held.push(event);
  }
}

/** The window's own: main.tsx and the welcome hold, the page that came releases. */
export const heldKeys = new HeldKeys();
