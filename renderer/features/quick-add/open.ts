import type { TaskSet } from '../../../server/contract/tasks.ts';
import { dispatcher } from '../../keys/use-key.tsx';

let preset: TaskSet = {};

/** Opens quick add for a task that starts with these fields: those of the group or column it was opened from. */
export function openQuickAdd(set: TaskSet = {}): void {
  preset = set;
  dispatcher.run('newTask');
}

/** What quick add was opened with; once, so that the key opens it bare again. */
export function takePreset(): TaskSet {
  const taken = preset;
  preset = {};
  return taken;
}
