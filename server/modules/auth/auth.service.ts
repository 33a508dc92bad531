import { v4 as uuidv4 } from 'uuid';
import type { changePassword, login, register, resetPassword } from '../../contract/auth.ts';
import { LIMITS, utf8Length } from '../../contract/primitives.ts';
import type { Input } from '../../contract/route.ts';
import type { User } from '../../contract/users.ts';
import { AppError, because, notFound } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { placeOf } from '../../ports/address.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import { eventOf, type Act } from '../../ports/event.ts';
import { newId } from '../../ports/new-id.ts';
import type { AccessToken, AccessTokens } from './access-tokens.ts';
import type { AccountNews } from './account-news.ts';
import type { Account, AccountStore } from './account.store.ts';
import type { LinkStore } from './link.store.ts';
import type { LoginLimits } from './login-limits.ts';
import type { Passwords } from './passwords.ts';
import { hashOf, newSecret, tokenOf } from './secrets.ts';
import type { SessionStore } from './session.store.ts';

export type Registration = 'open' | 'invite' | 'closed';

export interface AuthDeps {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly links: LinkStore;
  readonly passwords: Passwords;
  readonly tokens: AccessTokens;
  readonly limits: LoginLimits;
  readonly news: AccountNews;
  readonly clock: Clock;
  readonly registration: () => Registration;
  /** Whether the first account may be made by anybody, and is an admin's: a team of databases that nobody is in yet. */
  readonly firstIsAdmin: boolean;
}

/** Who has signed in, with the refresh token, which the routes hand over in the form that its client can keep. */
export interface SignedIn extends AccessToken {
  readonly user: User;
  readonly refreshToken: string;
}

/** The id of nobody: failed logins are kept alike, whether there is such an account or not. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The same words whether the account or the password is wrong. */
const badCredentials = (): AppError =>
  new AppError('BAD_CREDENTIALS', 'The e-mail address or the password is not right.');

/** What happened, with nothing else than itself. */
const only = (act: Act) => ({ events: [eventOf(act)], notifications: [] });

/** Registering, signing in, and passwords. */
export class AuthService {
  constructor(private readonly deps: AuthDeps) {}

  async register(input: Input<typeof register>['body'], metadata: RequestMetadata): Promise<User> {
    const { accounts, links, passwords, limits, news, clock } = this.deps;
    const { email, password, profile = {}, invite } = input;
    const isFirst = this.deps.firstIsAdmin && (await accounts.isEmpty());
    const inviteHash = isFirst || invite === undefined ? null : hashOf(invite);
    if (!isFirst) this.#checkOpen(inviteHash !== null);
    const link = inviteHash && (await links.find('invite', inviteHash));
    if (inviteHash && link?.email !== email) throw inviteInvalid();
    if (!inviteHash) await limits.register(placeOf(metadata.ipAddress ?? ''));
    const passwordHash = await passwords.hash(password);
    const at = isoNow(clock);
    const role = isFirst ? 'admin' : (link?.role ?? 'user');
    const user = {
      id: newId(),
      email,
      profile,
      role,
      disabled: false,
      createdAt: at,
      updatedAt: at,
    } as const;
    const made = await accounts.register({
      user,
      passwordHash,
      inviteHash,
      onlyFirst: isFirst,
      effects: only({
        type: 'user.registered',
        actor: user,
        entityId: user.id,
        changes: { email: { from: null, to: email }, role: { from: null, to: role } },
        metadata,
        at,
      }),
    });
    if (made === 'email taken')
      throw new AppError('EMAIL_TAKEN', 'There is an account with this address already. Sign in instead.');
    if (made === 'not allowed') throw inviteHash ? inviteInvalid() : closed('invite');
    await news.person(made.id);
    return made;
  }

  async login(input: Input<typeof login>['body'], metadata: RequestMetadata): Promise<SignedIn> {
    const { accounts, limits } = this.deps;
    const place = placeOf(metadata.ipAddress ?? '');
    const { account, knownPlace } = await accounts.findForLogin(input.email, place);
    const attempt = await limits.begin(place, input.email, knownPlace);
    const isRight = await this.#compare(input.password, account?.passwordHash ?? null, attempt.forgive);
    if (!account || !isRight || account.user.disabled) await this.#failed(account, metadata);
    if (!account || !isRight) throw badCredentials();
    if (account.user.disabled)
      throw new AppError('ACCOUNT_DISABLED', 'This account is disabled. Ask an administrator of your team.');
    const signedIn = await this.#open(account, input, metadata, place);
    await attempt.succeed();
    return signedIn;
  }

