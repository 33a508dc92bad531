import * as z from 'zod/mini';
import { like } from './primitives.ts';
import { defineRoute } from './route.ts';

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
