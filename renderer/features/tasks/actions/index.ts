import { undoStack } from '../../../undo/undo-stack.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { useWorkspace, type WorkspaceSession } from '../../../api/workspace.tsx';
import type { User } from '../../../../server/contract/users.ts';
import { TaskActions } from './task-actions.ts';
import { TaskWriter } from './task-writer.ts';

export { copyTaskLinks } from './copy-links.ts';
export { useRefused } from './refused.ts';
export type { ActOptions, NewTask, TaskActions } from './task-actions.ts';
export type { Outcome, Refusal } from './task-writer.ts';

const made = new WeakMap<WorkspaceSession, TaskActions>();

/** The acts on a workspace's tasks; one set of them for each session, so that their order is kept. */
export function taskActionsOf(session: WorkspaceSession): TaskActions {
  let actions = made.get(session);
  if (!actions) {
    const writer = new TaskWriter(session.call, session.tasks, session.makings);
    actions = new TaskActions(writer, session.tasks, undoStack, () =>
      session.queries.getQueryData<User>(queryKeys.profile),
    );
    made.set(session, actions);
  }
  return actions;
}

/** create, createMany, update, updateEach, delete, restore, forever. Stable: safe in dependencies and memoised rows. */
export function useTaskActions(): TaskActions {
  return taskActionsOf(useWorkspace());
}
