import { listEvents, taskHistory } from '../../contract/events.ts';
import type { CallInput, Route } from '../../contract/route.ts';
import { RELAYED_ROUTES } from '../../contract/routes.ts';
import { API_VERSION, FEATURES, getServer } from '../../contract/server.ts';
import { bulkTasks, purgeTask } from '../../contract/tasks.ts';
import { updateProfile } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import { bind, type Asked, type Bound } from '../../http/bind.ts';
import type { Answer } from '../../contract/route.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LocalStore } from '../../adapters/local/index.ts';
import type { Replica } from '../replica/replica.ts';
import { Ending } from './ending.ts';
import { answered, type TeamLine } from './team-line.ts';

export interface TeamRoutesOptions {
  readonly replica: Replica;
  readonly store: LocalStore;
  readonly line: TeamLine;
  readonly instanceId: string;
  readonly version: string;
  readonly clock: Clock;
}

/** What somebody who waits for a button waits for. */
const PASSING_MS = 10_000;
/** What a list of events waits for before it shows what is known here. */
const ASKING_MS = 3_000;

/** The routes of a team's workspace: from its replica, but for what only the team can do or knows. */
export function teamRoutes(options: TeamRoutesOptions): Bound[] {
  const { replica, store, line } = options;
  const { sync } = store.replica;
  const own = new Map(replica.services.routes.map((bound) => [bound.route.id, bound]));
  const ask = <R extends Route>(
    route: R,
    { params, query, body }: Asked<R>,
    ms: number,
  ): Promise<Answer<R>> => answered(line.ask(route, { params, query, body } as unknown as CallInput<R>), ms);
  const { reader, events } = replica.services;
  const ending = new Ending({ replica, sync, waitMs: PASSING_MS });

  const replaced: Bound[] = [
    serverOf(options),
    ...RELAYED_ROUTES.map((route) =>
      bind(route, (asked) => ask(route, asked as Asked<Route>, PASSING_MS) as Promise<never>),
    ),
    bind(updateProfile, async (asked) => {
      const user = await ask(updateProfile, asked, PASSING_MS);
      await sync.change((unit) => unit.putUser(user));
      return user;
    }),
    bind(purgeTask, async (asked) => {
      await ending.one(asked, () => ask(purgeTask, asked, PASSING_MS));
      return undefined;
    }),
    bind(bulkTasks, (asked) =>
      ending.many(asked, asked.body, (body) => ask(bulkTasks, { ...asked, body }, PASSING_MS)),
    ),
    bind(taskHistory, (asked) =>
      first(
        () => asking(replica, () => ask(taskHistory, asked, ASKING_MS)),
        () => reader.history(asked.actor, asked.params.id, asked.query),
      ),
    ),
    bind(listEvents, (asked) =>
      first(
        () => asking(replica, () => ask(listEvents, asked, ASKING_MS)),
        () => events.list(asked.actor, asked.query),
      ),
    ),
  ];
  for (const bound of replaced) own.set(bound.route.id, bound);
  return [...own.values()];
}

/** A team that is known to be away is not waited for. */
function asking<T>(replica: Replica, ask: () => Promise<T>): Promise<T> {
  const { state } = replica.status;
  if (state === 'synced' || state === 'syncing') return ask();
  return Promise.reject(new AppError('TEAM_UNREACHABLE', 'The team cannot be reached.'));
}

/** What the team knows; where it cannot be asked, or does not know the thing yet, what is known here. */
async function first<T extends { partial: boolean }>(
  team: () => Promise<T>,
  here: () => Promise<T>,
): Promise<T> {
  try {
    return await team();
  } catch (error) {
    const isKnownHere =
      error instanceof AppError &&
      (error.code === 'NOT_FOUND' || error.status >= 500 || error.status === 429);
    if (!isKnownHere) throw error;
    return { ...(await here()), partial: true };
  }
}

const serverOf = ({ store, instanceId, version, clock }: TeamRoutesOptions): Bound =>
  bind(getServer, async () => ({
    product: 'taskflow' as const,
    version,
    api: API_VERSION,
    instanceId,
    epoch: (await store.replica.sync.state()).epoch ?? store.meta.epoch,
    time: new Date(clock.now()).toISOString(),
    signIn: 'password' as const,
    // Joining goes by /app/v1.
    registration: 'closed' as const,
    features: [...FEATURES.replica],
  }));
