import type { KeyObject } from 'node:crypto';

/** A key with the name that it goes by in the header of what it signed. */
export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** Keys of access tokens. They change by adding one in front and taking the old one away 15 minutes later. */
export interface SigningKeys {
  /** Signs. */
  readonly current: SigningKey;
  /** Verifies; null: no key of that name. */
  find(kid: unknown): KeyObject | null;
}

/** What an access token says. Whether its session still lives, and with which role, it does not say. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly jti: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The claims of a payload that was verified; null when one is missing. */
export function claimsOf(payload: unknown): AccessClaims | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { sub, sid, jti, exp } = payload as Record<string, unknown>;
  if (typeof sub !== 'string' || typeof sid !== 'string' || typeof jti !== 'string') return null;
  return typeof exp === 'number' ? { userId: sub, sessionId: sid, jti, expiresAt: exp * 1000 } : null;
}
