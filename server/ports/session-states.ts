import type { Role } from '../contract/users.ts';

/** What a request needs to know of the session it comes in. The role is read here, never from a token. */
export interface SessionState {
  readonly userId: string;
  readonly role: Role;
}

/** Whether a session is alive and whose it is: at most 15 s old, at once where it was ended by this server. */
export interface SessionStates {
  /** Null: ended, expired, or its account is disabled. Throws STORE_UNAVAILABLE when nobody can say. */
  get(sessionId: string): Promise<SessionState | null>;
  /** These sessions have ended; tells the other servers where that is possible. Never throws. */
  ended(sessionIds: readonly string[]): Promise<void>;
  /** Role or `disabled` of a user changed: what is remembered of their sessions is forgotten here and elsewhere. */
  changed(userId: string): Promise<void>;
}
