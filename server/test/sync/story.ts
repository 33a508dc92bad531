import fc from 'fast-check';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { Role } from '../../contract/users.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TeamConnection } from '../../workspaces/replica/team-connection.ts';
import type { Disk } from './disks.ts';

const ACTS = [
  'create',
  'create',
  'create',
  'title',
  'title',
  'title',
  'status',
  'due',
  'trash',
  'untrash',
  'rank',
  'assign',
  'assign',
  'push',
  'push',
  'push',
  'pull',
  'pull',
  'sync',
  'sync',
  'sync',
  'sync',
  'fault',
  'back',
  'kill',
  'kill',
  'purge',
  'role',
  'save',
  'restore',
] as const;

const MOST_PEOPLE = 5;

const step = fc.record({
  who: fc.nat({ max: MOST_PEOPLE - 1 }),
  act: fc.constantFrom(...ACTS),
  which: fc.nat({ max: 30 }),
});
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Some people, and what they do one after another, each on a device of their own. */
export interface Story {
  readonly people: number;
  /** Things on a page of the feed. */
  readonly page: number;
  readonly steps: readonly Step[];
}

/** Stories of up to so many steps. */
export const storyOf = (steps: number): fc.Arbitrary<Story> =>
  fc.record({
    people: fc.integer({ min: 2, max: MOST_PEOPLE }),
    page: fc.constantFrom(2, 5, 500),
    steps: fc.array(step, { minLength: 10, maxLength: steps, size: 'max' }),
  });

/** The team of a story: what is done there past all devices, and what became of everything. */
export interface StoryTeam {
  /** Accounts that have nothing yet; the first administrates. */
  readonly people: readonly string[];
  role(userId: string): Role;
  connect(userId: string): TeamConnection;
  setRole(userId: string, role: Role): Promise<void>;
  purge(id: string): Promise<void>;
  /** Keeps what is there for `restore`, where this team can be restored. */
  save(): void;
  restore(isNoticed: boolean): void;
  /** Every task that is there, in the trash too. */
  tasks(): Promise<readonly TaskRecord[]>;
  /** All that was ever a task's title there, as text: what is only in the history of a conflict is not. */
  titles(): Promise<string>;
  /** What was applied more often than once. */
  twice(): Promise<readonly string[]>;
}

export interface StoryPorts {
  readonly disk: () => Disk;
  /** Of each person's device. */
  readonly clock?: (person: number) => Clock;
  /** Until a moment in the midst of something, the later the larger `which`. */
  readonly moment: (which: number) => Promise<void>;
  /** What ids and texts are made of: the same ones again with the same salt. */
  readonly salt?: string;
}

/** What a story came to; what was compared, and what should not be. */
export interface Outcome {
  readonly checked: number;
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  readonly diverged: readonly string[];
  readonly leaked: readonly string[];
  /** What each person sees, conflicts among it, for comparing two tellings of one story. */
  readonly sights: readonly unknown[];
}
