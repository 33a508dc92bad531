export { StateService } from './state.service.ts';
export { stateRoutes } from './state.routes.ts';
export type { StateStore } from './state.store.ts';
