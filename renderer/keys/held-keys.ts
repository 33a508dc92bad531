import { dispatcher } from './use-key.tsx';

/** Milliseconds after which keys go their usual way again, if the page did not come. Far more than a slow machine needs: what was typed is gone then. */
const WAIT_MS = 30_000;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/**
 * Keeps what is pressed while the page that answers it is on its way, and presses it again once the page is there: whoever
 * opens the app and types "c" and a title at once loses no letter. Kept are keys that write, chords that lead somewhere
 * (the letters behind Ctrl+K are its, and must not act on the list), and Enter and Backspace behind them; all others act
 * as ever. Escape drops what is kept.
 */
export class HeldKeys {
  #held: KeyboardEvent[] = [];
  #stop: (() => void) | null = null;

  /** `leads` knows the chords that lead somewhere. */
  constructor(private readonly leads: (event: KeyboardEvent) => boolean) {}

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

  /** Presses what was kept again, in its order; when one of them leads to a page that is on its way, the rest waits for that. */
  release(): void {
    for (const { key, code, shiftKey, ctrlKey, metaKey, altKey } of this.drop()) {
      const pressed = { key, code, shiftKey, ctrlKey, metaKey, altKey, bubbles: true, cancelable: true };
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', pressed));
    }
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
    if (event.isComposing || isField(event.target)) return;
    const isChord = event.ctrlKey || event.metaKey || event.altKey;
    if (isChord && !this.leads(event)) return;
    if (event.key === 'Escape') return void this.drop();
    const writes = isChord || (/^.$/u.test(event.key) && event.key !== ' ');
    if (!writes && (this.#held.length === 0 || !['Enter', 'Backspace', ' '].includes(event.key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) this.#held.push(event);
  }
}

/** The window's own: main.tsx and the welcome hold, the page that came releases. */
export const heldKeys = new HeldKeys((event) => dispatcher.leads(event));
