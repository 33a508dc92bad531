import type { Role } from '../contract/users.ts';

/** Who acts, as policies need it. */
export interface Actor {
  readonly id: string;
  readonly role: Role;
  /** The session of a team that the request came in; absent where the launch key is the sign-in. */
  readonly sessionId?: string;
  /** The `jti` of the access token that it came with. */
  readonly tokenId?: string;
}

/** What a request says about itself; kept with the events that it causes. */
export interface RequestMetadata {
  /** Links everything that one request did; null for what the server does by itself. */
  readonly requestId: string | null;
  readonly userAgent?: string;
  readonly ipAddress?: string;
  readonly sessionId?: string;
}
