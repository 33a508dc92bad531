import { RemoveFormatting } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { LIMITS } from '../../../server/contract/primitives.ts';
import { PRIORITIES, type Priority } from '../../../server/contract/tasks.ts';
import { usePeople } from '../../api/people.ts';
import { useStored } from '../../api/stored.ts';
import { useWorkspaceItem } from '../../api/workspaces.ts';
import { platform } from '../../platform/index.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DatePopover } from '../../ui/date-popover.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Face, Mark, nameOf } from '../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Caps } from '../../ui/kbd.tsx';
import { PickPopover } from '../../ui/pick-popover.tsx';
import { choiceOf } from '../../ui/read-dates.ts';
import { useTaskActions, type NewTask } from '../tasks/actions/index.ts';
import { LineInput } from './line-input.tsx';
import type { QuickAddRequest } from './open.ts';
import { linesOf, parse, shortOf, unread, type Token } from './parse.ts';
import { Preview } from './preview.tsx';
import { useLine } from './use-line.ts';
import { wordsOf } from './words.ts';

/** Characters from which on the line scrolls: what says that it is too long must not leave the window. */
const LONG = 600;

const readDraft = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Pasted lines that are taken as tasks; more belong into an import, with its preview, and the dialog says so. */
const LINES_AT_MOST = 500;

/** Opens from anywhere, over whatever is shown. What is typed is kept until it is saved. */
export function QuickAdd({ request, onClose }: { request: QuickAddRequest; onClose: () => void }) {
  const [draft, keep, isReady] = useStored('quick-add', readDraft);
  if (!isReady) return null;
  return <Box request={request} draft={draft} keep={keep} onClose={onClose} />;
}

