import type { TaskRecord } from '../../contract/tasks.ts';
import type { Refused, ReplicaRecord, Sent, Slot } from '../../modules/replica/replica.store.ts';

/**
 * A replica's record beside its shown task, as it lies in the log and in memory. The team's copy is there only where it is
 * not what is shown: without slots, the shown task under the team's version is that copy.
 */
export interface StoredRecord {
  readonly team?: { readonly version: number; readonly epoch: string; readonly task?: TaskRecord };
  readonly sent?: Sent;
  readonly next?: Slot;
  readonly refused?: Refused;
  readonly gone?: 'sight' | 'purged';
  readonly walk?: string;
}

export function pack({ team, sent, next, refused, gone, walk }: ReplicaRecord): StoredRecord {
  const isSettled = !sent && !next && !refused;
  return {
    ...(team && {
      team: { version: team.task.version, epoch: team.epoch, ...(!isSettled && { task: team.task }) },
    }),
    ...(sent && { sent }),
    ...(next && { next }),
    ...(refused && { refused }),
    ...(gone && { gone }),
    ...(walk !== null && { walk }),
  };
}

export function unpack(task: TaskRecord, stored: StoredRecord): ReplicaRecord {
  const { team, sent, next, refused, gone, walk } = stored;
  return {
    task,
    team: team ? { task: team.task ?? { ...task, version: team.version }, epoch: team.epoch } : null,
    sent: sent ?? null,
    next: next ?? null,
    refused: refused ?? null,
    gone: gone ?? null,
    walk: walk ?? null,
  };
}

/** The place of what can be sent among all; undefined when nothing can. */
export const orderOf = ({ sent, next }: StoredRecord): number | undefined => sent?.order ?? next?.order;

/** Whether something in it has not reached the team. */
export const isWaiting = ({ sent, next, refused }: StoredRecord): boolean =>
  sent !== undefined || next !== undefined || refused !== undefined;
