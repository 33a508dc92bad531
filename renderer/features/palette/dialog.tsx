import { Plus, Search } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useStored } from '../../api/stored.ts';
import { dueTone } from '../../i18n/dates.ts';
import { dispatcher } from '../../keys/use-key.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DueWords } from '../../ui/due.tsx';
import { Face } from '../../ui/face.tsx';
import { StatusRing } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Caps, Kbd } from '../../ui/kbd.tsx';
import { openQuickAdd } from '../quick-add/open.ts';
import { currentSubject } from '../tasks/actions/subject.ts';
import { useNow } from '../tasks/view/use-now.ts';
import { useEntries } from './entries.tsx';
import type { Entry } from './entry.ts';
import { hits, rankSections, used, type Section } from './rank.ts';
import { useFound } from './use-found.ts';

/** Sections whose entries are taken as they come: the server has searched them. */
const FOUND = new Set(['tasks', 'create']);

const readRecent = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** Does, goes and finds by typing: what the keys of the moment do, places, tasks. Opens from anywhere. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('palette');
  const id = useId();
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  // What the keys mean behind the dialog, as it was when it opened.
  const [subject] = useState(currentSubject);
  const [runnable] = useState(dispatcher.runnable);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [recent, setRecent] = useStored('palette-recent', readRecent);
  const now = useNow();
  const isTyping = query.trim() !== '';
  const entries = useEntries(subject, runnable, isTyping);
  const found = useFound(query);

  const tasks = found.map((task): Entry => {
    return {
      id: `task.${task.id}`,
      label: task.title,
      icon: <StatusRing status={task.status} />,
      end: (
        <>
          {task.dueDate && (
            <span className={`due ${dueTone(task, now) ?? ''}`}>
              <DueWords of={task} now={now} />
            </span>
          )}
          {task.assignee && <Face person={task.assignee} />}
        </>
      ),
      run: () => void navigate(`/tasks/${task.id}`),
    };
  });
  const createEntry: Entry = {
    id: 'create',
    label: t('create', { title: query.trim() }),
    icon: <Icon of={Plus} />,
    run: () => openQuickAdd({}, query.trim()),
  };
  const all: readonly Section<Entry>[] = [...entries, { id: 'tasks', entries: tasks }];
  const ranked = isTyping ? rankSections(query, all, recent, FOUND) : withRecent(all, recent);
  const sections = isTyping && ranked.length === 0 ? [{ id: 'create', entries: [createEntry] }] : ranked;
  const flat = sections.flatMap((section) => section.entries);
  const at = Math.min(active, flat.length - 1);

  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  /** Closes first: what runs may open something that wants the focus, which the dialog gives back as it goes. */
  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    onClose();
    if (!entry.id.startsWith('task.') && entry.id !== 'create') setRecent(used(recent, entry.id));
    requestAnimationFrame(() => setTimeout(entry.run));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = {
      ArrowDown: (at + 1) % Math.max(1, flat.length),
      ArrowUp: (at - 1 + flat.length) % Math.max(1, flat.length),
      PageDown: Math.min(flat.length - 1, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const step = steps[event.key];
    if (step !== undefined) setActive(step);
    else if (event.key === 'Enter') run(flat[at]);
    else if (event.key === 'Tab' && !event.shiftKey) run(createEntry);
    else return;
    event.preventDefault();
  };

  const title = (section: string): string => {
    if (section === 'subject' && subject.length === 1) return t('section.task');
    return t(`section.${section as 'subject'}`);
  };
  return (
    <Dialog
      isOpen
      bare
      onClose={onClose}
      title={t('title')}
      className="palette"
      footer={
        <>
          <span className="hint">
            <Caps caps={['↑']} /> <Caps caps={['↓']} /> {t('choose')}
          </span>
          <span className="hint">
            <Caps caps={['Enter']} /> {t('doIt')}
          </span>
          <span className="grow" />
          <span className="hint cut">
            <Caps caps={['Tab']} /> {isTyping ? t('newTask', { title: query.trim() }) : t('newTaskShort')}
          </span>
        </>
      }
    >
      <div className="ask">
        <Icon of={Search} />
        <input
          className="typed"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- typing is why it was opened
          autoFocus
          role="combobox"
          aria-label={t('title')}
          aria-expanded
          aria-controls={id}
          aria-autocomplete="list"
          {...(flat[at] ? { 'aria-activedescendant': `${id}-${at}` } : {})}
          placeholder={t('placeholder')}
          value={query}
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        {subject.length > 1 && <span className="chip">{t('selected', { count: subject.length })}</span>}
      </div>
      <div className="scroll" role="listbox" id={id} aria-label={t('title')} ref={list}>
        {sections.map((section) => (
          <div key={section.id} role="group" aria-labelledby={`${id}-${section.id}`}>
            <h3 id={`${id}-${section.id}`} role="presentation">
              {title(section.id)}
            </h3>
            {section.entries.map((entry) => {
              const here = flat.indexOf(entry);
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and names the option by aria-activedescendant
                <div
                  key={entry.id}
                  id={`${id}-${here}`}
                  role="option"
                  aria-selected={here === at}
                  data-active={here === at || undefined}
                  className={here === at ? 'item on' : 'item'}
                  onPointerMove={() => here !== at && setActive(here)}
                  onClick={() => run(entry)}
                >
                  {entry.icon}
                  <span>
                    {hits(query, entry.label).map((part, position) =>
                      part.isHit ? (
                        <em key={position}>{part.text}</em>
                      ) : (
                        <span key={position}>{part.text}</span>
                      ),
                    )}
                  </span>
                  {entry.hint && <i>{entry.hint}</i>}
                  {entry.end}
                  {entry.keyOf && <Kbd of={entry.keyOf} />}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p className="sr" role="status">
        {isTyping ? t('found', { count: flat.length }) : ''}
      </p>
    </Dialog>
  );
}

/** Before anything is typed what was used lately stands behind the selection, and not a second time below. */
function withRecent(
  sections: readonly Section<Entry>[],
  recent: readonly string[],
): readonly Section<Entry>[] {
  const others = sections.filter((section) => section.id !== 'subject');
  const byId = new Map(others.flatMap((section) => section.entries).map((entry) => [entry.id, entry]));
  const lately = recent.flatMap((id) => byId.get(id) ?? []).slice(0, 4);
  const shown = new Set(lately.map((entry) => entry.id));
  return [
    ...sections.filter((section) => section.id === 'subject'),
    { id: 'recent', entries: lately },
    ...others.map(({ id, entries }) => ({ id, entries: entries.filter((entry) => !shown.has(entry.id)) })),
  ].filter((section) => section.entries.length > 0);
}
