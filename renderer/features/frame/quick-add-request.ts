import type { TaskSet } from '../../../server/contract/tasks.ts';

/** What quick add opens with: fields of the place it was asked from (a group, a column), or words already written. */
export interface QuickAddRequest {
  readonly set?: TaskSet;
  readonly text?: string;
}

const listeners = new Set<(request: QuickAddRequest) => void>();

/** Opens quick add from anywhere. */
export function openQuickAdd(request: QuickAddRequest = {}): void {
  for (const listener of listeners) listener(request);
}

/** For the one who shows it. */
export function onQuickAdd(listener: (request: QuickAddRequest) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