function Box({
  request,
  draft,
  keep,
  onClose,
}: {
  request: QuickAddRequest;
  draft: string;
  keep: (text: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['quickAdd', 'common']);
  const navigate = useNavigate();
  const actions = useTaskActions();
  const people = usePeople();
  const workspace = useWorkspaceItem();
  const [text, setText] = useState(request.text ?? draft);
  const [lines, setLines] = useState<readonly string[] | null>(null);
  const [editing, setEditing] = useState<{ token: Token; at: Element } | null>(null);
  const [said, setSaid] = useState('');
  const [isPlain, setPlain] = useState(false);
  const { parsed, reading, now, suggestAt, turnBack } = useLine(text, isPlain);
  const anchor = useRef<Element | null>(null);
  useEffect(() => {
    anchor.current = editing?.at ?? null;
  }, [editing]);

  const become = (next: string): void => {
    setText(next);
    setSaid('');
    // Words brought along leave those alone that wait from before.
    if (request.text === undefined || draft === '') keep(next);
  };
  const set = { ...request.set, ...parsed.set };
  const over = parsed.title.length - LIMITS.titleChars;
  const problem =
    over > 0
      ? t('tooLong', { count: over })
      : parsed.title === '' && parsed.tokens.length > 0
        ? t('needsTitle')
        : '';

  const save = (how: 'close' | 'open' | 'another'): void => {
    if (parsed.title === '' || over > 0) return setSaid(problem || t('needsTitle'));
    const task: NewTask = { ...set, title: parsed.title };
    become('');
    if (how !== 'another') onClose();
    void actions.create(task, { toast: how !== 'open' }).then((made) => {
      if (made && how === 'open') void navigate(`/tasks/${made.id}`);
    });
  };
  const taken = lines?.slice(0, LINES_AT_MOST) ?? [];
  const left = (lines?.length ?? 0) - taken.length;
  const saveLines = (): void => {
    const tasks = taken.map((line): NewTask => {
      const read = isPlain ? unread(line) : parse(line, reading);
      const fits = read.title !== '' && read.title.length <= LIMITS.titleChars;
      const title = fits ? read.title : line.slice(0, LIMITS.titleChars);
      const rest = fits ? {} : { description: line };
      return { ...request.set, ...rest, ...(fits ? read.set : {}), title };
    });
    onClose();
    void actions.createMany(tasks, { toast: true });
  };
  const replace = (token: Token, words: string): void => {
    const glue = words === '' ? '' : ' ';
    const before = text.slice(0, token.from).trimEnd();
    const after = text.slice(token.to).trimStart();
    become([before, words, after].filter(Boolean).join(' ') + (after ? '' : glue));
  };
  const hang = {
    anchor,
    isOpen: true,
    onOpenChange: (isOpen: boolean) => !isOpen && setEditing(null),
  };
  const name = workspace?.name || t('common:workspace.personal');

  return (
    <Dialog
      isOpen
      bare
      onClose={onClose}
      title={t('title')}
      className="quick"
      footer={
        <>
          <span className="ws">
            <Mark id={workspace?.id ?? 'personal'} name={name} small />
            {name}
          </span>
          {!lines && (
            <IconButton
              small
              label={t(isPlain ? 'read' : 'plain')}
              aria-pressed={isPlain}
              className={isPlain ? 'on' : ''}
              onPress={() => {
                setPlain(!isPlain);
                document.querySelector<HTMLElement>('.quick textarea')?.focus();
              }}
            >
              <Icon of={RemoveFormatting} size={14} />
            </IconButton>
          )}
          <span className="grow" />
          {lines ? (
            <>
              <Button
                kind="quiet"
                onPress={() => (become(`${text} ${lines.join(' ')}`.trim()), setLines(null))}
              >
                {t('asOne')}
              </Button>
              {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- Enter adds what was pasted */}
              <Button kind="primary" autoFocus onPress={saveLines}>
                {t('addMany', { count: taken.length })}
              </Button>
            </>
          ) : (
            <>
              <span className="hint">
                <Caps caps={[platform.isMac ? '⇧' : 'Shift', 'Enter']} /> {t('another')}
              </span>
              <span className="hint">
                <Caps caps={[platform.isMac ? '⌘' : 'Ctrl', 'Enter']} /> {t('open')}
              </span>
              <Button kind="primary" onPress={() => save('close')}>
                {t('add')} <Caps caps={['Enter']} />
              </Button>
            </>
          )}
        </>
      }
    >
      {lines ? (
        <div className="lines">
          <h2>{t('common:tasksCount', { count: taken.length })}</h2>
          {left > 0 && <p className="hint">{t('tooMany', { count: left })}</p>}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
          <ul tabIndex={0} aria-label={t('pasted')}>
            {taken.map((line, index) => (
              <li key={index}>
                <StatusRing status={request.set?.status ?? 'todo'} />
                <span>{line}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <>
          <div className={text.length > LONG ? 'line long' : 'line'}>
            <StatusRing status={set.status ?? 'todo'} size={20} />
            <LineInput
              text={text}
              parsed={parsed}
              onText={become}
              onSave={save}
              onTurnBack={(token) => {
                turnBack(token);
                setSaid(t('turnedBack', { text: token.text }));
              }}
              onEdit={(token, at) => setEditing({ token, at })}
              onLines={(pasted) => setLines(linesOf(pasted))}
              suggestAt={suggestAt}
            />
          </div>
          {Object.keys(set).length > 0 ? (
            <Preview set={set} now={now} />
          ) : (
            <p className="read hint">{t(isPlain ? 'plainHint' : 'hint')}</p>
          )}
          <p className={problem && said ? 'why' : 'sr'} role="status">
            {said}
          </p>
        </>
      )}
      {editing?.token.kind === 'date' && (
        <DatePopover
          {...hang}
          label={t('editDate')}
          value={choiceOf(editing.token.date, editing.token.hasTime)}
          onPick={(choice) => replace(editing.token, choice ? wordsOf(choice) : '')}
        />
      )}
      {editing?.token.kind === 'priority' && (
        <PickPopover<Priority>
          {...hang}
          label={t('editPriority')}
          items={[...PRIORITIES].reverse().map((priority) => ({
            id: priority,
            label: t(`common:priority.${priority}`),
            hint: shortOf(priority),
            icon: <PriorityBars priority={priority} />,
          }))}
          selected={[editing.token.priority]}
          onPick={(priority) => replace(editing.token, shortOf(priority))}
        />
      )}
      {editing?.token.kind === 'assignee' && (
        <PickPopover
          {...hang}
          label={t('editAssignee')}
          items={people.map((person) => ({
            id: person.id,
            label: nameOf(person),
            icon: <Face person={person} silent />,
          }))}
          selected={[editing.token.id]}
          onPick={(id) => {
            const person = people.find((one) => one.id === id);
            if (person) replace(editing.token, `+${nameOf(person)}`);
          }}
        />
      )}
    </Dialog>
  );
}
