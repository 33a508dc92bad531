import * as z from 'zod/mini';
import { Uuid, like } from './primitives.ts';
import { defineRoute } from './route.ts';

/** Under which is kept up to where a person has looked at what others do. */
export const LOOKED_KEY = 'activity';

/** `newest`: what GET /events/others answered when the person looked at Activity. */
export const Looked = z.strictObject({ newest: Uuid });
export type Looked = z.infer<typeof Looked>;

/** Keys that hold what is said here and nothing else, and whose change every window of the person is told of. */
export const SHARED_STATE: ReadonlyMap<string, z.ZodMiniType> = new Map([[LOOKED_KEY, Looked]]);

const byKey = z.object({ key: z.string().check(like(/^[A-Za-z0-9][\w.:-]{0,127}$/, 'view.tasks')) });

export const getState = defineRoute({
  id: 'getState',
  method: 'GET',
  base: 'api',
  path: '/state/{key}',
  access: 'user',
  summary: 'What the window keeps for itself: drafts, view settings, layout. `value` null when there is none',
  params: byKey,
  status: 200,
  answer: z.object({ value: z.unknown() }),
  errors: [],
});

export const putState = defineRoute({
  id: 'putState',
  method: 'PUT',
  base: 'api',
  path: '/state/{key}',
  access: 'user',
  summary: 'Keep any JSON, up to 256 KB; 200 keys and 4 MB for each user',
  params: byKey,
  body: z.object({ value: z.unknown() }),
  status: 204,
  answer: null,
  errors: ['STATE_FULL', 'DISK_FULL'],
});

export const deleteState = defineRoute({
  id: 'deleteState',
  method: 'DELETE',
  base: 'api',
  path: '/state/{key}',
  access: 'user',
  summary: 'Forget a key',
  params: byKey,
  status: 204,
  answer: null,
  errors: ['DISK_FULL'],
});
