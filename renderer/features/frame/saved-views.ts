import { useStored } from '../../api/stored.ts';

/** A view that a person gave a name: where it leads, with its filters in the address. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** A path of the window: /tasks?with=…, and &view=board where it is not a list. */
  readonly to: string;
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null) return false;
  const view = value as Partial<SavedView>;
  return typeof view.id === 'string' && typeof view.name === 'string' && (view.to ?? '').startsWith('/');
}

function read(value: unknown): readonly SavedView[] {
  return Array.isArray(value) ? value.filter(isView) : [];
}

/** The saved views of this workspace, kept under /state/views: [views, set]. */
export function useSavedViews() {
  return useStored('views', read);
}

/** Under which the view of the tasks page is kept from one start to the next. */
export const KEPT_VIEW = 'view.tasks';

/** The parameter of an address that holds a view: its filters, groups and order. */
export const VIEW_PARAM = 'with';

/** The parameter that says which saved view it is: two may hold the same. */
export const SAVED_PARAM = 'saved';

/** The saved view an address shows, in whichever layout; one saved in this very layout comes first. */
export function savedIn(
  views: readonly SavedView[],
  at: { readonly pathname: string; readonly search: string },
): SavedView | undefined {
  const params = new URLSearchParams(at.search);
  const held = params.get(VIEW_PARAM);
  if (held === null) return undefined;
  const holds = (view: SavedView): boolean =>
    new URL(view.to, 'http://window').searchParams.get(VIEW_PARAM) === held;
  return (
    views.find((view) => view.id === params.get(SAVED_PARAM)) ??
    views.find((view) => view.to === at.pathname + at.search) ??
    views.find(holds)
  );
}
