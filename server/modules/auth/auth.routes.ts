import type { Context } from 'koa';
import * as contract from '../../contract/auth.ts';
import { AppError } from '../../errors.ts';
import { bind, type Bound } from '../../http/bind.ts';
import type { AccountAdminService } from './account-admin.service.ts';
import type { AuthService } from './auth.service.ts';
import { REFRESH_COOKIE, checkOrigin, cookiePolicy, refreshCookie, type Origins } from './refresh-cookie.ts';
import type { SessionService } from './session.service.ts';

export interface AuthRoutesDeps {
  readonly auth: AuthService;
  readonly sessions: SessionService;
  readonly admin: AccountAdminService;
  readonly origins: () => Origins;
}

/** Accounts, sessions and their administration. Tokens go to apps in the body and to browsers in a cookie, never both. */
export function authRoutes({ auth, sessions, admin, origins }: AuthRoutesDeps): Bound[] {
  const fromBrowser = (ctx: Context) => {
    const known = origins();
    checkOrigin(ctx.get('origin'), known);
    return cookiePolicy(known.own);
  };

  return [
    bind(contract.register, ({ body, metadata }) => auth.register(body, metadata)),
    bind(contract.login, async ({ body, metadata }, ctx) => {
      const policy = body.client === 'browser' ? fromBrowser(ctx) : null;
      const { refreshToken, ...answer } = await auth.login(body, metadata);
      if (!policy) return { ...answer, refreshToken };
      const replaced = ctx.cookies.get(policy.name);
      if (replaced) await sessions.endReplaced(replaced, metadata);
      ctx.append('set-cookie', refreshCookie(policy, refreshToken));
      return answer;
    }),
    bind(contract.refresh, async ({ body, metadata }, ctx) => {
      if (body.refreshToken !== undefined) return sessions.refreshApp(body, metadata);
      const policy = fromBrowser(ctx);
      const cookie = ctx.cookies.get(policy.name);
      if (!cookie) throw new AppError('UNAUTHENTICATED', 'You are not signed in. Sign in.');
      const { refreshToken, ...answer } = await sessions.refreshBrowser(cookie, metadata);
      ctx.append('set-cookie', refreshCookie(policy, refreshToken));
      return answer;
    }),
    bind(contract.logout, async ({ actor, metadata }, ctx) => {
      await sessions.logout(actor, metadata);
      if (ctx.get('cookie').includes(REFRESH_COOKIE))
        ctx.append('set-cookie', refreshCookie(cookiePolicy(origins().own), null));
    }),
    bind(contract.changePassword, ({ actor, body, metadata }) => auth.changePassword(actor, body, metadata)),
    bind(contract.resetPassword, ({ body, metadata }) => auth.resetPassword(body, metadata)),
    bind(contract.listSessions, async ({ actor }) => ({ items: await sessions.list(actor) })),
    bind(contract.endSession, ({ actor, params, metadata }) => sessions.end(actor, params.id, metadata)),
    bind(contract.updateUser, ({ actor, params, body, metadata }) =>
      admin.update(actor, params.id, body, metadata),
    ),
    bind(contract.inviteUser, ({ actor, body, metadata }) => admin.invite(actor, body, metadata)),
    bind(contract.listInvites, () => admin.invites()),
    bind(contract.revokeInvite, ({ actor, params, metadata }) =>
      admin.revokeInvite(actor, params.id, metadata),
    ),
    bind(contract.resetUser, ({ actor, params, metadata }) => admin.reset(actor, params.id, metadata)),
  ];
}
