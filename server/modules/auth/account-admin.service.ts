import { v4 as uuidv4 } from 'uuid';
import type { inviteUser, listInvites } from '../../contract/auth.ts';
import type { Changes } from '../../contract/events.ts';
import type { Answer, Input } from '../../contract/route.ts';
import type { User } from '../../contract/users.ts';
import { AppError, because, notFound } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import type { Effects } from '../../ports/effects.ts';
import { eventOf } from '../../ports/event.ts';
import { peopleOf, type UserStore } from '../users/index.ts';
import type { AccountNews } from './account-news.ts';
import { applyEdit, losesAdmin, type AccountEdit } from './account.ts';
import type { AccountStore } from './account.store.ts';
import type { Registration } from './auth.service.ts';
import type { LinkStore, NewLink } from './link.store.ts';
import { hashOf, newSecret } from './secrets.ts';

export interface AccountAdminDeps {
  readonly accounts: AccountStore;
  readonly links: LinkStore;
  readonly users: UserStore;
  readonly news: AccountNews;
  readonly clock: Clock;
  readonly registration: () => Registration;
  /** Where links lead, like https://tasks.example.org/; from the configuration, never from a request's Host. */
  readonly linkBase: () => string;
}

export interface MadeLink {
  readonly url: string;
  readonly expiresAt: string;
}

const INVITE_HOURS = 7 * 24;
const RESET_HOURS = 24;

/** What an administrator does with accounts. `actor` null: at the server's own console. */
export class AccountAdminService {
  constructor(private readonly deps: AccountAdminDeps) {}

  async update(actor: Actor, id: string, edit: AccountEdit, metadata: RequestMetadata): Promise<User> {
    const at = isoNow(this.deps.clock);
    const revised = await this.deps.accounts.revise(id, (before, otherAdmins) => {
      const { user, acts } = applyEdit(before, edit, otherAdmins, at);
      const events = acts.map((act) => eventOf({ ...act, actor, entityId: id, metadata, at }));
      return {
        user,
        effects: { events, notifications: [] },
        endsSessions: user.disabled && !before.disabled,
        revokesLinks: losesAdmin(before, user),
      };
    });
    if (!revised) throw notFound();
    await this.deps.news.ended(revised.endedSessions);
    await this.deps.news.person(id);
    return revised.user;
  }

  async invite(
    actor: Actor,
    { email, role }: Input<typeof inviteUser>['body'],
    metadata: RequestMetadata,
  ): Promise<MadeLink> {
    if (this.deps.registration() === 'closed')
      throw because('REGISTRATION_CLOSED', { code: 'NO_NEW_ACCOUNTS' });
    const { account } = await this.deps.accounts.findForLogin(email, '');
    if (account) throw new AppError('EMAIL_TAKEN', 'There is an account with this address already.');
    const link = {
      kind: 'invite',
      email,
      role,
      userId: null,
      createdBy: actor.id,
      hours: INVITE_HOURS,
    } as const;
    const changes = { email: { from: null, to: email }, role: { from: null, to: role } };
    return this.#make(link, (id) => this.#act('user.invited', actor, id, changes, metadata));
  }

  async invites(): Promise<Answer<typeof listInvites>> {
    const invites = await this.deps.links.invites();
    const people = await peopleOf(
      this.deps.users,
      invites.map(({ createdBy }) => createdBy),
    );
    return {
      items: invites.map(({ id, email, role, createdBy, expiresAt }) => {
        return { id, email, role, by: people(createdBy), expiresAt };
      }),
    };
  }

  async revokeInvite(actor: Actor, id: string, metadata: RequestMetadata): Promise<void> {
    const at = isoNow(this.deps.clock);
    const changes = { revokedAt: { from: null, to: at } };
    const effects = this.#act('user.invited', actor, id, changes, metadata);
    if (!(await this.deps.links.revoke(id, effects))) throw notFound();
  }

  async reset(actor: Actor | null, userId: string, metadata: RequestMetadata): Promise<MadeLink> {
    const account = await this.deps.accounts.find(userId);
    if (!account) throw notFound();
    const { email } = account.user;
    const createdBy = actor?.id ?? null;
    const link = { kind: 'reset', email, role: 'user', userId, createdBy, hours: RESET_HOURS } as const;
    return this.#make(link, () => this.#act('user.reset_requested', actor, userId, {}, metadata));
  }

  async #make(
    link: Omit<NewLink, 'id' | 'tokenHash'>,
    effectsOf: (id: string) => Effects,
  ): Promise<MadeLink> {
    const id = uuidv4();
    const token = newSecret();
    const expiresAt = await this.deps.links.make({ ...link, id, tokenHash: hashOf(token) }, effectsOf(id));
    const path = link.kind === 'invite' ? 'join' : 'reset';
    // Behind #, so that no server, proxy or Referer ever sees it.
    return { url: `${this.deps.linkBase()}${path}#${token}`, expiresAt };
  }

  #act(
    type: 'user.invited' | 'user.reset_requested',
    actor: Actor | null,
    entityId: string,
    changes: Changes,
    metadata: RequestMetadata,
  ): Effects {
    const at = isoNow(this.deps.clock);
    return { events: [eventOf({ type, actor, entityId, changes, metadata, at })], notifications: [] };
  }
}
