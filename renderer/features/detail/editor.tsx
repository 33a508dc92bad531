import { Bold, Code, Italic, Link, List, ListChecks, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS, utf8Length } from '../../../server/contract/primitives.ts';
import { platform } from '../../platform/index.ts';
import { number } from '../../i18n/dates.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Caps } from '../../ui/kbd.tsx';
import { addLink, continueList, toggleMark, type Writing } from './markdown-keys.ts';

type Act = (writing: Writing) => Writing;

/** Puts a mark in front of the line the selection begins in. */
const startLine =
  (mark: string): Act =>
  ({ text, from, to }) => {
    const start = text.lastIndexOf('\n', from - 1) + 1;
    return {
      text: text.slice(0, start) + mark + text.slice(start),
      from: from + mark.length,
      to: to + mark.length,
    };
  };

const ACTS = {
  bold: (writing: Writing) => toggleMark(writing, '**'),
  italic: (writing: Writing) => toggleMark(writing, '_'),
  code: (writing: Writing) => toggleMark(writing, '`'),
  link: addLink,
  list: startLine('- '),
  checklist: startLine('- [ ] '),
} as const;
const TOOLS: readonly (readonly [keyof typeof ACTS, LucideIcon])[] = [
  ['bold', Bold],
  ['italic', Italic],
  ['link', Link],
  ['code', Code],
  ['list', List],
  ['checklist', ListChecks],
];
const KEYS: Record<string, keyof typeof ACTS> = { b: 'bold', i: 'italic', k: 'link', e: 'code' };

/** Replaces only what differs, as if it were typed: the browser's own undo then knows it. */
function become(area: HTMLTextAreaElement, next: Writing): void {
  const before = area.value;
  let start = 0;
  while (start < before.length && start < next.text.length && before[start] === next.text[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < next.text.length - start &&
    before[before.length - 1 - end] === next.text[next.text.length - 1 - end]
  )
    end++;
  area.focus();
  area.setSelectionRange(start, before.length - end);
  const insert = next.text.slice(start, next.text.length - end);
  // Deprecated, and the one way of writing into a field that leaves its undo whole.
  const done = insert ? document.execCommand('insertText', false, insert) : document.execCommand('delete');
  if (!done) area.setRangeText(insert);
  area.setSelectionRange(next.from, next.to);
}

/** The description as Markdown in a field that grows. Ctrl+Enter and leaving save, Esc keeps the draft. */
export function Editor({
  text,
  notice,
  onText,
  onSave,
  onKeep,
}: {
  text: string;
  /** What has happened meanwhile. */
  notice?: string | undefined;
  onText: (text: string) => void;
  onSave: () => void;
  onKeep: () => void;
}) {
  const { t } = useTranslation('detail');
  const area = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const over = utf8Length(text) - LIMITS.descriptionBytes;

  useEffect(() => {
    area.current?.focus({ preventScroll: true });
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, []);

  const act = (change: Act): void => {
    const field = area.current;
    if (field)
      become(field, change({ text: field.value, from: field.selectionStart, to: field.selectionEnd }));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const mod = platform.isMac ? event.metaKey : event.ctrlKey;
    const tool = mod && !event.shiftKey && !event.altKey ? KEYS[event.key.toLowerCase()] : undefined;
    if (tool) act(ACTS[tool]);
    else if (mod && event.key === 'Enter') onSave();
    else if (event.key === 'Escape') onKeep();
    else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      const { selectionStart: from, selectionEnd: to, value } = event.currentTarget;
      const next = continueList({ text: value, from, to });
      if (!next) return;
      become(event.currentTarget, next);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      className="editor"
      ref={box}
      onBlur={(event) => {
        // The window as a whole lost the focus: writing goes on when it is back.
        if (!document.hasFocus() || box.current?.contains(event.relatedTarget)) return;
        onSave();
      }}
    >
      <div className="written md" data-text={`${text}\n`}>
        <textarea
          ref={area}
          rows={3}
          value={text}
          aria-label={t('description.label')}
          placeholder={t('description.placeholder')}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="foot">
        {/* A press on a tool must not end the writing. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only keeps the focus; its buttons act */}
        <div
          className="tools"
          role="group"
          aria-label={t('description.toolbar')}
          onMouseDown={(event) => event.preventDefault()}
        >
          {TOOLS.map(([tool, icon]) => (
            <IconButton key={tool} small label={t(`description.${tool}`)} onPress={() => act(ACTS[tool])}>
              <Icon of={icon} size={14} />
            </IconButton>
          ))}
          <span className="grow" />
          <span className="hint">
            <Caps caps={['Esc']} /> {t('description.keeps')}
          </span>
          <Button small kind="primary" isDisabled={over > 0} onPress={onSave}>
            {t('description.save')} <Caps caps={[platform.isMac ? '⌘' : 'Ctrl', 'Enter']} />
          </Button>
        </div>
        <p className={over > 0 ? 'why' : 'hint'} role="status">
          {over > 0 ? t('description.tooLong', { over: number(Math.ceil(over / 1024)) }) : notice}
        </p>
      </div>
    </div>
  );
}
