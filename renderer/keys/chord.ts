/** What a key event is called in bindings: "Mod+Shift+Z", "Shift+ArrowDown", "c", "#". */
export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** The place on the keyboard, whatever it writes. */
  readonly code?: string;
}

/**
 * The name of what was pressed; null for a modifier alone. A sign that needs Shift on some keyboards (#, ?, /) is just the
 * sign, since where it stands differs by layout. Ctrl on a Mac and Cmd elsewhere are the system's and have no name here.
 */
export function chordOf(event: Pressed, isMac: boolean): string | null {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process'].includes(event.key)) return null;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  if (other) return null;
  // On a Mac Option makes a letter another sign; bound is the letter.
  const optioned = isMac && event.altKey ? /^Key([A-Z])$/.exec(event.code ?? '')?.[1] : undefined;
  const key = optioned ?? (event.key === ' ' ? 'Space' : event.key);
  const isLetter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  const isSign = key.length === 1 && !isLetter;
  // On many layouts Alt (AltGr, on a Mac Option) is what makes the sign: "[" is AltGr+8 in German.
  if (isSign && event.altKey) return mod && !isMac ? key : isMac || !mod ? key : null;
  // With Shift a digit writes a sign that differs by layout; where Shift is what writes the digit, it is the digit.
  const digit = event.shiftKey && mod ? /^Digit(\d)$/.exec(event.code ?? '')?.[1] : undefined;
  if (digit && !/\d/.test(key)) return `Mod+Shift+${digit}`;
  const shift = event.shiftKey && !isSign;
  const modifiers = `${mod ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}`;
  return modifiers + (isLetter ? (modifiers ? key.toUpperCase() : key.toLowerCase()) : key);
}

/** Whether a chord is one key without Ctrl, Cmd or Alt that writes something: those are off while typing. */
export function isLetterKey(chord: string): boolean {
  const key = chord.startsWith('Shift+') ? chord.slice('Shift+'.length) : chord;
  return Array.from(key).length === 1;
}

const NAMES: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** The caps of a chord or sequence as they are shown: "Mod+Shift+Z" to Ctrl, Shift, Z; "g i" to G, then, I. */
export function capsOf(keys: string, isMac: boolean): readonly (string | { readonly after: true })[] {
  return keys.split(' ').flatMap((chord, index) => {
    const caps = (chord === '+' ? ['+'] : chord.split('+')).map((cap) => {
      if (cap === 'Mod') return isMac ? '⌘' : 'Ctrl';
      if (isMac && cap === 'Shift') return '⇧';
      if (isMac && cap === 'Alt') return '⌥';
      return NAMES[cap] ?? (cap.length === 1 ? cap.toUpperCase() : cap);
    });
    return index > 0 ? [{ after: true } as const, ...caps] : caps;
  });
}
