import type { Changes } from '../../contract/events.ts';
import type { Answer, Input } from '../../contract/route.ts';
import type { MutationResult, pushMutations } from '../../contract/sync.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { User } from '../../contract/users.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';
import type { EventService } from '../events/index.ts';
import { announce, maySee, type Occasion, type TaskStore } from '../tasks/index.ts';
import { refuseAssignee, type UserStore } from '../users/index.ts';
import { decide, type Decided, type Facts } from './decide.ts';
import { inLanes } from './lanes.ts';
import { hashOf, readMutation, type Edit } from './mutation.ts';
import type { Outcome, SyncStore } from './sync.store.ts';

export interface PushPorts {
  readonly store: SyncStore;
  readonly tasks: TaskStore;
  readonly users: UserStore;
  readonly events: EventService;
  readonly domain: DomainEvents;
  readonly clock: Clock;
}

/** Edits of different tasks that are applied at once: none waits for the disk of another. */
const LANES = 4;

type Result = Pick<MutationResult, 'opId'> & Outcome;

/** What replicas send: each edit is judged, merged and kept alone, and one that comes again is answered as it was. */
export class PushService {
  constructor(private readonly ports: PushPorts) {}

  /** Those of one task in the order given, others beside them. Only the store's own failures are errors; what was done until then stays done. */
  async push(
    actor: Actor,
    { mutations }: Input<typeof pushMutations>['body'],
    metadata: RequestMetadata,
  ): Promise<Answer<typeof pushMutations>> {
    const read = mutations.map((mutation) => ({ mutation, edit: readMutation(mutation) }));
    const edits = read.flatMap(({ edit }) => ('set' in edit ? [edit] : []));
    const factsOf = await this.#facts(actor, edits);
    const results = await inLanes(
      read,
      ({ mutation }) => mutation.taskId,
      LANES,
      async ({ mutation: { opId }, edit }): Promise<Result> =>
        'set' in edit
          ? this.#apply(edit, factsOf(edit), { actor, metadata, at: isoNow(this.ports.clock) })
          : { opId, result: 'rejected', ...edit },
    );
    const ids = mutations.map(({ taskId }) => taskId);
    const { epoch, tasks } = await this.ports.store.now([...new Set(ids)]);
    return {
      epoch,
      results: results.map((result, index) => withTask(actor, result, tasks.get(ids[index] ?? ''))),
    };
  }

  async #apply(edit: Edit, facts: Facts, occasion: Occasion): Promise<Result> {
    const { store, domain } = this.ports;
    const { mutation } = edit;
    const { opId, taskId } = mutation;
    let last: Decided | null = null;
    const operation = { userId: occasion.actor.id, opId, hash: hashOf(mutation), taskId };
    const applied = await store.apply(operation, (found) => (last = decide(found, edit, facts, occasion)));
    if (applied.kind === 'reused')
      return {
        opId,
        result: 'rejected',
        code: 'OP_REUSED',
        message: 'This was sent before, with other content.',
      };
    if (applied.kind === 'done') this.#tell(domain, last, occasion);
    return { opId, ...applied.outcome };
  }

  #tell(domain: DomainEvents, decided: Decided | null, occasion: Occasion): void {
    if (!decided) return;
    for (const act of decided.acts) announce(domain, act, occasion);
    const { told } = decided;
    if (told) domain.publish({ kind: 'task', type: 'task.conflict', before: told, after: told, ...occasion });
  }

  /** What decisions need to know besides the task, for all of a push at once. */
  async #facts(actor: Actor, edits: readonly Edit[]): Promise<(edit: Edit) => Facts> {
    const { users, tasks, events } = this.ports;
    const assignees = new Set(edits.flatMap(({ set }) => (set.assigneeId ? [set.assigneeId] : [])));
    const people: ReadonlyMap<string, User> = await users.getMany([...assignees]);
    const created = edits.flatMap(({ mutation }) => (mutation.op === 'create' ? [mutation.taskId] : []));
    const first = new Map<string, Changes>();
    for (const [id, { creatorId }] of await tasks.getMany(created)) {
      const creation = creatorId === actor.id ? await events.creationOf(id) : null;
      if (creation) first.set(id, creation.payload.changes);
    }
    return ({ mutation }) => ({
      checkAssignee: (id) => refuseAssignee(people.get(id) ?? null),
      firstChanges: first.get(mutation.taskId) ?? null,
    });
  }
}

/** The task as it is now, for whoever may see it; not where the id is another task's. */
function withTask(actor: Actor, result: Result, task: TaskRecord | undefined): MutationResult {
  const isTheirs = task && maySee(actor, task) && result.code !== 'ID_TAKEN';
  return isTheirs ? { ...result, task } : result;
}
