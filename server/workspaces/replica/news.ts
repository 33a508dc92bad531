import type { TaskEventType } from '../../contract/events.ts';
import type { ShownChange } from '../../modules/replica/index.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';

/** More changes than this are not named one by one. */
const MOST_NAMED = 50;

function typeOf({ before, after }: ShownChange): TaskEventType {
  if (!before) return 'task.created';
  if (!after) return 'task.purged';
  if (before.deletedAt === after.deletedAt) return 'task.updated';
  return after.deletedAt === null ? 'task.restored' : 'task.deleted';
}

/** Tells windows and reminders what is shown otherwise since the team spoke. Who did it stands in the history. */
export function tellOf(domain: DomainEvents, changes: readonly ShownChange[], at: string): void {
  if (changes.length > MOST_NAMED) {
    domain.publish({ kind: 'tasks.changed', seers: null });
    return;
  }
  for (const change of changes)
    domain.publish({ kind: 'task', type: typeOf(change), ...change, actor: null, at });
}