  /** Every other session ends, and reset links end; this session goes on. Counts as a login. */
  async changePassword(
    actor: Actor,
    { current, next }: Input<typeof changePassword>['body'],
    metadata: RequestMetadata,
  ): Promise<void> {
    const { accounts, limits, passwords, news, clock } = this.deps;
    const place = placeOf(metadata.ipAddress ?? '');
    const { account, knownPlace } = await accounts.findForCheck(actor.id, place);
    if (!account) throw notFound();
    // Who holds a stolen token tries passwords from anywhere: the same three allowances as at the sign-in.
    const attempt = await limits.begin(place, account.user.email, knownPlace);
    const isRight = await this.#compare(current, account.passwordHash, attempt.forgive);
    if (!isRight) {
      await this.#failed(account, metadata);
      throw because('BAD_CREDENTIALS', { code: 'CURRENT_PASSWORD' });
    }
    await attempt.succeed();
    const toHash = await passwords.hash(next);
    const change = {
      userId: actor.id,
      fromHash: account.passwordHash,
      toHash,
      keep: actor.sessionId ?? null,
    };
    const ended = await accounts.setPassword(change, this.#passwordChanged(actor, metadata, isoNow(clock)));
    if (!ended) throw because('BAD_CREDENTIALS', { code: 'PASSWORD_CHANGED' });
    await news.ended(ended);
  }

  /** Every session ends; a disabled account stays disabled. */
  async resetPassword(
    { token, next }: Input<typeof resetPassword>['body'],
    metadata: RequestMetadata,
  ): Promise<void> {
    const { accounts, links, passwords, news, clock } = this.deps;
    const tokenHash = hashOf(token);
    const link = await links.find('reset', tokenHash);
    const invalid = new AppError(
      'LINK_INVALID',
      'This link has been used or is too old. Ask an administrator for a new one.',
    );
    if (!link?.userId) throw invalid;
    const toHash = await passwords.hash(next);
    const actor: Actor = { id: link.userId, role: 'user' };
    const effects = this.#passwordChanged(actor, metadata, isoNow(clock));
    const ended = await accounts.resetPassword(tokenHash, toHash, effects);
    if (!ended) throw invalid;
    await news.ended(ended);
  }

  #checkOpen(isInvited: boolean): void {
    const mode = this.deps.registration();
    if (mode === 'open' || (mode === 'invite' && isInvited)) return;
    throw closed(mode);
  }

  /** An attempt that nobody looked at (too many wait) is not held against anybody. */
  async #compare(password: string, hash: string | null, forgive: () => Promise<void>): Promise<boolean> {
    // No account has such a password, and bcrypt would take its first 72 bytes for the whole.
    if (utf8Length(password) > LIMITS.passwordMaxBytes) return false;
    try {
      return await this.deps.passwords.matches(password, hash);
    } catch (error) {
      await forgive();
      throw error;
    }
  }

  async #failed(account: Account | null, metadata: RequestMetadata): Promise<void> {
    await this.deps.accounts.record([
      eventOf({
        type: 'user.login_failed',
        actor: null,
        entityId: account?.user.id ?? NOBODY,
        changes: {},
        metadata,
        at: isoNow(this.deps.clock),
      }),
    ]);
  }

  async #open(
    { user, passwordHash }: Account,
    { client, device }: Input<typeof login>['body'],
    metadata: RequestMetadata,
    place: string,
  ): Promise<SignedIn> {
    const sessionId = uuidv4();
    const secret = newSecret();
    const { userAgent, ipAddress } = metadata;
    const session = {
      id: sessionId,
      userId: user.id,
      kind: client,
      secretHash: hashOf(secret),
      device: device ?? null,
      userAgent: userAgent ?? null,
      ipAddress: ipAddress ?? null,
      place: place || null,
    };
    const effects = only({
      type: 'user.login',
      actor: user,
      entityId: user.id,
      changes: {},
      metadata: { ...metadata, sessionId },
      at: isoNow(this.deps.clock),
    });
    // False: the password was changed or the account disabled while this one was compared.
    if (!(await this.deps.sessions.open(session, passwordHash, effects))) throw badCredentials();
    const access = this.deps.tokens.issue({ userId: user.id, sessionId });
    return { ...access, user, refreshToken: tokenOf({ sessionId, secret }) };
  }

  #passwordChanged(actor: Actor, metadata: RequestMetadata, at: string) {
    return only({
      type: 'user.password_changed',
      actor,
      entityId: actor.id,
      changes: {},
      metadata,
      at,
    });
  }
}

const inviteInvalid = (): AppError =>
  new AppError(
    'INVITE_INVALID',
    'This invitation does not fit this address, has been used or is too old. Ask for a new one.',
  );

const closed = (mode: Registration): AppError =>
  mode === 'closed'
    ? because('REGISTRATION_CLOSED', { code: 'NO_NEW_ACCOUNTS' })
    : new AppError(
        'REGISTRATION_CLOSED',
        'New accounts are made by invitation here. Ask an administrator of your team.',
      );
