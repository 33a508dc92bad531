/** Where secrets lie: the keystore of the system, or a file that only this account reads. Keys are the workspaces' ids. */
export interface SecretStore {
  /** Null: there is none. */
  get(key: string): Promise<string | null>;
  /** Resolves when it is kept. */
  set(key: string, secret: string): Promise<void>;
  delete(key: string): Promise<void>;
}
