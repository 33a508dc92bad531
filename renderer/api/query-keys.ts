import type { CallInput } from '../../server/contract/route.ts';
import type { listTasks, taskStats } from '../../server/contract/tasks.ts';

export type TaskQuery = NonNullable<CallInput<typeof listTasks>['query']>;
export type StatsQuery = NonNullable<CallInput<typeof taskStats>['query']>;

/**
 * Keys of the query cache. One cache belongs to one workspace, so its id is in none of them. A list's key ends with its
 * query, by which TaskCache knows which tasks belong into it; its data is a page {items, total} or pages of an infinite query.
 */
export const queryKeys = {
  tasks: ['tasks'],
  lists: ['tasks', 'list'],
  list: (query: TaskQuery) => ['tasks', 'list', query],
  one: (id: string) => ['tasks', 'one', id],
  stats: ['tasks', 'stats'],
  statsOf: (query: StatsQuery) => ['tasks', 'stats', query],
  histories: ['history'],
  history: (id: string) => ['history', id],
  events: ['events'],
  others: ['others'],
  notifications: ['notifications'],
  users: ['users'],
  profile: ['profile'],
  sessions: ['sessions'],
  invites: ['invites'],
  server: ['server'],
  queue: ['sync', 'queue'],
  conflicts: ['sync', 'conflicts'],
  state: (key: string) => ['state', key],
  settings: ['app', 'settings'],
  workspaces: ['app', 'workspaces'],
  backups: ['app', 'backups'],
} as const;
