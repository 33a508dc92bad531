import { listEvents } from '../../contract/events.ts';
import { bind, type Bound } from '../../http/bind.ts';
import type { EventService } from './event.service.ts';

export const eventRoutes = (events: EventService): Bound[] => [
  bind(listEvents, ({ actor, query }) => events.list(actor, query)),
];
