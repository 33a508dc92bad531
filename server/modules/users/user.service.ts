import type { Profile, User, updateProfile } from '../../contract/users.ts';
import type { Answer, Input } from '../../contract/route.ts';
import type { listUsers } from '../../contract/users.ts';
import { invalidAt, notFound } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { eventOf } from '../../ports/event.ts';
import { newId } from '../../ports/new-id.ts';
import type { UserStore } from './user.store.ts';

type ProfileEdit = Input<typeof updateProfile>['body'];

/** The people of a workspace. */
export class UserService {
  constructor(
    private readonly users: UserStore,
    private readonly clock: Clock,
    private readonly domain: DomainEvents,
  ) {}

  async profile(actor: Actor): Promise<User> {
    const user = await this.users.get(actor.id);
    if (!user) throw notFound();
    return user;
  }

  /** Changes the own profile; null removes a field, and what stays the same writes nothing. */
  async updateProfile(actor: Actor, edit: ProfileEdit, metadata: RequestMetadata): Promise<User> {
    for (;;) {
      const user = await this.profile(actor);
      const { profile, changes } = applyProfile(user.profile, edit);
      if (Object.keys(changes).length === 0) return user;
      const at = isoNow(this.clock);
      const event = eventOf({ type: 'user.updated', actor, entityId: user.id, changes, metadata, at });
      const updated: User = { ...user, profile, updatedAt: later(at, user.updatedAt) };
      const effects = { events: [event], notifications: [] };
      const result = await this.users.replace(updated, user.updatedAt, effects);
      // Somebody else changed this account meanwhile, say its role: what they did stays.
      if (result === 'stale') continue;
      if (result !== 'done') throw notFound();
      this.domain.publish({ kind: 'user.changed', userId: user.id });
      return updated;
    }
  }

  async list({ search, page, limit }: Input<typeof listUsers>['query']): Promise<Answer<typeof listUsers>> {
    const { items, total } = await this.users.list({ search, page, limit });
    return { items: [...items], total, page, limit };
  }

  /** Throws VALIDATION when nobody has this id or the account is disabled. */
  async checkAssignee(id: string | null | undefined): Promise<void> {
    if (id !== null && id !== undefined) refuseAssignee(await this.users.get(id));
  }

  /** The same for a task that changes hands; who keeps it is not looked at. */
  async checkNewAssignee(
    before: { readonly assigneeId: string | null } | null,
    after: { readonly assigneeId: string | null } | null,
  ): Promise<void> {
    if (after && after.assigneeId !== before?.assigneeId) await this.checkAssignee(after.assigneeId);
  }

  /** The one user of a personal workspace, made at its first start. */
  async ensureLocalUser(firstName: string | null): Promise<User> {
    const { items } = await this.users.list({ page: 1, limit: 100 });
    const known = items
      .filter((user) => user.email === null && user.role === 'admin' && !user.disabled)
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt))[0];
    if (known) return known;
    const at = isoNow(this.clock);
    const user: User = {
      id: newId(),
      email: null,
      profile: firstName ? { firstName } : {},
      role: 'admin',
      disabled: false,
      createdAt: at,
      updatedAt: at,
    };
    await this.users.insert(user, NO_EFFECTS);
    return user;
  }
}

/** Throws VALIDATION when there is nobody, or the account is disabled. */
export function refuseAssignee(user: User | null): void {
  if (user && !user.disabled) return;
  throw invalidAt('assigneeId', { code: user ? 'PERSON_DISABLED' : 'NOBODY_HERE' });
}

/** updatedAt is what a replacement is compared by, so it never stands still. */
const later = (at: string, before: string): string =>
  at > before ? at : new Date(Date.parse(before) + 1).toISOString();

function applyProfile(
  before: Profile,
  edit: ProfileEdit,
): { profile: Profile; changes: Record<string, { from: unknown; to: unknown }> } {
  const profile: Record<string, unknown> = { ...before };
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  for (const [field, value] of Object.entries(edit)) {
    const from = profile[field] ?? null;
    if (value === undefined || from === value) continue;
    changes[field] = { from, to: value };
    if (value === null) delete profile[field];
    else profile[field] = value;
  }
  return { profile: profile as Profile, changes };
}
