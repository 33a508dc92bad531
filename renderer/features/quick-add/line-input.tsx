import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type ClipboardEvent,
  type KeyboardEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { hueOf } from '../../ui/face.tsx';
import { tokenBefore, type Parsed, type Token } from './parse.ts';
import type { Suggestion } from './suggest.ts';

export interface LineInputProps {
  readonly text: string;
  readonly parsed: Parsed;
  readonly onText: (text: string) => void;
  /** Enter, with what was held. */
  readonly onSave: (how: 'close' | 'open' | 'another') => void;
  /** Backspace stood right behind a chip: it is to be words again. */
  readonly onTurnBack: (token: Token) => void;
  /** A chip was pressed; `at` is where it stands. */
  readonly onEdit: (token: Token, at: Element) => void;
  /** Several lines were pasted. */
  readonly onLines: (text: string) => void;
  readonly suggestAt: (caret: number) => readonly Suggestion[];
}

const CLASS = { date: 'tok date', assignee: 'tok hued', priority: 'tok', note: 'notes' } as const;

/**
 * The line of quick add. What is seen is drawn under a textarea of the same metrics whose own text is clear, so that the
 * caret, selection, undo and input methods stay the browser's. While a word is being composed the textarea shows itself.
 */
export function LineInput({
  text,
  parsed,
  onText,
  onSave,
  onTurnBack,
  onEdit,
  onLines,
  suggestAt,
}: LineInputProps) {
  const { t } = useTranslation('quickAdd');
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const [caret, setCaret] = useState(text.length);
  const [active, setActive] = useState<number | null>(null);
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const [isComposing, setComposing] = useState(false);
  const wanted = useRef<number | null>(null);

  const suggestions = closedFor === text ? [] : suggestAt(caret);
  const chosen = active ?? (suggestions[0]?.kind === 'assignee' ? 0 : null);
  const suggestion = chosen === null ? undefined : suggestions[Math.min(chosen, suggestions.length - 1)];

  useLayoutEffect(() => {
    if (wanted.current !== null) area.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  }, [text]);
  useLayoutEffect(
    () => area.current?.setSelectionRange(area.current.value.length, area.current.value.length),
    [],
  );

  const take = (one: Suggestion): void => {
    const rest = text.slice(caret);
    const next = text.slice(0, one.from) + one.text + (rest.startsWith(' ') ? '' : ' ');
    wanted.current = next.length;
    setCaret(next.length);
    setActive(null);
    onText(next + rest);
    area.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const { selectionStart: from, selectionEnd: to } = event.currentTarget;
    const isDown = event.key === 'ArrowDown';
    if (suggestions.length > 0 && (isDown || event.key === 'ArrowUp')) {
      const at = chosen ?? (isDown ? -1 : suggestions.length);
      setActive((at + (isDown ? 1 : -1) + suggestions.length) % suggestions.length);
    } else if (suggestions.length > 0 && event.key === 'Escape') {
      event.stopPropagation();
      setClosedFor(text);
    } else if (suggestions[0] && event.key === 'Tab' && !event.shiftKey) take(suggestion ?? suggestions[0]);
    else if (event.key === 'Enter') {
      if (suggestion && !event.ctrlKey && !event.metaKey && !event.shiftKey) take(suggestion);
      else onSave(event.ctrlKey || event.metaKey ? 'open' : event.shiftKey ? 'another' : 'close');
    } else if (
      event.key === 'Backspace' &&
      from === to &&
      !event.ctrlKey &&
      !event.altKey &&
      !event.metaKey
    ) {
      const token = tokenBefore(parsed, from);
      if (!token) return;
      onTurnBack(token);
    } else return;
    event.preventDefault();
  };

  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text/plain');
    if (!/\S[^]*[\r\n]+[^]*\S/.test(pasted)) return;
    event.preventDefault();
    onLines(pasted);
  };

  const onClick = (): void => {
    const { selectionStart: from, selectionEnd: to } = area.current ?? {};
    if (from === undefined || from !== to) return;
    const index = parsed.tokens.findIndex((one) => from > one.from && from < one.to && one.kind !== 'note');
    const token = parsed.tokens[index];
    const at = mirror.current?.querySelectorAll('[data-token]')[index];
    if (token && at) onEdit(token, at);
  };

  return (
    <div className={isComposing ? 'writing composing' : 'writing'}>
      <div className="mirror" ref={mirror} aria-hidden>
        {parsed.pieces.map(({ text: words, token }, index) =>
          token ? (
            <span
              key={index}
              data-token={token.kind}
              className={
                token.kind === 'priority' && token.priority === 'urgent' ? 'tok p1' : CLASS[token.kind]
              }
              {...(token.kind === 'assignee' ? { style: { '--hue': hueOf(token.id) } as CSSProperties } : {})}
            >
              {words}
            </span>
          ) : (
            <span key={index}>{words}</span>
          ),
        )}
        {/* A last line that is empty has a height only with something in it. */}
        {'\u200b'}
      </div>
      <textarea
        ref={area}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- writing is why it was opened
        autoFocus
        rows={1}
        value={text}
        aria-label={t('line')}
        placeholder={t('placeholder')}
        spellCheck
        aria-autocomplete="list"
        aria-controls={id}
        {...(suggestion ? { 'aria-activedescendant': `${id}-${suggestions.indexOf(suggestion)}` } : {})}
        onChange={(event) => {
          onText(event.target.value.replace(/[\r\n]+/g, ' '));
          setCaret(event.target.selectionStart);
          setActive(null);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
      />
      <div
        id={id}
        role="listbox"
        aria-label={t('suggestions')}
        className={suggestions.length > 0 ? 'menu suggestions' : 'sr'}
      >
        {suggestions.map((one, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the line has the focus and names the option by aria-activedescendant
          <div
            key={one.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={one === suggestion}
            className={one === suggestion ? 'item on' : 'item'}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(one)}
          >
            <span className="gutter" />
            <span>{one.label}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
