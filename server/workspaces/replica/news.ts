import type { TaskEventType } from '../../contract/events.ts';
import type { ShownChange, Taken } from '../../modules/replica/index.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';

/** More changes than this are not named one by one. */
const MOST_NAMED = 50;

function typeOf({ before, after }: ShownChange): TaskEventType {
  if (!before) return 'task.created';
  if (!after) return 'task.purged';
  if (before.deletedAt === after.deletedAt) return 'task.updated';
  return after.deletedAt === null ? 'task.restored' : 'task.deleted';
}

/**
 * Tells windows and reminders what is shown otherwise since the team spoke. `by`: who else did it; one's own acts from
 * another device name nobody.
 */
export function tellOf(
  domain: DomainEvents,
  changes: readonly ShownChange[],
  at: string,
  by: Taken['by'] = new Map(),
): void {
  if (changes.length > MOST_NAMED) {
    domain.publish({ kind: 'tasks.changed', seers: null });
    return;
  }
  for (const change of changes) {
    const author = by.get((change.after ?? change.before)?.id ?? '');
    const actor = author === undefined ? null : { id: author };
    domain.publish({ kind: 'task', type: typeOf(change), ...change, actor, at });
  }
}
