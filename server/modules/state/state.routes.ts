import { deleteState, getState, putState } from '../../contract/state.ts';
import { bind, type Bound } from '../../http/bind.ts';
import type { StateService } from './state.service.ts';

export const stateRoutes = (state: StateService): Bound[] => [
  bind(getState, ({ actor, params }) => state.get(actor, params.key)),
  bind(putState, ({ actor, params, body }) => state.put(actor, params.key, body.value)),
  bind(deleteState, ({ actor, params }) => state.delete(actor, params.key)),
];
