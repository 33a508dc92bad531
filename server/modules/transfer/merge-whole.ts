import type { EventRecord } from '../../contract/events.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import type { TaskStore, TaskWrite } from '../tasks/index.ts';
import type { TaskflowFile } from './formats/taskflow.ts';
import { createPace } from './pace.ts';
import type { Tally } from './tally.ts';

export interface MergeGiven {
  readonly tasks: TaskStore;
  /** Ids of those who are here, and who takes what belonged to nobody of them. */
  readonly people: ReadonlySet<string>;
  readonly importer: string;
  readonly tally: Tally;
  /** The event that says a task was imported. */
  readonly eventFor: (task: TaskRecord) => EventRecord;
}

/**
 * Adds the tasks of a file that are not here, with their history. One that is here goes on to the file's state when that came
 * from the very state that is here; else it stays.
 */
export async function mergeWhole(
  file: TaskflowFile,
  { tasks, people, importer, tally, eventFor }: MergeGiven,
): Promise<{ writes: TaskWrite[]; updated: number }> {
  const whose = (id: string | null): string | null =>
    id === null || people.has(id) ? id : file.users.length === 1 ? importer : null;
  const known = await tasks.getMany(file.tasks.map((task) => task.id));
  const histories = historiesOf(file.events);
  const pace = createPace();
  const writes: TaskWrite[] = [];
  let updated = 0;
  for (const one of file.tasks) {
    await pace();
    const here = known.get(one.id);
    const history = histories.get(one.id) ?? [];
    const since = here ? eventsAfter(history, here, one) : history;
    if (!since) continue;
    const task: TaskRecord = {
      ...one,
      creatorId: here?.creatorId ?? whose(one.creatorId) ?? importer,
      assigneeId: whose(one.assigneeId),
    };
    if (one.assigneeId && !task.assigneeId) tally.count('assigneeId', undefined, 'ASSIGNEES_UNKNOWN');
    const events = [...since.map((event) => ({ ...event, actorId: whose(event.actorId) })), eventFor(task)];
    const effects = { ...NO_EFFECTS, events };
    if (here) {
      updated++;
      writes.push({ kind: 'replace', task, expectedVersion: here.version, setsRank: true, effects });
    } else writes.push({ kind: 'insert', task, revives: true, effects });
  }
  return { writes, updated };
}

function historiesOf(events: readonly EventRecord[]): ReadonlyMap<string, EventRecord[]> {
  const histories = new Map<string, EventRecord[]>();
  for (const event of events) {
    const history = histories.get(event.entityId);
    if (history) history.push(event);
    else histories.set(event.entityId, [event]);
  }
  return histories;
}

/** What the file's history has after the state that is here; null when it did not come from it, or is no later. */
function eventsAfter(
  history: readonly EventRecord[],
  here: TaskRecord,
  there: TaskRecord,
): readonly EventRecord[] | null {
  if (there.version <= here.version) return null;
  const { version, updatedAt } = here;
  const at = history.findLastIndex((event) => event.payload.version === version && event.at === updatedAt);
  return at < 0 ? null : history.slice(at + 1);
}
