import { Search, X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '../../../../server/contract/primitives.ts';
import { useKey } from '../../../keys/use-key.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';

/** Milliseconds a search waits for the next letter. */
const WAIT_MS = 80;

/** The search of the list: an icon that becomes a field, by press or by key. Esc empties and closes it. */
export function SearchField({
  label,
  text,
  isOpen,
  onOpenChange,
  onSearch,
}: {
  /** What is searched, where that is not the tasks. */
  label?: string;
  text: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onSearch: (text: string) => void;
}) {
  const { t } = useTranslation(['tasks', 'common']);
  const name = label ?? t('search.label');
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const [heard, setHeard] = useState(text);
  /** What was asked for here and has not come back as `text`, oldest first; meanwhile more may be typed. */
  const [asked, setAsked] = useState<readonly string[]>([]);
  if (heard !== text) {
    setHeard(text);
    const at = asked.indexOf(text.trim());
    setAsked(asked.slice(at + 1));
    // Reset, or another view: what was typed makes way.
    if (at === -1 && text.trim() !== typed.trim()) setTyped(text);
  }
  const ask = useCallback(
    (next: string): void => {
      setAsked((before) => (before.at(-1) === next.trim() ? before : [...before, next.trim()]));
      onSearch(next);
    },
    [onSearch],
  );
  useKey('search', () => {
    onOpenChange(true);
    input.current?.focus();
  });
  useEffect(() => {
    if (typed.trim() === text.trim()) return;
    const timer = setTimeout(() => ask(typed), WAIT_MS);
    return () => clearTimeout(timer);
  }, [typed, text, ask]);

  if (!isOpen && !text)
    return (
      <IconButton label={name} keyOf="search" onPress={() => onOpenChange(true)}>
        <Icon of={Search} />
      </IconButton>
    );
  const empty = (): void => {
    setTyped('');
    if (text) ask('');
    onOpenChange(false);
  };
  return (
    <span className="input sm search" role="search">
      <Icon of={Search} size={14} />
      <input
        ref={input}
        type="text"
        // It opens because somebody asked to write in it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={isOpen}
        aria-label={name}
        placeholder={t('search.placeholder')}
        maxLength={LIMITS.searchChars}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => !typed.trim() && onOpenChange(false)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') empty();
          else if (event.key === 'Enter' || event.key === 'ArrowDown') {
            if (typed.trim() !== text.trim()) ask(typed);
            document.querySelector<HTMLElement>('.list[role=treegrid]')?.focus();
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {typed && (
        <button type="button" className="ib sm" aria-label={t('common:clear')} onClick={empty}>
          <Icon of={X} size={14} />
        </button>
      )}
    </span>
  );
}
