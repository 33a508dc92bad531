import type { Role } from '../contract/users.ts';

/** What a request needs to know of the session it comes in. The role is read here, never from a token. */
export interface SessionState {
  readonly userId: string;
  readonly role: Role;
}

/** What a token says of itself: names the cached state and the token, and is trusted for nothing else. */
export interface TokenOfSession {
  readonly userId: string;
  readonly jti: string;
}

/** The truth about sessions. */
export interface SessionReader {
  /** The states of those that are alive, in one statement; who is missing has ended, expired, or is disabled. Throws STORE_UNAVAILABLE. */
  read(sessionIds: readonly string[]): Promise<ReadonlyMap<string, SessionState>>;
}

/** What one server tells the others: these sessions have ended, or role or `disabled` of this user changed. */
export type ToldOfSessions =
  | { readonly ended: readonly string[]; readonly changed?: never }
  | { readonly changed: string; readonly ended?: never };

/** Whether a session is alive and whose it is: at most 15 s old, at once where it was ended by this server. */
export interface SessionStates {
  /** Null: ended, expired, or its account is disabled. Throws STORE_UNAVAILABLE when nobody can say. */
  get(sessionId: string, token?: TokenOfSession): Promise<SessionState | null>;
  /** These sessions have ended (`token`: the one it was asked with); tells the others where that is possible. Never throws. */
  ended(sessionIds: readonly string[], token?: TokenOfSession): Promise<void>;
  /** Role or `disabled` of a user changed: what is remembered of their sessions is forgotten here and elsewhere. */
  changed(userId: string): Promise<void>;
  /** Hears what was told, by this server or by another, where that is possible. The answer ends it. */
  onTold(listener: (told: ToldOfSessions) => void): () => void;
}
