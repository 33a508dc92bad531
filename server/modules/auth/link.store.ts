import type { Role } from '../../contract/users.ts';
import type { Effects } from '../../ports/effects.ts';

export type LinkKind = 'invite' | 'reset';

export interface NewLink {
  readonly id: string;
  readonly kind: LinkKind;
  readonly tokenHash: Buffer;
  readonly email: string;
  readonly role: Role;
  /** Whose password; null for an invitation. */
  readonly userId: string | null;
  /** The admin who made it, with whose role it ends; null: made at the server's own console. */
  readonly createdBy: string | null;
  readonly hours: number;
}

/** A link that can be used now. */
export interface Link {
  readonly id: string;
  readonly kind: LinkKind;
  readonly email: string;
  readonly role: Role;
  readonly userId: string | null;
  readonly createdBy: string | null;
  readonly expiresAt: string;
}

/**
 * Links that let somebody in. One can be used while it is neither used, revoked nor expired, and who made it is an active
 * admin. Using one up is part of what it allows (account.store.ts).
 */
export interface LinkStore {
  /** Revokes older ones of its kind for that address. When it expires. */
  make(link: NewLink, effects: Effects): Promise<string>;
  find(kind: LinkKind, tokenHash: Buffer): Promise<Link | null>;
  /** Invitations, newest first. */
  invites(): Promise<readonly Link[]>;
  /** False: no invitation of that id that could be used. */
  revoke(id: string, effects: Effects): Promise<boolean>;
}
