/** The most that one user may keep: keys, and bytes of all values as JSON in UTF-8. */
export interface StateLimits {
  readonly keys: number;
  readonly bytes: number;
}

/** The port of what windows keep for themselves, for each user. Values are any JSON and come back as they were. */
export interface StateStore {
  /** undefined: no such key. */
  get(userId: string, key: string): Promise<unknown>;
  /** `full`: with it there would be more than `most`; then the key keeps what it held. */
  put(userId: string, key: string, value: unknown, most: StateLimits): Promise<'done' | 'full'>;
  /** Also of a key that is not there. */
  delete(userId: string, key: string): Promise<void>;
  all(userId: string): Promise<ReadonlyMap<string, unknown>>;
}
