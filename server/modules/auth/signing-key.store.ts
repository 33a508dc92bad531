export type KeyPurpose = 'access' | 'browser';

export interface StoredKey {
  readonly kid: string;
  readonly secret: Buffer;
}

/** Keys that all servers of a team share, kept in its database. */
export interface SigningKeyStore {
  /** Newest first; makes the first one, of which there is only one however many servers ask at once. */
  all(purpose: KeyPurpose): Promise<readonly StoredKey[]>;
}
