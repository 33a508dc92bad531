export { EventService } from './event.service.ts';
export { eventRoutes } from './event.routes.ts';
export type { EventStore } from './event.store.ts';
export { NOBODY_ELSE, type Others } from './others.ts';
