import { BINDINGS, type BindingId } from './bindings.ts';
import { keysIn, type ChosenKeys } from './chosen.ts';
import { chordOf, isLetterKey } from './chord.ts';

/** Acts on a key; answering false passes it on to whoever registered before. */
export type KeyHandler = (event: KeyboardEvent) => void | boolean;

interface Registration {
  readonly id: BindingId;
  readonly layer: number;
  readonly handler: KeyHandler;
}

/** How long a sequence like "g i" waits for its next key, in milliseconds. */
const SEQUENCE_MS = 1500;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
}

/** Keys that an element under focus means for itself: a button's Enter and Space, a link's Enter. */
function isOwnKey(chord: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (chord === 'Enter') return target.closest('button, a[href], [role=button]') === target;
  if (chord === 'Space')
    return target.closest('button, [role=button], input[type=checkbox], input[type=radio]') === target;
  return false;
}

/**
 * Turns key presses into acts. The newest handler of a binding is asked first. Layers are for dialogs: while one is open,
 * only handlers registered inside it are asked. Inside an element with data-keys-off (menus, pickers) nothing is asked.
 */
export class KeyDispatcher {
  #registrations: Registration[] = [];
  #layers: number[] = [0];
  #nextLayer = 1;
  #started: { readonly keys: readonly string[]; readonly at: number } | null = null;
  #listeners = new Set<() => void>();
  #chosen: ChosenKeys = {};
  /** The setting letterKeys; keys with Ctrl, Cmd or Alt and named keys like Enter always work. */
  letterKeys = true;

  constructor(private readonly isMac: boolean) {}

  /** Takes the keys that the person chose; those of the registry stand for the rest. */
  choose(keys: ChosenKeys): void {
    this.#chosen = keys;
    this.#changed();
  }

  /** What was chosen last: the same object until there is another choice. */
  readonly chosen = (): ChosenKeys => this.#chosen;

  /** What answers a binding now. */
  keysOf(id: BindingId): readonly string[] {
    return keysIn(this.#chosen, id);
  }

  register(id: BindingId, handler: KeyHandler, layer = 0): () => void {
    const registration = { id, handler, layer };
    this.#registrations = [registration, ...this.#registrations];
    this.#changed();
    return () => {
      this.#registrations = this.#registrations.filter((one) => one !== registration);
      this.#changed();
    };
  }

  /** Puts a layer on top of all, until the returned function is called. */
  openLayer(layer: number): () => void {
    this.#layers.push(layer);
    return () => void (this.#layers = this.#layers.filter((one) => one !== layer));
  }

  /** A number for a layer that is going to be opened; handlers may register under it before. */
  newLayer(): number {
    return this.#nextLayer++;
  }

  /** Which bindings something would answer now, for the command palette; those of the ground layer. */
  readonly runnable = (): ReadonlySet<BindingId> =>
    new Set(this.#registrations.filter((one) => one.layer === 0).map((one) => one.id));

  /** Whether what was pressed goes somewhere on every page, and acts on no task. */
  leads(event: KeyboardEvent): boolean {
    const chord = chordOf(event, this.isMac);
    return BINDINGS.some(
      ({ id, group }) =>
        chord !== null && (group === 'anywhere' || group === 'views') && this.keysOf(id).includes(chord),
    );
  }

  /** Does what the key would do, as when it is chosen from the palette. */
  run(id: BindingId): void {
    const event = new KeyboardEvent('keydown');
    for (const one of this.#registrations)
      if (one.id === id && one.layer === 0 && one.handler(event) !== false) return;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Listens on a window until the returned function is called. */
  listen(target: Window): () => void {
    const onKey = (event: KeyboardEvent): void => this.handle(event);
    target.addEventListener('keydown', onKey);
    return () => target.removeEventListener('keydown', onKey);
  }

  handle(event: KeyboardEvent): void {
    // 229: the key belongs to an input method that is still composing.
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    const chord = chordOf(event, this.isMac);
    if (!chord) return;
    const target = event.target;
    if (target instanceof Element && target.closest('[data-keys-off]')) return;
    if (isLetterKey(chord) && (!this.letterKeys || isTyping(target))) return;
    if (isTyping(target) && !chord.startsWith('Mod+') && chord !== 'Escape') return;
    // While writing, Ctrl+Z and its like mean the text, or the field.
    if (isTyping(target) && /^Mod\+(Shift\+)?(Z|Y|A|Delete|Backspace|Enter|\[|\]|Arrow.*)$/.test(chord))
      return;
    if (isOwnKey(chord, target)) return;
    if (event.repeat && isLetterKey(chord) && chord !== 'j' && chord !== 'k') return;
    this.#dispatch(chord, event);
  }

  #dispatch(chord: string, event: KeyboardEvent): void {
    const fresh = this.#started && event.timeStamp - this.#started.at < SEQUENCE_MS ? this.#started.keys : [];
    this.#started = null;
    for (const keys of fresh.length > 0 ? [[...fresh, chord], [chord]] : [[chord]]) {
      const sequence = keys.join(' ');
      const acted = this.#act(sequence, event);
      if (this.#startsSomething(sequence)) {
        this.#started = { keys, at: event.timeStamp };
        event.preventDefault();
        return;
      }
      if (acted) return;
    }
  }

  #act(sequence: string, event: KeyboardEvent): boolean {
    const ids = new Set(BINDINGS.flatMap(({ id }) => (this.keysOf(id).includes(sequence) ? id : [])));
    const top = this.#layers.at(-1) ?? 0;
    for (const one of this.#registrations) {
      if (one.layer !== top || !ids.has(one.id) || one.handler(event) === false) continue;
      event.preventDefault();
      return true;
    }
    return false;
  }

  #startsSomething(sequence: string): boolean {
    const top = this.#layers.at(-1) ?? 0;
    const live = new Set(this.#registrations.filter((one) => one.layer === top).map((one) => one.id));
    return BINDINGS.some(
      ({ id }) => live.has(id) && this.keysOf(id).some((keys) => keys.startsWith(`${sequence} `)),
    );
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
