import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { claimsOf, type AccessClaims, type SigningKeys } from '../../ports/access-token.ts';
import type { Clock } from '../../ports/clock.ts';

/** Seconds that an access token lives. */
export const ACCESS_SECONDS = 15 * 60;

export interface AccessToken {
  readonly accessToken: string;
  readonly expiresIn: number;
}

/** Makes access tokens, and reads them where there is no HTTP request (http/bearer.ts does for those). */
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly issuer: string,
    private readonly clock: Clock,
  ) {}

  issue({ userId, sessionId }: { userId: string; sessionId: string }): AccessToken {
    const { kid, key } = this.keys.current;
    const iat = Math.floor(this.clock.now() / 1000);
    const claims = { sub: userId, sid: sessionId, jti: randomUUID(), iat, iss: this.issuer };
    const accessToken = jwt.sign(claims, key, {
      algorithm: 'HS256',
      keyid: kid,
      expiresIn: ACCESS_SECONDS,
    });
    return { accessToken, expiresIn: ACCESS_SECONDS };
  }

  /** Null: not one of ours, or expired. */
  read(token: string): AccessClaims | null {
    try {
      const kid = jwt.decode(token, { complete: true })?.header.kid;
      const key = this.keys.find(kid);
      if (!key) return null;
      const claims = jwt.verify(token, key, {
        algorithms: ['HS256'],
        issuer: this.issuer,
        clockTimestamp: Math.floor(this.clock.now() / 1000),
      });
      return claimsOf(claims);
    } catch {
      return null;
    }
  }
}
