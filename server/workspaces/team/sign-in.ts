import { hostname } from 'node:os';
import type * as z from 'zod/mini';
import { login, register, resetPassword } from '../../contract/auth.ts';
import { ApiError, type Call } from '../../contract/client.ts';
import type { addWorkspace } from '../../contract/joining.ts';
import { getServer } from '../../contract/server.ts';
import type { User } from '../../contract/users.ts';
import { because, type AppError } from '../../errors.ts';
import { parse } from '../../http/input.ts';

/** Who joins, and whether their account is to be made first. */
export type Account = Pick<z.output<typeof addWorkspace.body>, 'email' | 'password' | 'register'> & {
  /** A link's token, by which the password becomes this one. */
  readonly reset?: string | undefined;
};

/** A session at a team, as an app has it. */
export interface SignedIn {
  readonly user: User;
  readonly instanceId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

const DEVICE_CHARS = 100;

/** A try before may have done it: its answer was lost, or what came behind it failed. Then the sign-in says. */
const PERHAPS_DONE = new Set<string>(['EMAIL_TAKEN', 'INVITE_INVALID', 'LINK_INVALID']);

/**
 * Makes the account where that is wished, or its new password, and signs in. Rejects with ApiError as the team answers, and with VALIDATION
 * where the team would not even look at it.
 */
export async function signIn(call: Call, account: Account): Promise<SignedIn> {
  let refusal: ApiError | null = null;
  try {
    await prepare(call, account);
  } catch (error) {
    if (!(error instanceof ApiError && PERHAPS_DONE.has(error.code))) throw error;
    refusal = error;
  }
  const { instanceId } = await call(getServer, {});
  try {
    return { ...(await open(call, account)), instanceId };
  } catch (error) {
    throw refusal && error instanceof ApiError && error.code === 'BAD_CREDENTIALS' ? refusal : error;
  }
}

async function prepare(call: Call, { email, password, register: wishes, reset }: Account): Promise<void> {
  if (reset !== undefined) {
    const body = { token: reset, next: password };
    await call(resetPassword, { body: parse(resetPassword.body, body, 'account') as typeof body });
  }
  if (wishes) {
    const { firstName, lastName, invite } = wishes;
    const profile = { ...(firstName ? { firstName } : {}), ...(lastName ? { lastName } : {}) };
    const body = { email, password, profile, ...(invite ? { invite: tokenOf(invite) } : {}) };
    await call(register, { body: parse(register.body, body, 'account') as typeof body });
  }
}

async function open(call: Call, { email, password }: Account): Promise<Omit<SignedIn, 'instanceId'>> {
  const device = hostname().slice(0, DEVICE_CHARS) || 'TaskFlow';
  const { user, accessToken, refreshToken } = await call(login, {
    body: { email, password, client: 'app', device },
  });
  if (!refreshToken) throw new ApiError('INTERNAL', 502, 'The team gave no session.');
  return { user, accessToken, refreshToken };
}

/** An invitation as it is pasted: the link, or what stands behind its #. */
const tokenOf = (invite: string): string => invite.trim().replace(/^.*#/, '');

/** What only somebody who knows the password is told. */
export const wrongPerson = (): AppError => because('BAD_CREDENTIALS', { code: 'OTHER_ACCOUNT' });
