import * as z from 'zod/mini';
import { issue } from './issues.ts';
import { Instant, LIMITS, PlainText, SECRET_LIKE, Secret, Uuid, like, utf8Length } from './primitives.ts';
import { defineRoute } from './route.ts';
import { Person, Profile, Role, User } from './users.ts';

/**
 * Accounts, sessions and links of a team. A personal workspace has none of these routes.
 * No answer with a token or a link in it is ever kept: none of them takes an Idempotency-Key.
 */

/** An address as accounts are found by it: trimmed, in lower case. Nobody has one under `.invalid` (RFC 2606). */
export const Email = z.string().check(
  z.trim(),
  z.toLowerCase(),
  z.maxLength(254),
  z.email(),
  z.refine((text) => !text.endsWith('.invalid'), issue({ code: 'NOT_EMAIL' })),
);

/** One password however a keyboard composes it. */
const Typed = PlainText.check(z.maxLength(1024), z.normalize('NFC'));

/** A password that is to be set. bcrypt reads 72 bytes and no more, so longer ones are refused instead of cut. */
export const NewPassword = Typed.check(
  z.refine(
    (text) => utf8Length(text) >= LIMITS.passwordMinBytes,
    issue({ code: 'TOO_SHORT', params: { count: LIMITS.passwordMinBytes } }),
  ),
  z.refine(
    (text) => utf8Length(text) <= LIMITS.passwordMaxBytes,
    issue({ code: 'TOO_MANY_BYTES', params: { bytes: LIMITS.passwordMaxBytes } }),
  ),
);

/** `sessionId.secret`. */
export const RefreshToken = z
  .string()
  .check(
    like(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[\w-]{43}$/,
      `01970000-0000-7000-8000-000000000000.${SECRET_LIKE}`,
    ),
  );

export const register = defineRoute({
  id: 'register',
  method: 'POST',
  base: 'api',
  serves: 'team',
  path: '/auth/register',
  access: 'anyone',
  summary: 'Make an account: where registration is open, or with an invitation for this address',
  body: z.object({
    email: Email,
    password: NewPassword,
    profile: z.optional(Profile),
    /** The token of an invitation's link. */
    invite: z.optional(Secret),
  }),
  status: 201,
  answer: User,
  errors: ['REGISTRATION_CLOSED', 'INVITE_INVALID', 'EMAIL_TAKEN', 'BUSY'],
});

export const CLIENT_KINDS = ['browser', 'app'] as const;

export const login = defineRoute({
  id: 'login',
  method: 'POST',
  base: 'api',
  serves: 'team',
  path: '/auth/login',
  access: 'anyone',
  summary: 'Sign in. A browser gets its refresh token as an HttpOnly cookie, an app in the answer',
  body: z.object({
    email: Email,
    password: Typed.check(z.minLength(1)),
    /** What the list of devices calls it. */
    device: z.optional(PlainText.check(z.trim(), z.minLength(1), z.maxLength(100))),
    client: z._default(z.enum(CLIENT_KINDS), 'browser'),
  }),
  status: 200,
  answer: z.object({
    accessToken: z.string(),
    /** Seconds. */
    expiresIn: z.int(),
    user: User,
    /** For `client: "app"` only. */
    refreshToken: z.optional(RefreshToken),
  }),
  errors: ['BAD_CREDENTIALS', 'ACCOUNT_DISABLED', 'BUSY', 'FOREIGN_ORIGIN'],
});

export const refresh = defineRoute({
  id: 'refresh',
  method: 'POST',
  base: 'api',
  serves: 'team',
  path: '/auth/refresh',
  access: 'anyone',
  summary:
    'A new access token. A browser sends its cookie and {}; an app its refresh token and `next`, the secret it has made and saved for the token after this one',
  body: z.union([
    z.object({ refreshToken: RefreshToken, next: Secret }),
    z.object({ refreshToken: z.optional(z.undefined()), next: z.optional(z.undefined()) }),
  ]),
  status: 200,
  answer: z.object({ accessToken: z.string(), expiresIn: z.int() }),
  errors: ['UNAUTHENTICATED', 'SESSION_ENDED', 'ACCOUNT_DISABLED'],
});

export const logout = defineRoute({
  id: 'logout',
  method: 'POST',
  base: 'api',
  serves: 'team',
  path: '/auth/logout',
  access: 'user',
  summary: 'End this session everywhere, its sockets too',
  status: 204,
  answer: null,
  errors: [],
});

