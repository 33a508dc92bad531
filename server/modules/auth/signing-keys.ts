import { createSecretKey, type KeyObject } from 'node:crypto';
import type { SigningKeys } from '../../ports/access-token.ts';
import type { SigningKeyStore, StoredKey } from './signing-key.store.ts';

/** Key objects once, not a string at each signature: deriving one from a string costs more than signing. */
export function signingKeys(stored: readonly StoredKey[]): SigningKeys {
  const keys = stored.map(({ kid, secret }) => ({ kid, key: createSecretKey(secret) }));
  const byKid = new Map<unknown, KeyObject>(keys.map(({ kid, key }) => [kid, key]));
  const current = keys[0];
  if (!current) throw new Error('A team needs at least one signing key.');
  return { current, find: (kid) => byKid.get(kid) ?? null };
}

/** Keys of access tokens: those of the configuration, else the team's own. */
export const accessKeys = async (
  store: SigningKeyStore,
  configured: readonly StoredKey[] | null,
): Promise<SigningKeys> => signingKeys(configured ?? (await store.all('access')));

/** The key from which browsers' successors are made. */
export const browserKey = async (store: SigningKeyStore): Promise<KeyObject> =>
  signingKeys(await store.all('browser')).current.key;
