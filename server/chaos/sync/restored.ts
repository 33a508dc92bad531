import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { TestPostgres } from '../../../build/test-services/postgres.ts';
import { renewEpoch } from '../../adapters/team/postgres/epoch.ts';
import { contentOf } from '../../modules/replica/conflicts.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { random } from '../../seed/tasks.ts';
import { JoinedApp } from '../../test/team/joined-app.ts';
import { serveTeam, type Person, type TeamServer, type TeamStores } from '../../test/team/serve-team.ts';
import { tally, type Tally } from '../history.ts';
import { join, portOf, told, within, type SyncTeam } from './team.ts';
import { TeamTruth } from './truth.ts';

const PATIENCE_MS = 60_000;
const APPS = 3;

/** Keeps a copy of a team's database while no server runs on it, and puts it in its place again. */
export interface Copying {
  save(): Promise<void>;
  restore(): Promise<void>;
}

async function asOwner(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A copy in the same cluster, as a dump that is loaded into it again: somebody has to say so (`new-epoch`). */
export function copyingByDatabase(databaseUrl: string): Copying {
  const owner = new URL(databaseUrl);
  const name = owner.pathname.slice(1);
  owner.pathname = '/postgres';
  const saved = `${name}_saved`;
  return {
    save: () =>
      asOwner(
        owner.href,
        `DROP DATABASE IF EXISTS ${saved} WITH (FORCE)`,
        `CREATE DATABASE ${saved} TEMPLATE ${name}`,
      ),
    restore: async () => {
      await asOwner(
        owner.href,
        `DROP DATABASE ${name} WITH (FORCE)`,
        `ALTER DATABASE ${saved} RENAME TO ${name}`,
      );
      await renewEpoch({ url: databaseUrl, onError: () => undefined });
    },
  };
}

/** A copy of the cluster's folder, taken and put back while it is stopped; whoever does that says so, or does not. */
export function copyingByFolder(postgres: TestPostgres, databaseUrl: string, isSaid: boolean): Copying {
  const [data, copy] = [path.join(postgres.folder, 'data'), path.join(postgres.folder, 'copy')];
  const copied = async (from: string, to: string): Promise<void> => {
    await postgres.server.stop();
    await rm(to, { recursive: true, force: true });
    // With its owner: PostgreSQL runs under an account of its own where the tests run as root.
    const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the folder was not copied: ${stderr}`);
    await postgres.server.start();
  };
  return {
    save: () => copied(data, copy),
    restore: async () => {
      await copied(copy, data);
      if (isSaid) await renewEpoch({ url: databaseUrl, onError: () => undefined });
    },
  };
}

/** A team's server that is away while its databases are copied, and comes back where it was. */
class Hosted {
  #server: TeamServer | null = null;
  #port = 0;

  constructor(private readonly stores: TeamStores) {}

  get server(): TeamServer {
    if (!this.#server) throw new Error('the server is away');
    return this.#server;
  }

  async open(): Promise<void> {
    this.#server = await serveTeam({ ...this.stores, port: this.#port });
    this.#port = portOf(this.#server.origin);
  }

  async without(work: () => Promise<void>): Promise<void> {
    await this.close();
    await work();
    await this.open();
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.close();
  }
}

/** The apps of one team, and what is typed into them. */
class Restoring {
  /** By task: what each of them typed into it last, until somebody saw it and typed something else over it. */
  readonly typed = new Map<string, Map<number, string>>();
  #count = 0;

  constructor(
    readonly apps: readonly JoinedApp[],
    readonly people: readonly Person[],
    private readonly draw: () => number,
  ) {}

  /** Somebody makes or edits a task. */
  async act(): Promise<void> {
    const who = this.#below(this.apps.length);
    const app = this.apps[who] as JoinedApp;
    const title = `typed ${this.#count++} ${crypto.randomUUID()}`;
    const open = (await app.tasks()).filter(({ deletedAt }) => deletedAt === null);
    const task = open[this.#below(open.length * 2)];
    if (!task) {
      const assignee = this.people[this.#below(this.people.length + 2)];
      this.#note((await app.create(title, assignee?.id)).id, who, title);
      return;
    }
    const description = this.draw() < 0.3 ? { description: `more of ${title}` } : {};
    await app.edit(task.id, { title, ...description });
    this.#seen(task);
    this.#note(task.id, who, title);
  }

  /** Nothing waits, and whatever one of them sends last has come to the others. */
  async rests(truth: TeamTruth): Promise<readonly string[]> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      for (const app of this.apps)
        if (!(await within(PATIENCE_MS, app.synced()))) return [`an app stays ${app.replica.status.state}`];
      const wrong = await this.#differing(truth);
      if (wrong.length === 0 || performance.now() > end) return wrong;
      for (const app of this.apps) app.replica.reconnect();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What was typed last and is nowhere: not on the team, nor in anybody's conflicts. */
  async lost(truth: TeamTruth): Promise<readonly string[]> {
    const there = await truth.tasks(this.people.map(({ id }) => id));
    const conflicts = await Promise.all(this.apps.map((app) => app.replica.conflicts.list()));
    const kept = JSON.stringify([there, conflicts]);
    const titles = [...this.typed.values()].flatMap((texts) => [...texts.values()]);
    return titles.filter((title) => !kept.includes(title));
  }

  #note(id: string, who: number, title: string): void {
    const texts = this.typed.get(id) ?? new Map<number, string>();
    this.typed.set(id, texts.set(who, title));
  }

  /** What stands in a task that somebody types over is theirs to replace. */
  #seen({ id, title }: TaskRecord): void {
    const texts = this.typed.get(id);
    for (const [who, text] of texts ?? []) if (text === title) texts?.delete(who);
  }

  async #differing(truth: TeamTruth): Promise<readonly string[]> {
    const all = await truth.tasks(this.people.map(({ id }) => id));
    const wrong: string[] = [];
    for (const [index, app] of this.apps.entries()) {
      const id = this.people[index]?.id;
      const there = sightOf(all.filter((task) => task.creatorId === id || task.assigneeId === id));
      const here = sightOf(await app.tasks());
      if (here !== there) wrong.push(`app ${index} has ${here}, and there is ${there}`);
    }
    return wrong;
  }

  #below(count: number): number {
    return Math.floor(this.draw() * count);
  }
}

