import type { EventRecord } from '../../contract/events.ts';
import type { User } from '../../contract/users.ts';
import type { EventStore } from '../../modules/events/event.store.ts';
import type { NotificationStore } from '../../modules/notifications/notification.store.ts';
import type { StateStore } from '../../modules/state/state.store.ts';
import type { TaskStore } from '../../modules/tasks/task.store.ts';
import type { UserStore } from '../../modules/users/user.store.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';

/** The stores that an adapter keeps together: one write may touch several. */
export interface SuiteStores {
  readonly tasks: TaskStore;
  readonly users: UserStore;
  readonly events: EventStore;
  readonly notifications: NotificationStore;
  readonly state: StateStore;
}

/** Gives fresh stores, without tasks; users of the adapter's own may be there. Whoever makes them clears them away. */
export type MakeStores = () => Promise<SuiteStores>;

/** The two people that every suite works with. */
export const PEOPLE = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
] as const;

/** Their first names. */
export const NAMES: ReadonlyMap<string, string> = new Map([
  [PEOPLE[0], 'Zoë'],
  [PEOPLE[1], 'Änne'],
]);

export const NOW = Date.parse('2026-11-24T10:00:00Z');
export const iso = (time: number): string => new Date(time).toISOString();

/** A user with nothing but an id. */
export const userOf = (id: string, set: Partial<User> = {}): User => ({
  id,
  email: null,
  profile: {},
  role: 'user',
  disabled: false,
  createdAt: iso(NOW),
  updatedAt: iso(NOW),
  ...set,
});

/** Fresh stores in which PEOPLE live. */
export async function inhabited(make: MakeStores): Promise<SuiteStores> {
  const stores = await make();
  for (const [id, firstName] of NAMES)
    await stores.users.insert(userOf(id, { email: `${id}@example.org`, profile: { firstName } }), NO_EFFECTS);
  return stores;
}

/** An event of a task, as an act leaves it. */
export function eventOf(id: string, entityId: string, set: Partial<EventRecord> = {}): EventRecord {
  return {
    id,
    type: 'task.updated',
    actorId: PEOPLE[0],
    entityType: 'task',
    entityId,
    payload: { title: 'Grün ✓', version: 2, changes: { title: { from: 'a', to: null } } },
    metadata: { userAgent: 'suite' },
    correlationId: 'request-1',
    at: iso(NOW),
    ...set,
  };
}

export async function collect<T>(from: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of from) all.push(one);
  return all;
}
