import type { User } from '../../contract/users.ts';
import type { EventRecord } from '../../contract/events.ts';
import type { Effects } from '../../ports/effects.ts';

/** A user with what is secret about them. It is read for one comparison and never cached. */
export interface Account {
  readonly user: User & { readonly email: string };
  readonly passwordHash: string;
}

/** What an act makes of an account; `user` the same as before: nothing is written. */
export interface Revision {
  readonly user: User;
  readonly effects: Effects;
  /** Whether it ends here: all sessions, and every link that this person made. */
  readonly endsSessions: boolean;
  readonly revokesLinks: boolean;
}

/** A password and what it was when the act began; `keep`: the one session that goes on. */
export interface PasswordChange {
  readonly userId: string;
  readonly fromHash: string;
  readonly toHash: string;
  readonly keep: string | null;
}

/** What became of a registration. */
export type Registered = User | 'email taken' | 'not allowed';

/** Accounts: people with a password. Each write is one transaction, effects included. */
export interface AccountStore {
  /** By email, with whether this place signed in to it within 30 days. */
  findForLogin(email: string, place: string): Promise<{ account: Account | null; knownPlace: boolean }>;
  /** The same by id, where somebody who is signed in shows the password once more. */
  findForCheck(userId: string, place: string): Promise<{ account: Account | null; knownPlace: boolean }>;
  find(userId: string): Promise<Account | null>;
  /** Whether nobody has an account yet. */
  isEmpty(): Promise<boolean>;
  /** Makes an account and uses the invitation up with it, where there is one. Other invitations for that address end. */
  register(request: {
    readonly user: User & { readonly email: string };
    readonly passwordHash: string;
    readonly inviteHash: Buffer | null;
    /** Only while nobody has an account. */
    readonly onlyFirst: boolean;
    readonly effects: Effects;
  }): Promise<Registered>;
  /**
   * Sets a password, ends the other sessions and what reset links there are. The ended sessions' ids, or null: another
   * change was faster.
   */
  setPassword(change: PasswordChange, effects: Effects): Promise<readonly string[] | null>;
  /** The same by a reset link, which it uses up; null: the link cannot be used any more. Enables nobody. */
  resetPassword(tokenHash: Buffer, toHash: string, effects: Effects): Promise<readonly string[] | null>;
  /**
   * Decides on what is so while nobody else decides: `decide` may throw, and then nothing is written. Null: nobody has this id.
   * `otherAdmins`: active ones besides this user.
   */
  revise(
    userId: string,
    decide: (user: User, otherAdmins: number) => Revision,
  ): Promise<{ readonly user: User; readonly endedSessions: readonly string[] } | null>;
  /** Keeps what happened where nothing was written: a login that failed. */
  record(events: readonly EventRecord[]): Promise<void>;
}
