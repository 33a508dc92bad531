/** Milliseconds after which keys go their usual way again, if no field came. Far more than a slow machine needs: what was typed is gone then. */
const WAIT_MS = 30_000;

const isField = (target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && ['text', 'search', ''].includes(target.type));

/**
 * Holds what is typed until the next text field gets the focus, and writes it there: between the key that opens a dialog
 * and its field no letter is lost, nor does one act on what lies behind. Answers how to end it early.
 */
export function typeAhead(target: Window = window): () => void {
  let typed = '';
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isField(event.target)) return;
    if (event.key === 'Escape') return end();
    if (event.key === 'Backspace') typed = typed.slice(0, -1);
    else if (/^.$/u.test(event.key)) typed += event.key;
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onFocus = (event: FocusEvent): void => {
    const field = event.target;
    if (!isField(field)) return;
    end();
    if (!typed) return;
    // A field that holds words already gets the focus before whoever opens it has moved the caret behind them.
    const { selectionStart, selectionEnd, value } = field;
    const isChosen = selectionStart !== selectionEnd;
    const [from, to] = isChosen ? [selectionStart, selectionEnd] : [value.length, value.length];
    field.setRangeText(typed, from ?? 0, to ?? 0, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, data: typed, inputType: 'insertText' }));
  };
  const end = (): void => {
    clearTimeout(timer);
    target.removeEventListener('keydown', onKey, true);
    target.removeEventListener('focusin', onFocus, true);
  };
  const timer = setTimeout(end, WAIT_MS);
  target.addEventListener('keydown', onKey, true);
  target.addEventListener('focusin', onFocus, true);
  return end;
}
