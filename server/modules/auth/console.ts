import { Email, NewPassword } from '../../contract/auth.ts';
import type { User } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import type { RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import { eventOf } from '../../ports/event.ts';
import { newId } from '../../ports/new-id.ts';
import type { AccountAdminService, MadeLink } from './account-admin.service.ts';
import type { AccountStore } from './account.store.ts';
import type { Passwords } from './passwords.ts';

export interface ConsoleDeps {
  readonly accounts: AccountStore;
  readonly passwords: Passwords;
  readonly admin: AccountAdminService;
  readonly clock: Clock;
}

const HERE: RequestMetadata = { requestId: null };

/** What whoever runs the server does at its own console: the first administrator, and the way back in. */
export class AccountConsole {
  constructor(private readonly deps: ConsoleDeps) {}

  /** Makes an account that administrates. Throws VALIDATION and EMAIL_TAKEN. */
  async createAdmin(givenEmail: string, givenPassword: string): Promise<User> {
    const email = emailOf(givenEmail);
    const password = NewPassword.safeParse(givenPassword);
    if (!password.success)
      throw new AppError(
        'VALIDATION',
        'The password must have at least 10 characters, and at most 72 bytes.',
      );
    const { accounts, passwords, clock } = this.deps;
    const at = isoNow(clock);
    const user = {
      id: newId(),
      email,
      profile: {},
      role: 'admin',
      disabled: false,
      createdAt: at,
      updatedAt: at,
    } as const;
    const changes = { email: { from: null, to: email }, role: { from: null, to: user.role } };
    const made = await accounts.register({
      user,
      passwordHash: await passwords.hash(password.data),
      inviteHash: null,
      onlyFirst: false,
      effects: {
        events: [
          eventOf({ type: 'user.registered', actor: null, entityId: user.id, changes, metadata: HERE, at }),
        ],
        notifications: [],
      },
    });
    if (typeof made === 'string')
      throw new AppError(
        'EMAIL_TAKEN',
        `${email} has an account already. Use reset-password to get back in.`,
      );
    return made;
  }

  /** A link with which that person sets a new password. Throws VALIDATION and NOT_FOUND. */
  async resetPassword(givenEmail: string): Promise<MadeLink> {
    const email = emailOf(givenEmail);
    const { account } = await this.deps.accounts.findForLogin(email, '');
    if (!account) throw new AppError('NOT_FOUND', `Nobody has an account with the address ${email}.`);
    return this.deps.admin.reset(null, account.user.id, HERE);
  }
}

function emailOf(given: string): string {
  const email = Email.safeParse(given);
  if (email.success) return email.data;
  throw new AppError(
    'VALIDATION',
    given === ''
      ? 'There is no e-mail address. Give one with --email ada@example.org.'
      : `--email ${given.slice(0, 254)} is no e-mail address. It looks like ada@example.org.`,
  );
}
