/** How much of the checklist in a description is ticked; null when it has none. */
export interface Progress {
  readonly done: number;
  readonly all: number;
}

const ITEM = /^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\[([ xX])\][ \t]/gm;

/** Counts `- [ ]` and `- [x]` lines, those inside of code blocks left out. */
export function checklistOf(description: string | null): Progress | null {
  // Most tasks have none: one search for a sign is all that they cost.
  if (!description || !description.includes('[')) return null;
  const text = description.replace(/^[ \t]*(```|~~~)[^]*?(^[ \t]*\1|$(?![^]))/gm, '');
  let done = 0;
  let all = 0;
  for (const match of text.matchAll(ITEM)) {
    all++;
    if (match[1] !== ' ') done++;
  }
  return all > 0 ? { done, all } : null;
}
