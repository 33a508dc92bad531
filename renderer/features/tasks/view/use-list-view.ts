import { useMemo, useState } from 'react';
import { useLocation } from 'react-router';
import { useStored } from '../../../api/stored.ts';
import { KEPT_VIEW, VIEW_PARAM } from '../../frame/saved-views.ts';
import { DEFAULT_VIEW, readView, viewInAddress, type ListView } from './list-view.ts';

export interface ListViewState {
  readonly view: ListView;
  readonly change: (view: ListView) => void;
  /** What Reset goes back to: the saved view of the address, or the default. */
  readonly base: ListView;
  /** Whether the address names a saved view. */
  readonly isSaved: boolean;
  /** False until the kept view has been read. */
  readonly isReady: boolean;
}

/** The view of the tasks page: the one kept from last time, or the saved view in the address with the edits made to it here. */
export function useListView(): ListViewState {
  const { search } = useLocation();
  // Another layout of the same view, or another month of it, takes no edit away.
  const held = new URLSearchParams(search).get(VIEW_PARAM);
  const saved = useMemo(() => viewInAddress(search), [search]);
  const [kept, keep, isReady] = useStored(KEPT_VIEW, readView);
  const [edited, setEdited] = useState<{ readonly held: string; readonly view: ListView } | null>(null);
  if (saved && held !== null)
    return {
      view: edited?.held === held ? edited.view : saved,
      change: (view) => setEdited({ held, view }),
      base: saved,
      isSaved: true,
      isReady: true,
    };
  return { view: kept, change: keep, base: DEFAULT_VIEW, isSaved: false, isReady };
}
