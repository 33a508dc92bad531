/** What is left of an allowance. */
export interface LimitState {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until it is whole again. */
  readonly resetIn: number;
}

/** One allowance of points in a window of time, for each key. Shared by servers where a cache is there, else by process. */
export interface Limit {
  /** Takes points, or gives some back (a negative number); what goes beyond the limit is not allowed. Never throws, answers within 250 ms. */
  take(key: string, points?: number): Promise<LimitState>;
  /** Looks without taking. */
  look(key: string): Promise<LimitState>;
  /** Gives everything back: after a login that succeeded. */
  reset(key: string): Promise<void>;
}
