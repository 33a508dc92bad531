import { createHash } from 'node:crypto';
import type { ImportFormat } from '../../contract/tasks.ts';
import type { Draft } from './draft.ts';
import { createPace } from './pace.ts';

/** A draft with the identity that its task has for ever, and that of the one it stands under. */
export interface Identified {
  readonly draft: Draft;
  readonly key: string;
  readonly parentKey: string | null;
}

const hash = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);

/**
 * Gives each draft its key: of the source's stable id, else of created time, title and list. Twins in one file are told
 * apart by counting, so the same file always gives the same keys.
 */
export async function identify(drafts: readonly Draft[], format: ImportFormat): Promise<Identified[]> {
  const twins = new Map<string, number>();
  const keys: string[] = [];
  const byLocalId = new Map<string, string>();
  const pace = createPace();
  for (const draft of drafts) {
    await pace();
    const key = draft.stableId
      ? hash(format, 'id', draft.stableId)
      : hash(format, draft.createdAt ?? '', draft.title, draft.list ?? '');
    const nth = (twins.get(key) ?? 0) + 1;
    twins.set(key, nth);
    const own = nth === 1 ? key : `${key}-${nth}`;
    keys.push(own);
    if (draft.localId) byLocalId.set(draft.localId, own);
  }
  const identified: Identified[] = [];
  for (const [index, draft] of drafts.entries()) {
    const parentKey = draft.parentId ? (byLocalId.get(draft.parentId) ?? null) : null;
    identified.push({ draft, key: keys[index] ?? '', parentKey });
    await pace();
  }
  return identified;
}
