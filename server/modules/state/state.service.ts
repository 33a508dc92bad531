import { LIMITS, utf8Length } from '../../contract/primitives.ts';
import { SHARED_STATE } from '../../contract/state.ts';
import { AppError, invalidAt } from '../../errors.ts';
import type { Actor } from '../../ports/actor.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';
import type { StateStore } from './state.store.ts';

/** What windows keep for themselves, within limits for each user. */
export class StateService {
  constructor(
    private readonly state: StateStore,
    private readonly domain: DomainEvents,
  ) {}

  async get(actor: Actor, key: string): Promise<{ value: unknown }> {
    return { value: (await this.state.get(actor.id, key)) ?? null };
  }

  /** Throws VALIDATION for what may not stand under this key, TOO_LARGE for one value, STATE_FULL for all of them. */
  async put(actor: Actor, key: string, value: unknown): Promise<undefined> {
    const kept = value === undefined ? null : value;
    if (SHARED_STATE.get(key)?.safeParse(kept).success === false)
      throw invalidAt('value', { code: 'NOT_EXPECTED' });
    const bytes = utf8Length(JSON.stringify(kept));
    if (bytes > LIMITS.stateValueBytes)
      throw new AppError(
        'TOO_LARGE',
        `One value may have ${LIMITS.stateValueBytes / 1024} KB; this one has more.`,
      );
    const most = { keys: LIMITS.stateKeys, bytes: LIMITS.stateTotalBytes };
    if ((await this.state.put(actor.id, key, kept, most)) === 'full')
      throw new AppError(
        'STATE_FULL',
        'No more room for window state: 200 keys and 4 MB are the most. Delete old keys.',
      );
    this.#tell(actor, key);
  }

  async delete(actor: Actor, key: string): Promise<undefined> {
    await this.state.delete(actor.id, key);
    this.#tell(actor, key);
  }

  #tell({ id: userId }: Actor, key: string): void {
    if (SHARED_STATE.has(key)) this.domain.publish({ kind: 'state', userId, key });
  }
}
