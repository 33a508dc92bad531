import { useCallback, useState } from 'react';
import { useStored } from '../../api/stored.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import {
  draftFor,
  placeOf,
  readDrafts,
  withDraft,
  type Draft,
  type DraftField,
  type Drafts,
} from './draft.ts';
import { windowId } from './window-id.ts';

/** Under which key the drafts of a task are kept. */
export const draftKey = (about: string): string => `draft.${about}`;

const read = (value: unknown): Drafts | null => readDrafts(value);
const orNothing = (drafts: Drafts): Drafts | null => (Object.keys(drafts).length > 0 ? drafts : null);

/**
 * The draft of a text, kept under /state as it is written: [draft, keep, isReady, forget]. It survives the window.
 * `about`: the task's id. keep(null) forgets it; forget(text) only while it is still that text.
 */
export function useDraft(
  about: string,
  field: DraftField,
): readonly [
  draft: Draft | null,
  keep: (draft: Pick<Draft, 'text' | 'base'> | null) => void,
  isReady: boolean,
  forget: (text: string) => void,
] {
  const key = draftKey(about);
  const { stored: writer } = useWorkspace();
  const [stored, change, isReady] = useStored(key, read);
  const [place] = useState(() => placeOf(windowId(), field));
  const found = isReady ? draftFor(stored ?? {}, place) : null;
  const keep = useCallback(
    (draft: Pick<Draft, 'text' | 'base'> | null): void => {
      const next = draft && { ...draft, at: new Date().toISOString() };
      if (!isReady) return writer.early(key, place, next);
      change((now) => {
        const drafts = now ?? {};
        const taken = draftFor(drafts, place);
        if (!draft && !taken) return now;
        return orNothing(withDraft(drafts, place, next, taken ? [taken.by] : []));
      });
    },
    [change, place, isReady, writer, key],
  );
  const forget = useCallback(
    (text: string): void =>
      change((now) => {
        const taken = draftFor(now ?? {}, place);
        return taken?.draft.text === text ? orNothing(withDraft(now ?? {}, place, null, [taken.by])) : now;
      }),
    [change, place],
  );
  return [found?.draft ?? null, keep, isReady, forget];
}
