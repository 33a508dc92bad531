import { API_VERSION, FEATURES, getServer, livez, readyz } from '../contract/server.ts';
import type { Route } from '../contract/route.ts';
import { bind, type Bound } from '../http/bind.ts';
import type { AppError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Workspace } from './workspace.ts';
import type { Workspaces } from './workspaces.ts';

/** The routes of an open personal workspace. */
export function workspaceRoutes(workspace: Workspace, clock: Clock, version: string): Bound[] {
  const { instanceId, epoch } = workspace.store.meta;
  const server = bind(getServer, () => ({
    product: 'taskflow' as const,
    version,
    api: API_VERSION,
    instanceId,
    epoch,
    time: new Date(clock.now()).toISOString(),
    signIn: 'none' as const,
    registration: 'closed' as const,
    features: [...FEATURES.personal],
  }));
  return [server, ...workspace.services.routes];
}

/** The routes of a workspace that did not open: each says why. */
export function closedRoutes(why: AppError, routes: readonly Route[]): Bound[] {
  return routes
    .filter((route) => route.base === 'api')
    .map((route) => ({ route, run: () => Promise.reject(why) }));
}

/** Of the process itself, without a base. */
export function rootRoutes(workspaces: Workspaces): Bound[] {
  return [
    bind(livez, () => ({ status: 'ok' as const })),
    bind(readyz, async () => {
      await workspaces.personal.actor();
      return { status: 'ok' as const, degraded: [] };
    }),
  ];
}