const sightOf = (tasks: readonly TaskRecord[]): string =>
  tasks
    .map((task) => JSON.stringify([task.id, task.deletedAt !== null, contentOf(task)]))
    .sort()
    .join('\n');

/**
 * Three apps of one team, whose databases are put back to before the last of their work, with edits waiting meanwhile: what
 * the restore took is offered, and all see the same. The team has nobody yet; its server is started here.
 */
export async function restoreUnderReplicas(
  stores: TeamStores,
  copying: Copying,
  seed: number,
): Promise<Tally> {
  const total = tally();
  const hosted = new Hosted(stores);
  await hosted.open();
  let truth = await TeamTruth.open(stores.databaseUrl);
  const apps: JoinedApp[] = [];
  try {
    const { server } = hosted;
    const team: SyncTeam = { server, owner: await server.admin(), truth };
    const people = await join(team, APPS);
    for (const person of people) apps.push(await JoinedApp.join(server.origin, person));
    for (const app of apps) await app.start();
    for (const app of apps) await app.synced();
    const draw = random(seed);
    const all = new Restoring(apps, people, draw);
    const work = async (acts: number): Promise<void> => {
      for (let n = 0; n < acts; n++) {
        await all.act();
        total.diverged += told('before the restore', await all.rests(truth));
      }
    };
    await work(4 + Math.floor(draw() * 6));
    const without = async (act: () => Promise<void>): Promise<void> => {
      await truth.close();
      await hosted.without(act);
      truth = await TeamTruth.open(stores.databaseUrl);
      for (const app of apps) app.replica.reconnect();
    };
    await without(() => copying.save());
    await work(2 + Math.floor(draw() * 8));
    await without(async () => {
      for (let n = Math.floor(draw() * 4); n > 0; n--) await all.act();
      await copying.restore();
    });
    // Their sessions were renewed since the copy was made.
    for (const [index, { email }] of people.entries())
      await apps[index]?.signedIn(await hosted.server.signIn(email));
    for (const app of apps) app.replica.reconnect();
    total.diverged += told('after the restore', await all.rests(truth));
    total.lost += told('after the restore, lost', await all.lost(truth));
    total.twice += told('after the restore, twice', await truth.twice(people.map(({ id }) => id)));
    total.diverged += told(
      'after the restore',
      apps.flatMap(({ errors }) => errors.map(String)),
    );
    total.acknowledged += all.typed.size;
    total.runs++;
    return total;
  } finally {
    for (const app of apps) await app.close();
    await truth.close();
    await hosted.close();
  }
}
