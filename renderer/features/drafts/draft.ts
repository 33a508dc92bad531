/** A text that is being written and is not part of its task yet. */
export interface Draft {
  readonly text: string;
  /** What the task said when the writing began: whoever changed it meanwhile is seen by it. */
  readonly base: string;
  /** When it was written last, ISO 8601. */
  readonly at: string;
}

/** What of a task is being written. */
export type DraftField = 'description' | 'title';

/** The drafts of one task, by `placeOf` who writes them: two windows never write over each other. */
export type Drafts = Readonly<Record<string, Draft>>;

const TITLE = '.title';

/** Where a window keeps its draft of a field. */
export const placeOf = (windowId: string, field: DraftField): string =>
  field === 'title' ? windowId + TITLE : windowId;

const fieldOf = (place: string): DraftField => (place.endsWith(TITLE) ? 'title' : 'description');

const isDraft = (value: unknown): value is Draft => {
  const one = value as Partial<Draft> | null;
  return (
    typeof one === 'object' && one !== null && typeof one.text === 'string' && typeof one.base === 'string'
  );
};

/** Reads what /state keeps; whatever is no draft is left out. */
export function readDrafts(value: unknown): Drafts {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, Draft] => isDraft(entry[1])),
  );
}

/** The draft to go on with: this window's own, else the newest, which a window that was killed has left. */
export function draftFor(
  drafts: Drafts,
  place: string,
): { readonly by: string; readonly draft: Draft } | null {
  const own = drafts[place];
  if (own) return { by: place, draft: own };
  const [newest] = Object.entries(drafts)
    .filter(([by]) => fieldOf(by) === fieldOf(place))
    .sort(([, a], [, b]) => b.at.localeCompare(a.at));
  return newest ? { by: newest[0], draft: newest[1] } : null;
}

/** The drafts with this window's own set or taken out; `without` names those that it has taken over. */
export function withDraft(
  drafts: Drafts,
  place: string,
  draft: Draft | null,
  without: readonly string[],
): Drafts {
  const others = Object.entries(drafts).filter(([by]) => by !== place && !without.includes(by));
  return Object.fromEntries(draft ? [...others, [place, draft]] : others);
}

/** How a text that was written meets the task as it is now. */
export type Meeting = 'unchanged' | 'save' | 'already' | 'conflict';

/** Whether a text may be saved: not where the task has become a third text since the writing began. */
export function meet(draft: Pick<Draft, 'text' | 'base'>, now: string): Meeting {
  if (draft.text === now) return draft.text === draft.base ? 'unchanged' : 'already';
  if (now === draft.base) return 'save';
  return draft.text === draft.base ? 'unchanged' : 'conflict';
}

/** Both texts one after the other, theirs first, for those who want to sort it out themselves. */
export function bothOf(theirs: string, mine: string): string {
  return [theirs.trimEnd(), mine.trimStart()].filter(Boolean).join('\n\n');
}
