import { ERRORS } from '../../contract/errors.ts';
import type { Answer } from '../../contract/route.ts';
import type { BulkItem, TaskRecord, bulkTasks } from '../../contract/tasks.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import type { TaskAct, Occasion } from './task.acts.ts';
import { maySee } from './task.policy.ts';
import type { TaskPresenter } from './task.presenter.ts';
import type { TaskService } from './task.service.ts';
import type { TaskStore } from './task.store.ts';
import { isRankOnly } from './task.ts';

type Result = Answer<typeof bulkTasks>['results'][number];

/** What one item comes to: something to write, nothing to do, or a refusal. */
type Plan =
  | { readonly kind: 'act'; readonly act: TaskAct }
  | { readonly kind: 'rank'; readonly rank: string | null; readonly before: TaskRecord }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly error: AppError };

/** Many acts in one request: each judged alone, in order, and one flush for all that are written. */
export class BulkService {
  constructor(
    private readonly service: TaskService,
    private readonly tasks: TaskStore,
    private readonly presenter: TaskPresenter,
  ) {}

  async run(
    actor: Actor,
    items: readonly BulkItem[],
    metadata: RequestMetadata,
  ): Promise<Answer<typeof bulkTasks>> {
    const occasion = this.service.occasion(actor, metadata);
    const known = new Map(await this.tasks.getMany([...new Set(items.map((item) => item.id))]));
    const plans: Plan[] = [];
    for (const item of items) plans.push(await this.#plan(item, known, occasion));
    const errors = await this.#write(plans, occasion);
    const after = await this.tasks.getMany([...known.keys()]);
    const results: Result[] = [];
    for (const [index, item] of items.entries())
      results.push(await this.#result(item, actor, after.get(item.id), errors.get(index)));
    return { results };
  }

  /** Judges an item against the tasks as the items before it will leave them. */
  async #plan(item: BulkItem, known: Map<string, TaskRecord>, occasion: Occasion): Promise<Plan> {
    try {
      const before = known.get(item.id);
      if (!before || !maySee(occasion.actor, before)) throw notFound();
      if (item.op === 'update' && isRankOnly(item.set)) {
        this.service.checkRankable(before, occasion.actor);
        const rank = item.set.rank ?? null;
        known.set(item.id, { ...before, rank });
        return before.rank === rank ? { kind: 'same' } : { kind: 'rank', rank, before };
      }
      const act = await this.#act(item, before, occasion);
      if (!act) return { kind: 'same' };
      if (act.after) known.set(item.id, act.after);
      else known.delete(item.id);
      return { kind: 'act', act };
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return { kind: 'refused', error };
      throw error;
    }
  }

  #act(item: BulkItem, before: TaskRecord, occasion: Occasion): Promise<TaskAct | null> {
    switch (item.op) {
      case 'update':
        return this.service.planUpdate(before, item.set, item.version, occasion);
      case 'delete':
        return this.service.planDelete(before, item.version, occasion);
      case 'restore':
        return this.service.planRestore(before, item.version, occasion);
      case 'forever':
        return this.service.planPurge(before, item.version, occasion);
    }
  }

  /** Writes what is to be written and tells it; answers the errors by index of item. */
  async #write(plans: readonly Plan[], occasion: Occasion): Promise<Map<number, AppError | 'stale'>> {
    const errors = new Map<number, AppError | 'stale'>();
    const acts = plans.flatMap((plan, index) => (plan.kind === 'act' ? [{ index, act: plan.act }] : []));
    const written = await this.tasks.writeEach(acts.map(({ act }) => act.write));
    for (const [i, { index, act }] of acts.entries()) {
      if (written[i] === 'done') this.service.tell(act, occasion);
      else errors.set(index, written[i] === 'missing' ? notFound() : 'stale');
    }
    await Promise.all(
      plans.map(async (plan, index) => {
        if (plan.kind === 'refused') errors.set(index, plan.error);
        if (plan.kind !== 'rank') return;
        const result = await this.tasks.rank(plan.before.id, plan.rank, occasion.at);
        if (result === 'missing') errors.set(index, notFound());
        else await this.service.tellRank(plan.before, occasion);
      }),
    );
    return errors;
  }

  async #result(
    item: BulkItem,
    actor: Actor,
    now: TaskRecord | undefined,
    failed: AppError | 'stale' | undefined,
  ): Promise<Result> {
    const sight = now && maySee(actor, now) ? now : undefined;
    const set = item.op === 'update' ? item.set : {};
    const error =
      failed === 'stale' ? (sight ? await this.service.conflict(actor, sight, set) : notFound()) : failed;
    if (error) {
      const { code, message, details } = error;
      const body = { code, message, ...(details === undefined ? {} : { details }) };
      return { id: item.id, status: ERRORS[code], error: body };
    }
    const gone = item.op === 'delete' || item.op === 'forever';
    if (!sight || item.op === 'forever') return { id: item.id, status: 204 };
    const [task] = await this.presenter.many(actor, [sight]);
    return { id: item.id, status: gone ? 204 : 200, ...(task ? { task } : {}) };
  }
}
