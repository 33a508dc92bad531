import * as z from 'zod/mini';
import { defineRoute } from './route.ts';

/** The version of this API: clients from `min` on are served. */
export const API_VERSION = { min: 1, max: 1 } as const;

const OF_ALL = ['tasks', 'bulk', 'stats', 'events', 'notifications', 'state', 'import', 'export'] as const;

/** What is behind a base, for whoever looks before it asks. A replica has no feed of its own: it follows its team's. */
export const FEATURES = {
  personal: OF_ALL,
  replica: [...OF_ALL, 'accounts'],
  team: [...OF_ALL, 'accounts', 'sync'],
} as const;

export const getServer = defineRoute({
  id: 'getServer',
  method: 'GET',
  base: 'api',
  path: '/server',
  access: 'anyone',
  summary: 'Who answers here: product, version, instance',
  status: 200,
  answer: z.object({
    product: z.literal('taskflow'),
    version: z.string(),
    api: z.object({ min: z.int(), max: z.int() }),
    instanceId: z.string(),
    epoch: z.string(),
    time: z.string(),
    signIn: z.enum(['none', 'password']),
    registration: z.enum(['open', 'invite', 'closed']),
    features: z.array(z.string()),
  }),
  errors: [],
});

export const livez = defineRoute({
  id: 'livez',
  method: 'GET',
  base: 'root',
  path: '/livez',
  access: 'anyone',
  summary: 'The process answers',
  status: 200,
  answer: z.object({ status: z.literal('ok') }),
  errors: [],
});

export const readyz = defineRoute({
  id: 'readyz',
  method: 'GET',
  base: 'root',
  path: '/readyz',
  access: 'anyone',
  summary: 'The primary store answers; `degraded` names what is away without stopping work',
  status: 200,
  answer: z.object({ status: z.enum(['ok', 'degraded']), degraded: z.array(z.string()) }),
  errors: ['STORE_UNAVAILABLE'],
});
