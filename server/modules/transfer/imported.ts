import { v5 as uuidv5 } from 'uuid';
import type { EventRecord } from '../../contract/events.ts';
import type { ImportFormat, TaskRecord } from '../../contract/tasks.ts';
import type { ImportAnswer } from '../../contract/transfer.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { eventOf } from '../../ports/event.ts';
import { changesOfNew, type TaskStore } from '../tasks/index.ts';
import type { UserStore } from '../users/index.ts';

/** What every import does alike, whatever kind of file it reads. */

const SAMPLE = 5;
/** Ids that are looked up in one statement. */
const AT_ONCE = 1_000;
const PEOPLE_AT_ONCE = 1_000;

/** The event of a task that came with a file. */
export const importedEvent = (task: TaskRecord, actor: Actor, metadata: RequestMetadata): EventRecord =>
  eventOf({
    type: 'task.imported',
    actor,
    entityId: task.id,
    changes: changesOfNew(task),
    metadata,
    at: task.updatedAt,
    title: task.title,
    version: task.version,
  });

/** Ids that depend on nothing but who imports what: two devices that import one file make each task once. */
export const idsOf =
  (instanceId: string, actor: Actor, format: ImportFormat) =>
  (key: string): string =>
    uuidv5(JSON.stringify([actor.id, format, key]), instanceId);

/** On a team: what this person imported before, by key. Others' tasks are none of this file's, whatever it says. */
export async function ownImports(
  tasks: Pick<TaskStore, 'getMany'>,
  keys: readonly string[],
  idOf: (key: string) => string,
): Promise<ReadonlyMap<string, TaskRecord>> {
  const byKey = new Map<string, TaskRecord>();
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const ids = new Map(keys.slice(from, from + AT_ONCE).map((key) => [idOf(key), key]));
    for (const [id, task] of await tasks.getMany([...ids.keys()])) byKey.set(ids.get(id) ?? '', task);
  }
  return byKey;
}

/** The ids of everybody who is here. */
export async function everybody(users: Pick<UserStore, 'list'>): Promise<ReadonlySet<string>> {
  const people = new Set<string>();
  for (let page = 1, more = true; more; page++) {
    const { items, total } = await users.list({ page, limit: PEOPLE_AT_ONCE });
    for (const { id } of items) people.add(id);
    more = items.length > 0 && people.size < total;
  }
  return people;
}

/** The first tasks, as a preview shows them. */
export const sampleOf = (tasks: readonly TaskRecord[]): NonNullable<ImportAnswer['sample']> =>
  tasks.slice(0, SAMPLE).map(({ title, status, priority, dueDate, dueAllDay, source }) => ({
    title,
    status,
    priority,
    dueDate,
    dueAllDay,
    list: source?.list ?? null,
  }));
