import type { Clock } from '../../ports/clock.ts';
import type { Timer } from '../../ports/timer.ts';
import { HttpTeam } from '../replica/http-team.ts';
import type { SecretStore } from '../replica/secret-store.ts';
import { teamFetch } from '../wire/team-fetch.ts';
import { agentFor, type TrustOptions } from '../wire/trusted-agent.ts';
import { visitorOf, type TeamAccess, type Visitor } from './access.ts';
import type { TeamLine } from './team-line.ts';

export interface LineDeps {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly timer: Timer;
}

/** Larger than any page of changes (4 MB of tasks, each with what surrounds it). */
const MOST_BYTES = 32 * 1024 * 1024;
const SIGN_IN_MS = 20_000;

/** A team's server by its address, over connections that prove who is there. */
export class UrlAccess implements TeamAccess {
  readonly #agent;
  #trust: string | null;

  constructor(
    private readonly url: string,
    private readonly trusting: TrustOptions,
    private readonly deps: LineDeps,
  ) {
    this.#trust = trusting.trust;
    this.#agent = agentFor(new URL(url), { ...trusting, trust: () => this.#trust });
  }

  async visit<T>(work: (visitor: Visitor) => Promise<T>, trust?: string): Promise<T> {
    const believed = trust ?? this.#trust;
    const agent = agentFor(new URL(this.url), { ...this.trusting, trust: () => believed });
    try {
      return await work(
        visitorOf({
          api: `${this.url}/api/v1`,
          origin: this.url,
          fetch: teamFetch(agent, { bytes: MOST_BYTES }),
          timeout: SIGN_IN_MS,
        }),
      );
    } finally {
      agent.destroy();
    }
  }

  line(key: string): TeamLine {
    return new HttpTeam({
      ...this.deps,
      key,
      origin: this.url,
      fetch: (heard) => teamFetch(this.#agent, { bytes: MOST_BYTES, heard }),
      agent: this.#agent,
    });
  }

  believe(trust: string): void {
    this.#trust = trust;
  }

  /** An address stays. */
  again(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#agent.destroy();
    return Promise.resolve();
  }
}
