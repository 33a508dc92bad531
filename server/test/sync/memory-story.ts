import type { TaskRecord } from '../../contract/tasks.ts';
import type { Role, User } from '../../contract/users.ts';
import type { TeamConnection } from '../../workspaces/replica/team-connection.ts';
import { MemoryDisk } from './disks.ts';
import { MemoryTeam } from './memory-team.ts';
import type { StoryPorts, StoryTeam } from './story.ts';

const PEOPLE = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);

/** A team of a story in memory. */
export class MemoryStoryTeam implements StoryTeam {
  readonly people = PEOPLE;
  readonly #team = new MemoryTeam();
  readonly #titles = new Set<string>();
  #saved: ReturnType<MemoryTeam['save']> | null = null;

  constructor() {
    for (const [index, id] of PEOPLE.entries()) this.#team.addUser(id, index === 0 ? 'admin' : 'user');
    this.#team.listeners.add(() => {
      for (const { title } of this.#team.tasks.values()) this.#titles.add(title);
    });
  }

  role(userId: string): Role {
    return this.#user(userId).role;
  }

  connect(userId: string): TeamConnection {
    return this.#team.connect(userId);
  }

  setRole(userId: string, role: Role): Promise<void> {
    this.#team.users.set(userId, { ...this.#user(userId), role });
    return Promise.resolve();
  }

  purge(id: string): Promise<void> {
    this.#team.purge(id);
    return Promise.resolve();
  }

  save(): void {
    this.#saved = this.#team.save();
  }

  restore(isNoticed: boolean): void {
    if (!this.#saved) return;
    this.#team.restore(this.#saved, isNoticed);
    // What it forgot, it does again.
    this.#team.applied.clear();
  }

  tasks(): Promise<readonly TaskRecord[]> {
    return Promise.resolve([...this.#team.tasks.values()]);
  }

  titles(): Promise<string> {
    return Promise.resolve([...this.#titles].join('\n'));
  }

  twice(): Promise<readonly string[]> {
    const often = [...this.#team.applied].filter(([, times]) => times !== 1);
    return Promise.resolve(often.map(([opId, times]) => `${opId} was applied ${times} times`));
  }

  #user(id: string): User {
    return this.#team.users.get(id) as User;
  }
}

/** No time passes; somebody is killed after some turns of the loop. */
export const IN_MEMORY: StoryPorts = {
  disk: () => new MemoryDisk(),
  moment: async (which) => {
    for (let turn = 0; turn < which * 8; turn++)
      await (turn % 16 === 15 ? new Promise(setImmediate) : Promise.resolve());
  },
};
