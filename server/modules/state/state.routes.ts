import { SHARED_STATE, deleteState, getState, putState } from '../../contract/state.ts';
import { bind, type Bound } from '../../http/bind.ts';
import { parse } from '../../http/input.ts';
import type { StateService } from './state.service.ts';

export const stateRoutes = (state: StateService): Bound[] => [
  bind(getState, ({ actor, params }) => state.get(actor, params.key)),
  bind(putState, ({ actor, params, body }) => state.put(actor, params.key, kept(params.key, body.value))),
  bind(deleteState, ({ actor, params }) => state.delete(actor, params.key)),
];

/** What may stand under a key. Throws VALIDATION. */
function kept(key: string, value: unknown): unknown {
  const schema = SHARED_STATE.get(key);
  return schema ? parse(schema, value, 'value') : value;
}
