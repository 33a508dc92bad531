import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../server/contract/tasks.ts';
import { showToast } from '../../ui/toast.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';
import { meet, type Draft } from './draft.ts';
import { useDraft } from './use-draft.ts';

type Writing = Pick<Draft, 'text' | 'base'>;

/** A title while it is written. */
export interface WrittenTitle {
  /** What stands in the field: what is being written, else what was and is not saved, else the task's title. */
  readonly text: string;
  readonly isWriting: boolean;
  /** Written before, in this window or one that is gone, and not saved. `theirs`: what the task was called meanwhile. */
  readonly waiting: { readonly theirs: string | null } | null;
  readonly write: (text: string) => void;
  /** Saves what stands in the field. */
  readonly save: () => void;
  /** The field is left: what was written in it is saved, what only stood there waits on. */
  readonly leave: () => void;
  /** The task's title stands. */
  readonly giveUp: () => void;
}

/**
 * A task's title as a draft from the first letter on, until it is saved: closing, reloading and crashes lose nothing. Where
 * somebody else renamed the task meanwhile, what was written waits for a decision.
 */
export function useTitle(task: Task): WrittenTitle {
  const { t } = useTranslation(['detail', 'common']);
  const actions = useTaskActions();
  const [draft, keep, , forget] = useDraft(task.id, 'title');
  const [writing, setWriting] = useState<Writing | null>(null);
  const [saving, setSaving] = useState(0);
  const { id, title } = task;

  useEffect(() => {
    if (writing) keep(writing.text === writing.base ? null : writing);
  }, [writing, keep]);

  const meeting = draft && meet(draft, title);
  const isWaiting = !writing && saving === 0 && (meeting === 'save' || meeting === 'conflict');
  const text = writing?.text ?? (isWaiting && draft ? draft.text : title);

  const put = async (written: string): Promise<void> => {
    setSaving((count) => count + 1);
    const { done } = await actions.update([id], { title: written.trim() });
    setSaving((count) => count - 1);
    // Not where nothing was refused because the task has gone meanwhile.
    if (done.length > 0) forget(written);
  };
  const giveUp = (): void => {
    setWriting(null);
    keep(null);
  };
  const save = (): void => {
    setWriting(null);
    if (text.trim() === '' || text.trim() === title) return keep(null);
    if (writing && meet(writing, title) === 'conflict')
      return void showToast({
        text: t('draft.unsavedBeside', { title }),
        tone: 'bad',
        actions: [
          { label: t('draft.discard'), onPress: () => forget(text) },
          { label: t('description.save'), onPress: () => void put(text), isMain: true },
        ],
      });
    void put(text);
  };
  return {
    text,
    isWriting: writing !== null,
    waiting: isWaiting ? { theirs: meeting === 'conflict' ? title : null } : null,
    write: (next) =>
      setWriting({ text: next, base: writing?.base ?? (isWaiting && draft ? draft.base : title) }),
    save,
    leave: () => {
      if (writing) save();
    },
    giveUp,
  };
}
