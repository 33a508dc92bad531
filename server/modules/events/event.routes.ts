import { listEvents, newestOfOthers } from '../../contract/events.ts';
import { bind, type Bound } from '../../http/bind.ts';
import type { EventService } from './event.service.ts';
import type { Others } from './others.ts';

export const eventRoutes = (events: EventService, others: Others): Bound[] => [
  bind(listEvents, ({ actor, query }) => events.list(actor, query)),
  bind(newestOfOthers, async ({ actor }) => ({ newest: await others.newest(actor) })),
];
