import { useStored } from '../../api/stored.ts';

/** A view that a person gave a name: where it leads, with its filters in the address. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** A path of the window, like /tasks?view=list&… */
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
