import type { Mutation, MutationResult } from '../../contract/sync.ts';
import { utf8Length } from '../../contract/primitives.ts';
import { TaskRecord } from '../../contract/tasks.ts';
import { newId } from '../../ports/new-id.ts';
import { conflictOf, keepConflict, takeAway } from './conflicts.ts';
import { accepted, frozen, rejected, withTeam } from './record.ts';
import type { Refusal, ReplicaRecord, ReplicaUnit } from './replica.store.ts';

/** How much goes out at once. */
export interface BatchLimits {
  readonly items: number;
  readonly bytes: number;
}

/**
 * The next batch, in the order of the edits: what has no result yet as it was sent, and what waits, which from now on is on
 * its way. It may be sent once this is on the disk. One that is larger than a batch may be goes alone.
 */
export async function takeBatch(unit: ReplicaUnit, limits: BatchLimits): Promise<readonly Mutation[]> {
  const batch: Mutation[] = [];
  let bytes = 0;
  for (const record of await unit.sendable(limits.items)) {
    if (awaitsCopy(record, unit.state.epoch)) continue;
    const going = frozen(record, newId());
    const { opId, op, baseVersion, base, set } = going.sent;
    const mutation: Mutation = { opId, op, taskId: record.task.id, baseVersion, base, set };
    bytes += utf8Length(JSON.stringify(mutation)) + 1;
    if (batch.length > 0 && bytes > limits.bytes) break;
    if (!record.sent) unit.put(going);
    batch.push(mutation);
  }
  return batch;
}

/**
 * After a restore the team's copies come first: what it lost is found by comparing them with what is here. A task that they
 * are without has been compared.
 */
const awaitsCopy = ({ team, gone }: ReplicaRecord, epoch: string | null): boolean =>
  team !== null && team.epoch !== epoch && !gone;

/**
 * Brings the results of a batch in. A result that is known already changes nothing; one of a team that was restored since
 * waits until its copies are here, and is asked for again. Answers how many were brought in.
 */
export async function takeResults(
  unit: ReplicaUnit,
  batch: readonly Mutation[],
  { epoch, results }: { readonly epoch: string; readonly results: readonly MutationResult[] },
  at: string,
): Promise<number> {
  let taken = 0;
  if (unit.state.epoch !== null && unit.state.epoch !== epoch) return taken;
  const taskOf = new Map(batch.map(({ opId, taskId }) => [opId, taskId]));
  for (const result of results) {
    const id = taskOf.get(result.opId);
    const record = id === undefined ? null : await unit.record(id);
    if (record?.sent?.opId !== result.opId || awaitsCopy(record, epoch)) continue;
    taken++;
    const { walk } = unit.state;
    const isOfOldEpoch = record.team !== null && record.team.epoch !== epoch;
    const team =
      !isOfOldEpoch && TaskRecord.safeParse(result.task).success
        ? { task: result.task as TaskRecord, epoch }
        : null;
    const isRejected = result.result === 'rejected';
    if (!isRejected) unit.state = { ...unit.state, known: result.opId };
    for (const told of result.conflicts ?? []) keepConflict(unit, conflictOf(record.task, told, at));
    const after = isRejected ? rejected(record, refusalOf(result)) : accepted(record, team);
    if (team) unit.put(withTeam(after, team, walk));
    // It is to be seen again: its copy comes with the feed, and is compared there.
    else if (isOfOldEpoch && result.task !== undefined) unit.put({ ...after, gone: null });
    else if (record.gone || (!isRejected && result.task === undefined))
      takeAway(unit, after, record.gone ?? 'sight', at);
    else unit.put(after);
  }
  return taken;
}

const refusalOf = ({ code = 'VALIDATION', message = '', details }: MutationResult): Refusal => ({
  code,
  message,
  ...(details !== undefined && { details }),
});
