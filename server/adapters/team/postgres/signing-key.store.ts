import { randomBytes } from 'node:crypto';
import type { SigningKeyStore, StoredKey } from '../../../modules/auth/index.ts';
import type { KeyPurpose } from '../../../modules/auth/signing-key.store.ts';
import type { Database, Statement } from './database.ts';

/** Every server proposes the first key under the same name; one of them wins, and all read that one. */
const PROPOSE: Statement = {
  name: 'signing-key-propose',
  text: `INSERT INTO signing_keys (purpose, kid, secret) VALUES ($1, 'own-1', $2) ON CONFLICT DO NOTHING`,
};
const ALL: Statement = {
  name: 'signing-keys-all',
  text: `SELECT kid, secret FROM signing_keys WHERE purpose = $1 ORDER BY created_at DESC, kid DESC`,
};

/** Signing keys in PostgreSQL. */
export class PostgresSigningKeyStore implements SigningKeyStore {
  constructor(private readonly database: Database) {}

  async all(purpose: KeyPurpose): Promise<readonly StoredKey[]> {
    const known = await this.database.rows<StoredKey>(ALL, [purpose]);
    if (known.length > 0) return known;
    await this.database.rows(PROPOSE, [purpose, randomBytes(32)]);
    return this.database.rows<StoredKey>(ALL, [purpose]);
  }
}
