import { ApiError } from '../../contract/client.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Mutation } from '../../contract/sync.ts';
import type { User } from '../../contract/users.ts';
import type { Hint, TeamConnection } from '../../workspaces/replica/team-connection.ts';
import type { MemoryTeam } from './memory-team.ts';

/** When everything happens on a team in memory. */
export const AT = '2026-11-25T10:00:00.000Z';

export const refusal = (code: ErrorCode, status: number): ApiError => new ApiError(code, status, code);

/** How one person's app reaches a team in memory, or does not. */
export class MemoryConnection implements TeamConnection {
  /** `away`: nothing gets there. `mute`: it gets there, and the answer is lost. Once, or until it is set again. */
  fault: 'none' | 'away' | 'mute' = 'none';
  /** What every call is refused with. */
  refused: ApiError | null = null;
  apiMin = 1;
  /** Operations that a push may hold; more are TOO_LARGE. */
  most = 200;
  readonly read: string[] = [];
  readonly #heard = new Set<(hint: Hint) => void>();
  readonly #listen = (): void => this.hint('changed');

  constructor(
    private readonly team: MemoryTeam,
    private readonly userId: string,
  ) {}

  hint(hint: Hint): void {
    for (const heard of this.#heard) heard(hint);
  }

  /** From now on news of the team come as hints. */
  hear(): void {
    this.team.listeners.add(this.#listen);
  }

  server(): ReturnType<TeamConnection['server']> {
    return this.#answer(() => ({
      product: 'taskflow',
      version: '0',
      api: { min: this.apiMin, max: this.apiMin },
      instanceId: 'memory',
      epoch: this.team.epoch,
      time: AT,
      signIn: 'password',
      registration: 'closed',
      features: [],
    }));
  }

  pull(cursor: string | null, limit: number, known?: string): ReturnType<TeamConnection['pull']> {
    return this.#answer(() => this.team.pull(this.userId, cursor, limit, known));
  }

  push(mutations: readonly Mutation[]): ReturnType<TeamConnection['push']> {
    return this.#answer(() => {
      if (mutations.length > this.most) throw refusal('TOO_LARGE', 413);
      return this.team.push(this.userId, mutations);
    });
  }

  profile(): Promise<User> {
    return this.#answer(() => this.team.users.get(this.userId) as User);
  }

  readNotifications(ids: readonly string[]): Promise<void> {
    return this.#answer(() => {
      for (const id of ids) {
        this.read.push(id);
        const one = this.team.notifications.get(id);
        if (one) this.team.notify({ ...one, readAt: AT });
      }
    });
  }

  onHint(heard: (hint: Hint) => void): () => void {
    this.#heard.add(heard);
    return () => void this.#heard.delete(heard);
  }

  wake(): void {
    // It is always awake.
  }

  close(): Promise<void> {
    this.team.listeners.delete(this.#listen);
    return Promise.resolve();
  }

  async #answer<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    const unreachable = new ApiError('UNREACHABLE', 0, 'The server does not answer.');
    if (this.fault === 'away') throw unreachable;
    if (this.refused) throw this.refused;
    const answer = structuredClone(work());
    if (this.fault === 'mute') throw unreachable;
    return answer;
  }
}
