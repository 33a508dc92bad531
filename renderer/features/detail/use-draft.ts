import { useEffect, useRef, useState } from 'react';
import { useStored } from '../../api/stored.ts';
import { draftFor, readDrafts, withDraft, type Draft, type Drafts } from './draft.ts';
import { windowId } from './window-id.ts';

/** Under which key the drafts of a task are kept. */
export const draftKey = (taskId: string): string => `draft.${taskId}`;

const read = (value: unknown): Drafts | null => readDrafts(value);

/**
 * The draft of a task's description, kept under /state as it is written: [draft, keep, isReady]. It survives the window.
 * keep(null) forgets it.
 */
export function useDraft(
  taskId: string,
): readonly [
  draft: Draft | null,
  keep: (draft: Pick<Draft, 'text' | 'base'> | null) => void,
  isReady: boolean,
] {
  const [stored, setStored, isReady] = useStored(draftKey(taskId), read);
  const [me] = useState(() => windowId());
  const drafts = stored ?? {};
  const found = isReady ? draftFor(drafts, me) : null;
  const latest = useRef({ drafts, found });
  useEffect(() => {
    latest.current = { drafts, found };
  });
  const keep = (draft: Pick<Draft, 'text' | 'base'> | null): void => {
    const { drafts: now, found: taken } = latest.current;
    const next = withDraft(
      now,
      me,
      draft && { ...draft, at: new Date().toISOString() },
      taken ? [taken.by] : [],
    );
    setStored(Object.keys(next).length > 0 ? next : null);
  };
  return [found?.draft ?? null, keep, isReady];
}
