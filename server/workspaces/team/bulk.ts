import type { ReplicaStore } from '../../modules/replica/index.ts';
import { ERRORS } from '../../contract/errors.ts';
import type { bulkTasks, BulkItem } from '../../contract/tasks.ts';
import type { Answer } from '../../contract/route.ts';
import { AppError } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import type { Replica } from '../replica/replica.ts';

type Results = Answer<typeof bulkTasks>['results'];

export interface BulkDeps {
  readonly replica: Replica;
  readonly sync: ReplicaStore;
  /** Asks the team to end tasks for good. Throws AppError. */
  readonly end: (items: BulkItem[]) => Promise<Answer<typeof bulkTasks>>;
}

/**
 * Many acts at once in a team's workspace: tasks that the team has are ended for good by the team, everything else is done
 * here. Results stand in the order of the items, each act judged alone.
 */
export async function bulkOf(
  { replica, sync, end }: BulkDeps,
  actor: Actor,
  items: readonly BulkItem[],
  metadata: RequestMetadata,
): Promise<Answer<typeof bulkTasks>> {
  const ends = new Set<BulkItem>();
  for (const item of items) {
    if (item.op !== 'forever') continue;
    const { result: record } = await sync.change((unit) => unit.record(item.id));
    if (record?.team) ends.add(item);
  }
  const others = items.filter((item) => !ends.has(item));
  const here = others.length > 0 ? (await replica.services.bulk.run(actor, others, metadata)).results : [];
  const there = ends.size > 0 ? await ended([...ends], end) : [];
  const gone = there.filter(({ status }) => status === 204 || status === ERRORS.NOT_FOUND);
  if (gone.length > 0) {
    await sync.change(async (unit) => {
      for (const { id } of gone) {
        const left = await unit.record(id);
        if (left) unit.drop(left);
      }
    });
    replica.domain.publish({ kind: 'tasks.changed', seers: null });
  }
  const [fromHere, fromThere] = [here.values(), there.values()];
  const results = items.map((item) => (ends.has(item) ? fromThere : fromHere).next().value);
  return { results: results.filter((result) => result !== undefined) };
}

/** The versions of a replica are its own: the team is not told them. */
async function ended(items: readonly BulkItem[], end: BulkDeps['end']): Promise<Results> {
  try {
    return (await end(items.map(({ id }) => ({ op: 'forever', id })))).results;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    return items.map(({ id }) => ({ id, status: ERRORS[code], error: { code, message } }));
  }
}
