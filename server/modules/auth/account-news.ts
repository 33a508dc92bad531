import type { Actor } from '../../ports/actor.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';
import { PEOPLE, ofUser, type Generations } from '../../ports/generations.ts';
import type { SessionStates } from '../../ports/session-states.ts';

/** What has to hear of a change to accounts after its commit: cached states and answers here and elsewhere, and sockets. */
export class AccountNews {
  constructor(
    private readonly states: SessionStates,
    private readonly generations: Generations,
    private readonly domain: DomainEvents,
  ) {}

  /** These sessions have ended; `by`: whoever asked with a token of one of them, which then is refused by itself too. */
  async ended(sessionIds: readonly string[], by?: Actor): Promise<void> {
    if (sessionIds.length === 0) return;
    const token = by?.tokenId === undefined ? undefined : { userId: by.id, jti: by.tokenId };
    await this.states.ended(sessionIds, token);
    this.domain.publish({ kind: 'sessions.ended', sessionIds });
  }

  /** Somebody came, or their name, role or `disabled` changed. */
  async person(userId: string): Promise<void> {
    await Promise.all([this.states.changed(userId), this.generations.replace([PEOPLE, ofUser(userId)])]);
    this.domain.publish({ kind: 'user.changed', userId });
  }
}
