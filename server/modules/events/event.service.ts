import type { EventRecord, listEvents, taskHistory } from '../../contract/events.ts';
import type { Answer, Input } from '../../contract/route.ts';
import type { Actor } from '../../ports/actor.ts';
import type { PageRequest } from '../../ports/effects.ts';
import { extended } from '../../ports/extended.ts';
import { peopleOf, type UserStore } from '../users/index.ts';
import type { EventFilter, EventStore } from './event.store.ts';

type EventQuery = Input<typeof listEvents>['query'];

/** Reads the events: of one task, or of all that one person did or may see (an admin reads everybody's). */
export class EventService {
  constructor(
    private readonly events: EventStore,
    private readonly users: UserStore,
  ) {}

  /**
   * The caller has checked that the task may be seen. From where and with what device somebody else did something is for
   * those who audit: an admin.
   */
  async history(actor: Actor, taskId: string, page: PageRequest): Promise<Answer<typeof taskHistory>> {
    return forEyesOf(actor, await this.#page({ entityId: taskId }, page));
  }

  /** As `history`: of what somebody else did, only what they did. */
  async list(actor: Actor, query: EventQuery): Promise<Answer<typeof listEvents>> {
    const { cursor, limit, type, actorId, entityId, from, to } = query;
    const filter: EventFilter = {
      ...(type ? { type } : {}),
      ...(actorId ? { actorId } : {}),
      ...(actor.role === 'admin' ? {} : { seenBy: actor.id }),
      ...(entityId ? { entityId } : {}),
      ...(from ? { from: Date.parse(from) } : {}),
      ...(to ? { to: Date.parse(to) } : {}),
    };
    return forEyesOf(actor, await this.#page(filter, { cursor, limit }));
  }

  /** What made a task, or null when that is no longer known. */
  async creationOf(taskId: string): Promise<EventRecord | null> {
    const { items } = await this.events.list({ entityId: taskId, type: ['task.created'] }, { limit: 1 });
    return items[0] ?? null;
  }

  async #page(filter: EventFilter, page: PageRequest): Promise<Answer<typeof listEvents>> {
    const { items, nextCursor, partial } = await this.events.list(filter, page);
    const person = await peopleOf(
      this.users,
      items.map((event) => event.actorId),
    );
    return {
      items: items.map((event) => extended(event, { actor: person(event.actorId) })),
      nextCursor,
      partial,
    };
  }
}

/** Events as this person may read them. */
function forEyesOf<P extends Answer<typeof listEvents>>(actor: Actor, page: P): P {
  if (actor.role === 'admin') return page;
  const items = page.items.map((event) => (event.actorId === actor.id ? event : { ...event, metadata: {} }));
  return { ...page, items };
}
