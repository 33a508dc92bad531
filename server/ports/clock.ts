/** The time, so that tests can set it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** An instant as the stores keep it. */
export const isoNow = (clock: Clock): string => new Date(clock.now()).toISOString();
