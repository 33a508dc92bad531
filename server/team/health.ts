import type { Registration } from '../team-config.ts';
import { API_VERSION, FEATURES, getServer, livez, readyz } from '../contract/server.ts';
import { because } from '../errors.ts';
import { bind, type Bound } from '../http/bind.ts';
import type { Clock } from '../ports/clock.ts';

/** Whether this server can do its work, and what of it is away without stopping it. */
export interface Health {
  /** Throws STORE_UNAVAILABLE without the database, or while it drains. */
  readonly ready: () => Promise<{ status: 'ok' | 'degraded'; degraded: string[] }>;
  /** From now on it is not ready, so that a balancer sends nobody else. */
  readonly drain: () => void;
}

export interface HealthPorts {
  readonly database: () => Promise<boolean>;
  /** Those without which work goes on, by name. */
  readonly others: Readonly<Record<string, () => Promise<boolean>>>;
}

export function createHealth({ database, others }: HealthPorts): Health {
  let draining = false;
  const look = async (): ReturnType<Health['ready']> => {
    const names = Object.keys(others);
    const [isThere, ...answers] = await Promise.all([
      database(),
      ...names.map((name) => others[name]?.() ?? false),
    ]);
    if (!isThere) throw because('STORE_UNAVAILABLE', { code: 'DATABASE_AWAY' });
    const degraded = names.filter((_name, index) => !answers[index]);
    return { status: degraded.length === 0 ? 'ok' : 'degraded', degraded };
  };
  // Anybody may ask, as often as they like: however many do at once, the stores are asked once.
  let looking: ReturnType<Health['ready']> | null = null;
  return {
    drain: () => (draining = true),
    ready: () => {
      if (draining) return Promise.reject(because('STORE_UNAVAILABLE', { code: 'SERVER_ENDS' }));
      looking ??= look().finally(() => (looking = null));
      return looking;
    },
  };
}

/** Of the process itself, without a base. */
export const healthRoutes = (health: Health): Bound[] => [
  bind(livez, () => ({ status: 'ok' as const })),
  bind(readyz, () => health.ready()),
];

export interface TeamServerFacts {
  readonly version: string;
  readonly meta: () => { readonly instanceId: string; readonly epoch: string };
  readonly registration: () => Registration;
  readonly clock: Clock;
}

/** Who answers here, for whoever thinks of joining. */
export const serverRoute = ({ version, meta, registration, clock }: TeamServerFacts): Bound =>
  bind(getServer, () => {
    const { instanceId, epoch } = meta();
    return {
      product: 'taskflow' as const,
      version,
      api: API_VERSION,
      instanceId,
      epoch,
      time: new Date(clock.now()).toISOString(),
      signIn: 'password' as const,
      registration: registration(),
      features: [...FEATURES.team],
    };
  });
