import type { ImportAnswer } from '../../contract/transfer.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow } from '../../ports/clock.ts';
import type { TaskWrite } from '../tasks/index.ts';
import type { TaskflowFile } from './formats/taskflow.ts';
import { everybody, idsOf, importedEvent, ownImports, sampleOf } from './imported.ts';
import type { ImportDeps, Plan } from './import.service.ts';
import { newTasksOf } from './into-team.ts';
import { mergeWhole } from './merge-whole.ts';
import { Tally, told } from './tally.ts';

type WholeDeps = Pick<ImportDeps, 'tasks' | 'users' | 'clock' | 'instanceId' | 'replaceAll'>;

/** Who brings a file, and how it is to be taken. */
interface Bringing {
  readonly actor: Actor;
  readonly metadata: RequestMetadata;
  readonly mode: 'merge' | 'replace';
}

/**
 * What a TaskFlow file comes to. Into an empty personal workspace, or in place of another, it comes back exactly as it was;
 * else it is merged; on a team only its tasks come in.
 */
export async function planWhole(file: TaskflowFile, bringing: Bringing, deps: WholeDeps): Promise<Plan> {
  const { tasks, users, clock, replaceAll } = deps;
  const { actor, metadata, mode } = bringing;
  if (!replaceAll) return planIntoTeam(file, bringing, deps);
  const isEmpty = (await tasks.all()[Symbol.asyncIterator]().next()).done === true;
  if (file.users.length > 0 && (isEmpty || mode === 'replace'))
    return {
      writes: [],
      replaces: { content: { ...file, notifications: [] }, isEmpty },
      answer: {
        created: file.tasks.length,
        updated: 0,
        skipped: 0,
        warnings: [],
        sample: sampleOf(file.tasks),
      },
    };
  const tally = new Tally();
  const now = isoNow(clock);
  const { writes, updated } = await mergeWhole(file, {
    tasks,
    tally,
    people: await everybody(users),
    importer: actor.id,
    eventFor: (task) => importedEvent({ ...task, updatedAt: now }, actor, metadata),
  });
  return { writes, answer: answerOf(file, { writes, updated, tally, sampled: file.tasks }) };
}

/** Its tasks come in once, as new ones of the importer. */
async function planIntoTeam(
  file: TaskflowFile,
  { actor, metadata }: Bringing,
  { tasks, users, clock, instanceId }: WholeDeps,
): Promise<Plan> {
  const tally = new Tally();
  const idOf = idsOf(instanceId, actor, 'taskflow');
  const now = isoNow(clock);
  const people = await everybody(users);
  const fresh = newTasksOf(file, { importer: actor.id, people, idOf, now, tally });
  const keys = fresh.map(({ source }) => source?.key ?? '');
  const known = await ownImports(tasks, keys, idOf);
  const writes = fresh
    .filter(({ source }) => !known.has(source?.key ?? ''))
    .map((task): TaskWrite => {
      const effects = { events: [importedEvent(task, actor, metadata)], notifications: [] };
      return { kind: 'insert', task, revives: true, effects };
    });
  return { writes, answer: answerOf(file, { writes, updated: 0, tally, sampled: fresh }) };
}

function answerOf(
  file: TaskflowFile,
  {
    writes,
    updated,
    tally,
    sampled,
  }: {
    readonly writes: readonly TaskWrite[];
    readonly updated: number;
    readonly tally: Tally;
    readonly sampled: TaskflowFile['tasks'];
  },
): ImportAnswer {
  return {
    created: writes.length - updated,
    updated,
    skipped: file.tasks.length - writes.length,
    warnings: told(tally.warnings),
    sample: sampleOf(sampled),
  };
}
