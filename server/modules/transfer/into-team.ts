import type { TaskRecord } from '../../contract/tasks.ts';
import type { TaskflowFile } from './formats/taskflow.ts';
import type { Tally } from './tally.ts';

export interface IntoTeam {
  readonly importer: string;
  readonly people: ReadonlySet<string>;
  /** The id that a task of this importer has here for ever, by its key in the file. */
  readonly idOf: (key: string) => string;
  readonly now: string;
  readonly tally: Tally;
}

/**
 * The tasks of a file as new ones of whoever imports them: a file may come from anybody, so nothing in it decides who made
 * a task, what happened to it, or what it replaces. What lies in the trash stays out.
 */
export function newTasksOf(
  file: TaskflowFile,
  { importer, people, idOf, now, tally }: IntoTeam,
): TaskRecord[] {
  return file.tasks
    .filter((one) => one.deletedAt === null)
    .map((one) => {
      const assigneeId = one.assigneeId !== null && people.has(one.assigneeId) ? one.assigneeId : null;
      if (assigneeId !== one.assigneeId) tally.count('assigneeId', undefined, 'ASSIGNEES_UNKNOWN');
      return {
        ...one,
        id: idOf(one.id),
        creatorId: importer,
        assigneeId,
        version: 1,
        createdAt: one.createdAt < now ? one.createdAt : now,
        updatedAt: now,
        completedAt:
          one.status !== 'done' ? null : one.completedAt && one.completedAt < now ? one.completedAt : now,
        source: { list: null, tags: [], parentKey: null, ...one.source, format: 'taskflow', key: one.id },
      };
    });
}
