import { Check, PencilLine } from 'lucide-react';
import { useEffect, useRef, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS, utf8Length } from '../../../server/contract/primitives.ts';
import type { Task } from '../../../server/contract/tasks.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useUnstored } from '../../api/stored.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { momentLabel } from '../../i18n/dates.ts';
import { typeAhead } from '../../keys/type-ahead.ts';
import { useKey } from '../../keys/use-key.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MarkdownView } from '../../ui/markdown-view.tsx';
import { showToast } from '../../ui/toast.tsx';
import { meet, type Draft } from '../drafts/draft.ts';
import { draftKey, useDraft } from '../drafts/use-draft.ts';
import { useTaskActions } from '../tasks/actions/index.ts';
import { Conflict } from './conflict.tsx';
import { Editor } from './editor.tsx';
import { checkLine } from './markdown-keys.ts';

type Writing = Pick<Draft, 'text' | 'base'>;

/**
 * The description: as it reads, and on a press or Enter as Markdown. What is written is a draft until it is saved, and
 * stays one when saving is refused; where the task became a third text meanwhile, both are shown.
 */
export function Description({
  task,
  isReadOnly,
  ownsKeys,
}: {
  task: Task;
  isReadOnly: boolean;
  ownsKeys: boolean;
}) {
  const { t } = useTranslation(['detail', 'common']);
  const { account } = useWorkspace();
  const actions = useTaskActions();
  const [draft, keep, isReady, forget] = useDraft(task.id, 'description');
  const unkept = useUnstored(draftKey(task.id));
  const [writing, setWriting] = useState<Writing | null>(null);
  const [isConflict, setConflict] = useState(false);
  /** Goes up with each save, so that the draft of a save under way is not offered. */
  const [saving, setSaving] = useState(0);
  const now = task.description ?? '';
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });

  /** Asked to write before it is known whether a draft is there: what is typed meanwhile waits for the field. */
  const [isAsked, setAsked] = useState(false);

  const edit = (): void => {
    if (isReadOnly) return;
    typeAhead();
    if (isReady) setWriting(draft ?? { text: now, base: now });
    else setAsked(true);
  };
  if (isAsked && isReady) {
    setAsked(false);
    setWriting(draft ?? { text: now, base: now });
  }
  useKey('open', edit, ownsKeys && writing === null && !isReadOnly);

  const write = (text: string): void => {
    if (!writing) return;
    const next = { ...writing, text };
    setWriting(next);
    keep(next.text === next.base ? null : next);
  };
  const put = async (text: string): Promise<void> => {
    setSaving((count) => count + 1);
    const { done } = await actions.update(
      [task.id],
      { description: text === '' ? null : text },
      {
        onRefused: ([first]) => {
          if (first?.error.code === 'VERSION_CONFLICT') return setConflict(true);
          showToast({
            text: t('description.refused'),
            detail: errorMessage(first?.error),
            tone: 'bad',
            actions: [{ label: t('common:retry'), onPress: () => void put(text), isMain: true }],
          });
        },
      },
    );
    setSaving((count) => count - 1);
    if (done.length > 0) {
      // What was written since is another draft.
      forget(text);
      setConflict(false);
    }
  };
  const save = (): void => {
    if (!writing) return;
    if (utf8Length(writing.text) > LIMITS.descriptionBytes) return;
    setWriting(null);
    switch (meet(writing, now)) {
      case 'unchanged':
      case 'already':
        return keep(null);
      case 'conflict':
        return setConflict(true);
      case 'save':
        void put(writing.text);
    }
  };
  const discard = (): void => {
    const before = draft;
    keep(null);
    setConflict(false);
    showToast({
      text: t('draft.discarded'),
      actions: before ? [{ label: t('common:undo'), onPress: () => keep(before) }] : [],
    });
  };
  const choose = (text: string): void => {
    if (text === latest.current) {
      keep(null);
      setConflict(false);
    } else void put(text);
  };
  const onPress = (event: MouseEvent): void => {
    const target = event.target as Element;
    // Links and boxes mean something of their own, and so does text that is being selected.
    if (target.closest('a, button, input') || !window.getSelection()?.isCollapsed) return;
    edit();
  };

  const notice = (text: Writing): string | undefined => {
    if (unkept) return `${errorMessage(unkept)} ${t('description.staysHere')}`;
    return meet(text, now) === 'conflict' ? t('description.changedMeanwhile') : undefined;
  };

  if (writing)
    return (
      <Editor
        text={writing.text}
        notice={notice(writing)}
        onText={write}
        onSave={save}
        onKeep={() => setWriting(null)}
      />
    );
  return (
    <>
      {/* The button within does the same for the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div className="description" onClick={onPress}>
        {now ? (
          <MarkdownView
            text={now}
            {...(isReadOnly
              ? {}
              : {
                  onCheck: (line: number, isDone: boolean) =>
                    void actions.update(
                      [task.id],
                      { description: checkLine(now, line, isDone) },
                      { toast: false },
                    ),
                })}
          />
        ) : (
          !isReadOnly && (
            <button type="button" className="add md" onClick={edit}>
              {t('description.add')}
            </button>
          )
        )}
        {now && !isReadOnly && (
          <IconButton
            small
            className="edit"
            label={t('description.edit')}
            {...(ownsKeys ? { keyOf: 'open' } : {})}
            onPress={edit}
          >
            <Icon of={PencilLine} size={14} />
          </IconButton>
        )}
      </div>
      {isConflict && draft && <Conflict draft={draft} theirs={now} onChoose={choose} />}
      {!isConflict && draft && saving === 0 ? (
        <p className="draft waits">
          <Icon of={PencilLine} size={14} />
          {t('draft.kept')}
          <span aria-hidden>·</span>
          <Button kind="link" onPress={edit}>
            {t('draft.goOn')}
          </Button>
          <Button kind="link" onPress={discard}>
            {t('draft.discard')}
          </Button>
        </p>
      ) : (
        <p className="draft">
          <Icon of={Check} size={14} />
          {t(account ? 'savedThere' : 'savedHere', { time: momentLabel(task.updatedAt) })}
        </p>
      )}
    </>
  );
}
