import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { Role } from '../../contract/users.ts';
import { systemClock, type Clock } from '../../ports/clock.ts';
import { systemTimer } from '../../ports/timer.ts';
import { FolderDisk } from '../../test/sync/disks.ts';
import { IN_MEMORY, MemoryStoryTeam } from '../../test/sync/memory-story.ts';
import { storyOf, type Outcome, type Story, type StoryPorts, type StoryTeam } from '../../test/sync/story.ts';
import { tell } from '../../test/sync/telling.ts';
import type { Person } from '../../test/team/serve-team.ts';
import { HttpTeam } from '../../workspaces/replica/http-team.ts';
import { keepSession } from '../../workspaces/replica/session-tokens.ts';
import type { TeamConnection } from '../../workspaces/replica/team-connection.ts';
import { MemorySecrets } from '../../workspaces/secrets/memory-secrets.ts';
import { tally, type Tally } from '../history.ts';
import { join, told, type SyncTeam } from './team.ts';

const KEY = 'story';
/** Stories that are made up before they are told. */
const AT_ONCE = 500;

/** A team of a story on real stores, asked over HTTP. */
class RealStoryTeam implements StoryTeam {
  readonly people: readonly string[];
  readonly #secrets = new Map<string, MemorySecrets>();
  readonly #roles = new Map<string, Role>();

  private constructor(
    private readonly team: SyncTeam,
    private readonly members: readonly Person[],
  ) {
    this.people = members.map(({ id }) => id);
  }

  static async on(team: SyncTeam): Promise<RealStoryTeam> {
    const made = new RealStoryTeam(team, await join(team, 5));
    for (const { id, refreshToken } of made.members) {
      const secrets = new MemorySecrets();
      await keepSession(secrets, KEY, refreshToken);
      made.#secrets.set(id, secrets);
    }
    return made;
  }

  /** As if nothing had ever been told here. */
  async begin(): Promise<void> {
    await this.team.truth.forget();
    for (const [index, id] of this.people.entries()) {
      const role = index === 0 ? 'admin' : 'user';
      if (this.role(id) !== role) await this.setRole(id, role);
    }
  }

  role(userId: string): Role {
    return this.#roles.get(userId) ?? 'user';
  }

  connect(userId: string): TeamConnection {
    const secrets = this.#secrets.get(userId) as MemorySecrets;
    const { origin } = this.team.server;
    return new HttpTeam({ origin, secrets, key: KEY, clock: this.clockOf(userId), timer: systemTimer });
  }

  /** Of the next story. */
  clockOf: (userId: string) => Clock = () => systemClock;

  async setRole(userId: string, role: Role): Promise<void> {
    await this.#do('PATCH', `/users/${userId}`, { role });
    this.#roles.set(userId, role);
  }

  async purge(id: string): Promise<void> {
    const { owner } = this.team;
    await owner.request('DELETE', `/tasks/${id}`);
    await this.#do('DELETE', `/tasks/${id}/forever`);
  }

  save(): void {
    // Databases that are restored: restored.ts.
  }

  restore(): void {
    // As above.
  }

  tasks(): Promise<readonly TaskRecord[]> {
    return this.team.truth.tasks(this.people);
  }

  titles(): Promise<string> {
    return this.team.truth.titles(this.people);
  }

  twice(): Promise<readonly string[]> {
    return this.team.truth.twice(this.people);
  }

  async #do(method: string, route: string, body?: unknown): Promise<void> {
    const { status, text } = await this.team.owner.request(method, route, body);
    if (status >= 300) throw new Error(`${method} ${route}: ${text}`);
  }
}

/** Real files; somebody is killed some milliseconds into what they are at. */
const ON_FOLDERS: StoryPorts = { disk: () => new FolderDisk(), moment: (which) => wait(which) };

export interface StoriesRun {
  readonly times: number;
  readonly seed: number;
  /** At most, of each story. */
  readonly steps: number;
}

const sampled = ({ times, seed, steps }: StoriesRun): Story[] =>
  fc.sample(storyOf(steps), { numRuns: times, seed });

function counted(total: Tally, index: number, outcome: Outcome): void {
  const what = `story ${index}`;
  total.runs++;
  total.acknowledged += outcome.checked;
  total.lost += told(`${what}, lost`, outcome.lost);
  total.twice += told(`${what}, twice`, outcome.twice);
  total.diverged += told(`${what}, diverged`, outcome.diverged);
  total.leaked += told(`${what}, leaked`, outcome.leaked);
}

/** Two to five people edit the same tasks, offline and on, against real stores on both sides. */
export async function tellReal(team: SyncTeam, run: StoriesRun): Promise<Tally> {
  const total = tally();
  const place = await RealStoryTeam.on(team);
  for (const [index, one] of sampled(run).entries()) {
    await place.begin();
    counted(total, index, await tell(one, place, ON_FOLDERS));
  }
  return total;
}

/** The same in memory, and many more. */
export async function tellInMemory({ times, seed, steps }: StoriesRun): Promise<Tally> {
  const total = tally();
  for (let from = 0; from < times; from += AT_ONCE) {
    const some = sampled({ times: Math.min(AT_ONCE, times - from), seed: seed + from, steps });
    for (const [index, one] of some.entries())
      counted(total, from + index, await tell(one, new MemoryStoryTeam(), IN_MEMORY));
  }
  return total;
}

const HOUR = 3_600_000;
const OFF = [-HOUR, HOUR, 24 * HOUR, -24 * HOUR] as const;

/** An hour and a day off, in both directions; the last one runs backwards. */
function oddClock(person: number): Clock {
  const off = OFF[person];
  if (off !== undefined) return { now: () => Date.now() + off };
  const began = Date.now();
  return { now: () => 2 * began - Date.now() };
}

/** Each story told twice, the second time with clocks that are wrong: what comes of it is the same. */
export async function tellWithClocks(team: SyncTeam, run: StoriesRun): Promise<Tally> {
  const total = tally();
  const place = await RealStoryTeam.on(team);
  for (const [index, { steps, ...rest }] of sampled(run).entries()) {
    // The moment of a kill is another each time.
    const one = { ...rest, steps: steps.filter(({ act }) => act !== 'kill') };
    const ports = { ...ON_FOLDERS, salt: `${run.seed} ${index}` };
    place.clockOf = () => systemClock;
    await place.begin();
    const right = await tell(one, place, ports);
    place.clockOf = (userId) => oddClock(place.people.indexOf(userId));
    await place.begin();
    const wrong = await tell(one, place, { ...ports, clock: oddClock });
    counted(total, index, wrong);
    const [a, b] = [JSON.stringify(right.sights), JSON.stringify(wrong.sights)];
    if (a !== b) total.diverged += told(`story ${index}`, [`by right clocks ${a}, by wrong ones ${b}`]);
  }
  return total;
}