export const changePassword = defineRoute({
  id: 'changePassword',
  method: 'POST',
  base: 'api',
  serves: 'team',
  relayed: true,
  path: '/auth/password',
  access: 'user',
  summary: 'Change the own password; every other session ends',
  body: z.object({ current: Typed.check(z.minLength(1)), next: NewPassword }),
  status: 204,
  answer: null,
  errors: ['BAD_CREDENTIALS', 'BUSY'],
});

export const resetPassword = defineRoute({
  id: 'resetPassword',
  method: 'POST',
  base: 'api',
  serves: 'team',
  path: '/auth/reset',
  access: 'anyone',
  summary: 'Set a new password by the link of an administrator; every session ends',
  body: z.object({ token: Secret, next: NewPassword }),
  status: 204,
  answer: null,
  errors: ['LINK_INVALID', 'BUSY'],
});

/** A device that is signed in. */
export const Session = z
  .object({
    id: Uuid,
    kind: z.enum(CLIENT_KINDS),
    device: z.nullable(z.string()),
    userAgent: z.nullable(z.string()),
    ipAddress: z.nullable(z.string()),
    createdAt: Instant,
    /** When it last got a new access token. */
    seenAt: Instant,
    expiresAt: Instant,
    /** Whether it is the one that asks. */
    current: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'Session' });
export type Session = z.infer<typeof Session>;

export const listSessions = defineRoute({
  id: 'listSessions',
  method: 'GET',
  base: 'api',
  serves: 'team',
  relayed: true,
  path: '/auth/sessions',
  access: 'user',
  summary: 'The own devices that are signed in, last seen first',
  status: 200,
  answer: z.object({ items: z.array(Session) }),
  errors: [],
});

export const endSession = defineRoute({
  id: 'endSession',
  method: 'DELETE',
  base: 'api',
  serves: 'team',
  relayed: true,
  path: '/auth/sessions/{id}',
  access: 'user',
  summary: 'Sign one of the own devices out',
  params: z.object({ id: Uuid }),
  status: 204,
  answer: null,
  errors: [],
});

export const updateUser = defineRoute({
  id: 'updateUser',
  method: 'PATCH',
  base: 'api',
  serves: 'team',
  relayed: true,
  path: '/users/{id}',
  access: 'admin',
  summary: 'Change a role, disable or enable an account; what is absent stays',
  params: z.object({ id: Uuid }),
  body: z.object({ role: z.optional(Role), disabled: z.optional(z.boolean()) }),
  status: 200,
  answer: User,
  errors: ['LAST_ADMIN'],
});

const MadeLink = z.object({
  /** Shown once: only its hash is kept. */
  url: z.string(),
  expiresAt: Instant,
});

export const inviteUser = defineRoute({
  id: 'inviteUser',
  method: 'POST',
  base: 'api',
  serves: 'team',
  relayed: true,
  path: '/users/invite',
  access: 'admin',
  summary: 'A link with which one address makes an account within 7 days; an older one for it ends',
  body: z.object({ email: Email, role: z._default(Role, 'user') }),
  status: 201,
  answer: MadeLink,
  errors: ['REGISTRATION_CLOSED', 'EMAIL_TAKEN'],
});

export const resetUser = defineRoute({
  id: 'resetUser',
  method: 'POST',
  base: 'api',
  serves: 'team',
  relayed: true,
  path: '/users/{id}/reset',
  access: 'admin',
  summary: 'A link with which a person sets a new password within 24 h; an older one ends',
  params: z.object({ id: Uuid }),
  status: 201,
  answer: MadeLink,
  errors: [],
});

export const listInvites = defineRoute({
  id: 'listInvites',
  method: 'GET',
  base: 'api',
  serves: 'team',
  relayed: true,
  path: '/users/invites',
  access: 'admin',
  summary: 'Invitations that can still be used, newest first',
  status: 200,
  answer: z.object({
    items: z.array(
      z.object({ id: Uuid, email: z.string(), role: Role, by: z.nullable(Person), expiresAt: Instant }),
    ),
  }),
  errors: [],
});

export const revokeInvite = defineRoute({
  id: 'revokeInvite',
  method: 'DELETE',
  base: 'api',
  serves: 'team',
  relayed: true,
  path: '/users/invites/{id}',
  access: 'admin',
  summary: 'Take an invitation back',
  params: z.object({ id: Uuid }),
  status: 204,
  answer: null,
  errors: [],
});
