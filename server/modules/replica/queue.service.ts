import type { QueueItem } from '../../contract/queue.ts';
import { AppError, notFound } from '../../errors.ts';
import { MERGED_FIELDS } from '../sync/index.ts';
import { discarded, retried } from './record.ts';
import type { ReplicaRecord, ReplicaStore, ShownChange } from './replica.store.ts';

export interface QueueDeps {
  readonly sync: ReplicaStore;
  /** Told of what is shown otherwise. */
  readonly shown: (changes: readonly ShownChange[]) => void;
  /** Something may be sent again. */
  readonly nudge: () => void;
}

/** Edits that the team has not got, as a person sees them. */
export class QueueService {
  constructor(private readonly deps: QueueDeps) {}

  /** Oldest first, those that were refused among them. */
  async list(): Promise<QueueItem[]> {
    return (await this.deps.sync.waiting()).map(itemOf);
  }

  /** What was refused is sent again; of anything else nothing is to be done. Throws NOT_FOUND. */
  async retry(taskId: string): Promise<undefined> {
    await this.deps.sync.change(async (unit) => {
      const record = await unit.record(taskId);
      if (!record) throw notFound();
      if (record.refused) unit.put(retried(record));
    });
    this.deps.nudge();
  }

  /** The team's task stands. Throws SENT while nobody knows what became of it, NOT_FOUND. */
  async discard(taskId: string): Promise<undefined> {
    const { changes } = await this.deps.sync.change(async (unit) => {
      const record = await unit.record(taskId);
      if (!record) throw notFound();
      if (record.sent) throw new AppError('SENT', 'This change is on its way. Wait for the team’s answer.');
      const left = discarded(record);
      if (left) unit.put(left);
      else unit.drop(record);
    });
    this.deps.shown(changes);
    this.deps.nudge();
  }
}

function itemOf({ task, sent, next, refused }: ReplicaRecord): QueueItem {
  const first = sent ?? next ?? refused;
  const keys = { ...sent?.set, ...next?.set, ...refused?.set };
  return {
    taskId: task.id,
    title: task.title,
    op: first?.op ?? 'update',
    fields: MERGED_FIELDS.filter(([, of]) => of.some((key) => key in keys)).map(([name]) => name),
    since: first?.since ?? task.updatedAt,
    sent: sent !== null,
    ...(refused && {
      error: { code: refused.code, message: refused.message, details: refused.details },
    }),
  };
}
