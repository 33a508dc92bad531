/** What windows keep for themselves, for each user. Values are any JSON. */
export interface StateStore {
  /** undefined: no such key. */
  get(userId: string, key: string): Promise<unknown>;
  put(userId: string, key: string, value: unknown): Promise<void>;
  delete(userId: string, key: string): Promise<void>;
  /** Keys with the bytes of their values as JSON. */
  usage(userId: string): Promise<ReadonlyMap<string, number>>;
  all(userId: string): Promise<ReadonlyMap<string, unknown>>;
}
