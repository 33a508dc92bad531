/** How long a replica waits for what; milliseconds. Tests bring their own. */
export interface Intervals {
  /** Until the next pull while the team has committed changes that it could not show yet. */
  readonly pending: readonly number[];
  /** Until the next pull where no news come, and where they do. */
  readonly poll: number;
  readonly quiet: number;
  /** Until the next try when the team could not be reached. */
  readonly retry: readonly number[];
  /** Until the next try when the team said that it was asked too much. */
  readonly limited: number;
}

export const INTERVALS: Intervals = {
  pending: [20, 50, 100, 200, 500, 1_000, 2_000, 5_000],
  poll: 30_000,
  quiet: 300_000,
  retry: [1_000, 2_000, 4_000, 8_000, 16_000, 30_000],
  limited: 10_000,
};

/** The step after so many tries; the last one stays. */
export const stepOf = (steps: readonly number[], tries: number): number =>
  steps[Math.min(tries, steps.length - 1)] ?? 0;

/** Up to a quarter more or less, so that those who lost the same team do not come back at once. */
export const jittered = (ms: number, random: () => number): number => Math.round(ms * (0.75 + random() / 2));
