import { ERRORS } from '../../contract/errors.ts';
import type { Answer } from '../../contract/route.ts';
import type { bulkTasks, BulkItem } from '../../contract/tasks.ts';
import { AppError, because } from '../../errors.ts';
import type { ReplicaRecord, ReplicaStore } from '../../modules/replica/index.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import type { Replica } from '../replica/replica.ts';
import { answered } from './team-line.ts';

type Answered = Answer<typeof bulkTasks>;
type Result = Answered['results'][number];

export interface EndingDeps {
  readonly replica: Replica;
  readonly sync: ReplicaStore;
  /** Milliseconds that what waits is given to reach the team. */
  readonly waitMs: number;
}

/** Who asks, and by which request. */
interface By {
  readonly actor: Actor;
  readonly metadata: RequestMetadata;
}

/**
 * The end of tasks for good, which only the team can do to what it has. It has to know first that they are in the trash:
 * a deletion that waits is sent before. What the team never had ends here.
 */
export class Ending {
  constructor(private readonly deps: EndingDeps) {}

  /** Throws TEAM_UNREACHABLE, NOT_IN_TRASH where the team did not take the deletion, and what `end` throws. */
  async one(
    { actor, params: { id }, metadata }: By & { readonly params: { readonly id: string } },
    end: () => Promise<unknown>,
  ): Promise<void> {
    const { replica } = this.deps;
    await this.#send([id]);
    const record = await this.#record(id);
    if (!isOnTeam(record)) return replica.services.tasks.purge(actor, id, metadata);
    const hindrance = hindranceOf(record);
    if (hindrance) throw hindrance;
    await end();
    await this.#forget([id]);
  }

  /** Results stand in the order of the items, each act judged alone. */
  async many(
    { actor, metadata }: By,
    items: readonly BulkItem[],
    end: (items: BulkItem[]) => Promise<Answered>,
  ): Promise<Answered> {
    const { replica } = this.deps;
    const ends = items.filter(({ op }) => op === 'forever');
    if (ends.length > 0) await this.#send(ends.map(({ id }) => id));
    const hindered = new Map<BulkItem, Result>();
    const there = new Set<BulkItem>();
    for (const item of ends) {
      const record = await this.#record(item.id);
      if (!isOnTeam(record)) continue;
      const hindrance = hindranceOf(record);
      if (hindrance) hindered.set(item, refused(item, hindrance));
      else there.add(item);
    }
    const here = items.filter((item) => !there.has(item) && !hindered.has(item));
    const done = here.length > 0 ? (await replica.services.bulk.run(actor, here, metadata)).results : [];
    const ended = there.size > 0 ? await endedOf([...there], end) : [];
    const gone = ended.filter(({ status }) => status === 204 || status === ERRORS.NOT_FOUND);
    if (gone.length > 0) await this.#forget(gone.map(({ id }) => id));
    const [fromHere, fromThere] = [done.values(), ended.values()];
    const results = items.map(
      (item) => hindered.get(item) ?? (there.has(item) ? fromThere : fromHere).next().value,
    );
    return { results: results.filter((result) => result !== undefined) };
  }

  /** What waits of these tasks is sent, as far as the team can be reached in time. */
  async #send(ids: readonly string[]): Promise<void> {
    const { replica, waitMs } = this.deps;
    for (const id of ids) {
      const record = await this.#record(id);
      if (!isOnTeam(record) || (!record.sent && !record.next)) continue;
      // What came of it is seen at the record.
      await answered(replica.exchange(), waitMs).catch(() => undefined);
      return;
    }
  }

  async #record(id: string): Promise<ReplicaRecord | null> {
    return (await this.deps.sync.change((unit) => unit.record(id))).result;
  }

  async #forget(ids: readonly string[]): Promise<void> {
    const { sync, replica } = this.deps;
    await sync.change(async (unit) => {
      for (const id of ids) {
        const left = await unit.record(id);
        if (left) unit.drop(left);
      }
    });
    replica.domain.publish({ kind: 'tasks.changed', seers: null });
  }
}

/** Whether the team has it, or may have it. */
const isOnTeam = (record: ReplicaRecord | null): record is ReplicaRecord =>
  record !== null && (record.team !== null || record.sent !== null);

/** Why the team cannot end it although it is in the trash here: the team has it elsewhere. */
function hindranceOf({ task, team, sent, next, refused: no }: ReplicaRecord): AppError | null {
  if (task.deletedAt === null || (team?.task.deletedAt ?? null) !== null) return null;
  if (no) return because('NOT_IN_TRASH', { code: 'DELETION_NOT_TAKEN' });
  return sent || next ? because('TEAM_UNREACHABLE', { code: 'DELETION_UNSENT' }) : null;
}

const refused = ({ id }: BulkItem, { code, message, details }: AppError): Result => ({
  id,
  status: ERRORS[code],
  error: { code, message, ...(details !== undefined && { details }) },
});

/** The versions of a replica are its own: the team is not told them. */
async function endedOf(
  items: readonly BulkItem[],
  end: (items: BulkItem[]) => Promise<Answered>,
): Promise<Answered['results']> {
  try {
    return (await end(items.map(({ id }) => ({ op: 'forever', id })))).results;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return items.map((item) => refused(item, error));
  }
}
