import type { Session } from '../../contract/auth.ts';
import type { Role } from '../../contract/users.ts';
import type { Effects } from '../../ports/effects.ts';
import type { SessionState } from '../../ports/session-states.ts';

export type ClientKind = Session['kind'];

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly kind: ClientKind;
  readonly secretHash: Buffer;
  readonly device: string | null;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  /** What is remembered as a place that this account signed in from; null: nothing. */
  readonly place: string | null;
}

/** One attempt to go from a secret to the next, by their hashes. */
export interface Rotation {
  readonly sessionId: string;
  readonly kind: ClientKind;
  readonly presented: Buffer;
  readonly next: Buffer;
  readonly ipAddress: string | null;
}

/** What decides about a secret that is not the current one. */
export interface SessionSecrets {
  readonly userId: string;
  readonly role: Role;
  readonly kind: ClientKind;
  /** Not ended, not expired, its account enabled. */
  readonly alive: boolean;
  /** Whether its account is disabled. */
  readonly disabled: boolean;
  readonly currentHash: Buffer;
  readonly previousHash: Buffer | null;
  /** Milliseconds since the current secret replaced the previous one. */
  readonly rotatedFor: number;
}

/** Devices that are signed in. Times are the database's own. */
export interface SessionStore {
  /** False, and nothing is kept: the account has another password by now, or is disabled. */
  open(session: NewSession, passwordHash: string, effects: Effects): Promise<boolean>;
  /** One compare-and-set: whose session it is where `presented` was its current secret, else null. */
  rotate(rotation: Rotation): Promise<SessionState | null>;
  /** Null: no such session. */
  secrets(sessionId: string): Promise<SessionSecrets | null>;
  /** Ends a session as long as `currentHash` is its secret: false when it has rotated or ended meanwhile. */
  endIfCurrent(sessionId: string, currentHash: Buffer, effects: Effects): Promise<boolean>;
  /** False: no living session of that user. */
  end(sessionId: string, userId: string, effects: Effects): Promise<boolean>;
  /** Living ones, last seen first. */
  list(userId: string): Promise<readonly Omit<Session, 'current'>[]>;
  /** The states of those that are alive, in one statement; who is missing has ended, expired, or is disabled. */
  read(sessionIds: readonly string[]): Promise<ReadonlyMap<string, SessionState>>;
}
