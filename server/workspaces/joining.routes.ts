import * as contract from '../contract/joining.ts';
import * as queue from '../contract/queue.ts';
import { bind, type Bound } from '../http/bind.ts';
import type { Examinations } from './examinations.ts';
import type { Joining } from './joining.ts';
import type { Workspaces } from './workspaces.ts';

export interface JoiningRoutesOptions {
  readonly workspaces: Workspaces;
  readonly joining: Joining;
  readonly examinations: Examinations;
}

/** Joining teams, and what their replicas have waiting: routes of the bundled server, base /app/v1. */
export function joiningRoutes({ workspaces, joining, examinations }: JoiningRoutesOptions): Bound[] {
  const replicaOf = async (id: string) => (await workspaces.team(id).open()).replica;
  return [
    bind(contract.runDoctor, ({ body, live }) => examinations.run(body, live)),
    bind(contract.addWorkspace, ({ body }) => joining.add(body)),
    bind(contract.lookAtLoss, ({ params }) => joining.loss(params.id)),
    bind(contract.removeWorkspace, ({ params, query: { discard, seen } }) =>
      joining.remove(params.id, { discard: discard === 'true', seen }),
    ),
    bind(contract.signInAgain, ({ params, body }) => joining.signInAgain(params.id, body)),
    bind(contract.reconnect, async ({ params }) => {
      await workspaces.team(params.id).reconnect();
      return workspaces.item(params.id);
    }),
    bind(queue.listQueue, async ({ params }) => ({
      items: await (await replicaOf(params.id)).queue.list(),
    })),
    bind(queue.retryQueued, async ({ params }) => (await replicaOf(params.id)).queue.retry(params.taskId)),
    bind(queue.discardQueued, async ({ params }) =>
      (await replicaOf(params.id)).queue.discard(params.taskId),
    ),
    bind(queue.listConflicts, async ({ params }) => ({
      items: await (await replicaOf(params.id)).conflicts.list(),
    })),
    bind(queue.resolveConflict, async ({ params, body, metadata }) => {
      const replica = await replicaOf(params.id);
      return replica.conflicts.resolve(await replica.actor(), params.conflictId, body.resolve, metadata);
    }),
  ];
}
