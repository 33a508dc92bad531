import { ERRORS } from '../../contract/errors.ts';
import type { Answer } from '../../contract/route.ts';
import type { BulkItem, Task, TaskRecord, bulkTasks } from '../../contract/tasks.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';
import type { UserService } from '../users/index.ts';
import { announce, asStored, type Occasion, type TaskAct } from './task.acts.ts';
import { planDelete, planPurge, planRestore, planUpdate, type Plan } from './task.plans.ts';
import { maySee } from './task.policy.ts';
import type { TaskPresenter } from './task.presenter.ts';
import type { TaskReader } from './task.reader.ts';
import type { TaskStore } from './task.store.ts';

type Result = Answer<typeof bulkTasks>['results'][number];

export interface BulkPorts {
  readonly tasks: TaskStore;
  readonly reader: TaskReader;
  readonly users: UserService;
  readonly presenter: TaskPresenter;
  readonly domain: DomainEvents;
  readonly clock: Clock;
}

/** Many acts in one request: each judged alone, in order, and one flush for all that are written. */
export class BulkService {
  constructor(private readonly ports: BulkPorts) {}

  async run(
    actor: Actor,
    items: readonly BulkItem[],
    metadata: RequestMetadata,
  ): Promise<Answer<typeof bulkTasks>> {
    const { tasks, presenter, clock } = this.ports;
    const occasion = { actor, metadata, at: isoNow(clock) };
    const ids = [...new Set(items.map((item) => item.id))];
    const known = new Map(await tasks.getMany(ids));
    const plans: (Plan | AppError)[] = [];
    const check = this.#checker();
    for (const item of items) plans.push(await this.#plan(item, known, occasion, check));
    const outcomes = await this.#write(plans);
    const now = await tasks.getMany(ids).catch((error: unknown) => {
      // What was done is done: it is told as it was meant, though it cannot be answered.
      for (const outcome of outcomes) if (isAct(outcome)) announce(this.ports.domain, outcome, occasion);
      throw error;
    });
    for (const [index, { id }] of items.entries()) {
      const outcome = outcomes[index];
      if (outcome && isAct(outcome)) announce(this.ports.domain, asStored(outcome, now.get(id)), occasion);
    }
    const seen = [...now.values()].filter((task) => maySee(actor, task));
    const shown = new Map((await presenter.many(actor, seen)).map((task) => [task.id, task]));
    const results: Result[] = [];
    for (const [index, item] of items.entries()) {
      const task = now.get(item.id);
      results.push(await this.#result(item, actor, task, shown.get(item.id), outcomes[index] ?? 'nothing'));
    }
    return { results };
  }

  /** Judges an item against the tasks as the items before it will leave them. */
  async #plan(
    item: BulkItem,
    known: Map<string, TaskRecord>,
    occasion: Occasion,
    check: (act: TaskAct) => Promise<void>,
  ): Promise<Plan | AppError> {
    try {
      const before = known.get(item.id);
      if (!before || !maySee(occasion.actor, before)) throw notFound();
      const plan = planOf(item, before, occasion);
      if (!isAct(plan)) return plan;
      await check(plan);
      if (plan.after) known.set(item.id, plan.after);
      else known.delete(item.id);
      return plan;
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return error;
      throw error;
    }
  }

  /** Whether a task may go to whom it is given; of each person it is asked once, however many tasks they get. */
  #checker(): (act: TaskAct) => Promise<void> {
    const asked = new Map<string, Promise<void>>();
    return async ({ before, after }) => {
      const id = after?.assigneeId ?? null;
      if (id === null || id === before?.assigneeId) return;
      const asking = asked.get(id) ?? this.ports.users.checkAssignee(id);
      asked.set(id, asking);
      await asking;
    };
  }

  /** Writes what is to be written, in one flush; what was no act stays what it was. */
  async #write(plans: readonly (Plan | AppError)[]): Promise<readonly (Plan | AppError)[]> {
    const written = await this.ports.tasks.writeEach(plans.filter(isAct).map(({ write }) => write));
    let at = 0;
    return plans.map((plan) => {
      if (!isAct(plan)) return plan;
      const result = written[at++];
      return result === 'done' ? plan : result === 'missing' ? notFound() : 'stale';
    });
  }

  async #result(
    item: BulkItem,
    actor: Actor,
    now: TaskRecord | undefined,
    task: Task | undefined,
    outcome: Plan | AppError,
  ): Promise<Result> {
    // What may not be seen is not shown.
    const sight = task && now;
    if (outcome instanceof AppError) return refused(item, outcome);
    if (outcome === 'stale') {
      const set = item.op === 'update' ? item.set : {};
      return refused(item, sight ? await this.ports.reader.conflict(actor, sight, set) : notFound());
    }
    if (!sight || item.op === 'forever') return { id: item.id, status: 204 };
    return { id: item.id, status: item.op === 'delete' ? 204 : 200, task };
  }
}

const isAct = (plan: Plan | AppError): plan is TaskAct =>
  typeof plan === 'object' && !(plan instanceof AppError);

function planOf(item: BulkItem, before: TaskRecord, occasion: Occasion): Plan {
  switch (item.op) {
    case 'update':
      return planUpdate(before, item.set, item.version, occasion);
    case 'delete':
      return planDelete(before, item.version, occasion);
    case 'restore':
      return planRestore(before, item.version, occasion);
    case 'forever':
      return planPurge(before, item.version, occasion);
  }
}

function refused({ id }: BulkItem, { code, message, details }: AppError): Result {
  return {
    id,
    status: ERRORS[code],
    error: { code, message, ...(details === undefined ? {} : { details }) },
  };
}
