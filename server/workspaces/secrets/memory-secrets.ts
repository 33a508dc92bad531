import type { SecretStore } from '../replica/secret-store.ts';

/** Until the app is closed, where the system has no keystore to trust a secret to. */
export class MemorySecrets implements SecretStore {
  readonly #secrets = new Map<string, string>();

  get(key: string): Promise<string | null> {
    return Promise.resolve(this.#secrets.get(key) ?? null);
  }

  set(key: string, secret: string): Promise<void> {
    this.#secrets.set(key, secret);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.#secrets.delete(key);
    return Promise.resolve();
  }
}
