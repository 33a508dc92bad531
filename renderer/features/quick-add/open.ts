import type { TaskSet } from '../../../server/contract/tasks.ts';

/** What quick add opens with. */
export interface QuickAddRequest {
  /** Fields of the place it was asked from: a group, a column. */
  readonly set?: TaskSet;
  /** Words already written. */
  readonly text?: string;
}

const listeners = new Set<(request: QuickAddRequest) => void>();

/** Opens quick add for a task that starts with these fields: those of the group or column it was opened from. */
export function openQuickAdd(set: TaskSet = {}, text?: string): void {
  for (const listener of listeners) listener(text === undefined ? { set } : { set, text });
}

/** For the frame, which shows it. */
export function onQuickAdd(listener: (request: QuickAddRequest) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
