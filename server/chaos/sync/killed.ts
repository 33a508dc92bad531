import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { listWorkspaces, type WorkspaceItem } from '../../contract/app.ts';
import { addWorkspace, reconnect } from '../../contract/joining.ts';
import { listQueue } from '../../contract/queue.ts';
import { createTask, getTask, updateTask, type Task } from '../../contract/tasks.ts';
import { random } from '../../seed/tasks.ts';
import { ServerProcess } from '../../test/process.ts';
import { FaultyProxy } from '../../../build/test-services/proxy.ts';
import { PASSWORD } from '../../test/team/serve-team.ts';
import { tally, type Tally } from '../history.ts';
import { join, portOf, told, type SyncTeam } from './team.ts';

const PATIENCE_MS = 60_000;
const CHANGES = 20;

/** An app as a process, on a folder that stays, with one workspace of a team. */
class KilledApp {
  #process: ServerProcess | null = null;
  #id = '';

  constructor(
    private readonly folder: string,
    private readonly entry: string,
  ) {}

  async start(): Promise<void> {
    this.#process = await ServerProcess.start(this.entry, this.folder);
  }

  async join(url: string, email: string): Promise<void> {
    const body = { kind: 'team', url, email, password: PASSWORD } as const;
    ({ id: this.#id } = await this.#server.call(addWorkspace, { body }));
  }

  kill(): Promise<unknown> {
    return this.#server.end('SIGKILL');
  }

  async end(): Promise<void> {
    await this.#process?.end('SIGTERM');
  }

  create(title: string): Promise<Task> {
    return this.#server.of(`/w/${this.#id}`)(createTask, { body: { title } });
  }

  async rename(id: string, title: string): Promise<Task> {
    const call = this.#server.of(`/w/${this.#id}`);
    const { version } = await call(getTask, { params: { id } });
    return call(updateTask, { params: { id }, body: { title, version } });
  }

  async waiting(): Promise<readonly string[]> {
    const { items } = await this.#server.call(listQueue, { params: { id: this.#id } });
    return items.map(({ title }) => title);
  }

  reconnect(): Promise<WorkspaceItem> {
    return this.#server.call(reconnect, { params: { id: this.#id } });
  }

  /** Until nothing waits; answers how it is then, or in the end. */
  async synced(): Promise<WorkspaceItem['status'] | undefined> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const { items } = await this.#server.call(listWorkspaces, {});
      const status = items.find(({ id }) => id === this.#id)?.status;
      if ((status?.state === 'synced' && status.waiting === 0) || performance.now() > end) return status;
      await wait(50);
    }
  }

  get #server(): ServerProcess {
    if (!this.#process) throw new Error('not started');
    return this.#process;
  }
}

/** Lines of an app's log that say an error nobody caught. */
async function uncaught(folder: string): Promise<number> {
  const logs = path.join(folder, 'logs');
  const texts = await Promise.all(
    (await readdir(logs)).map((name) => readFile(path.join(logs, name), 'utf8')),
  );
  return texts.flatMap((text) => text.split('\n')).filter((line) => /unhandled|uncaught/i.test(line)).length;
}

/** Twenty changes with no network; answers the titles that the tasks have in the end. */
async function change(
  app: KilledApp,
  old: readonly Task[],
  draw: () => number,
  run: number,
): Promise<Task[]> {
  const tasks = [...old];
  for (let n = 0; n < CHANGES; n++) {
    const title = `run ${run}, change ${n}`;
    const at = Math.floor(draw() * tasks.length * 2);
    const task = tasks[at];
    if (task) tasks[at] = await app.rename(task.id, title);
    else tasks.push(await app.create(title));
  }
  return tasks;
}

/**
 * Twenty changes with no network, kill -9, a start with no network, then the network: each is on the team once. Every other
 * time the app is killed again while it sends. `entry`: the built server.
 */
export async function killOffline(
  team: SyncTeam,
  { times, seed, entry }: { readonly times: number; readonly seed: number; readonly entry: string },
): Promise<Tally> {
  const total = tally();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'taskflow-killed-'));
  const network = await FaultyProxy.start(portOf(team.server.origin));
  const [person] = await join(team, 1);
  if (!person) throw new Error('nobody joined');
  const app = new KilledApp(folder, entry);
  const draw = random(seed);
  const wrong: string[] = [];
  const comesToRest = async (when: string): Promise<void> => {
    const status = await app.synced();
    if (status?.state !== 'synced') wrong.push(`${when}: ${JSON.stringify(status)}`);
  };
  try {
    await app.start();
    await app.join(`http://127.0.0.1:${network.port}`, person.email);
    let tasks: Task[] = [];
    for (let run = 0; run < times; run++) {
      network.turn({ refuses: true });
      network.cut('reset');
      const before = new Map(tasks.map(({ id, title }) => [id, title]));
      tasks = await change(app, tasks, draw, run);
      await app.kill();
      await app.start();
      const queue = await app.waiting();
      const missing = tasks.filter(({ id, title }) => before.get(id) !== title && !queue.includes(title));
      wrong.push(...missing.map(({ title }) => `not in the queue after the start: ${title}`));
      network.turn();
      await app.reconnect();
      if (run % 2 === 1) {
        await wait(draw() * 150);
        await app.kill();
        await app.start();
      }
      await comesToRest(`run ${run}`);
      const there = new Map((await team.truth.tasks([person.id])).map(({ id, title }) => [id, title]));
      const lost = tasks.filter(({ id, title }) => there.get(id) !== title).map(({ title }) => title);
      total.lost += told('killed, lost', lost);
      if (there.size !== tasks.length) wrong.push(`run ${run}: the team has ${there.size} tasks`);
      total.acknowledged += CHANGES;
      total.runs++;
    }
    total.twice = told('killed, twice', await team.truth.twice([person.id]));
    total.diverged = told('killed', wrong);
    total.unhandled = await uncaught(folder);
    return total;
  } finally {
    await app.end();
    await network.close();
    await rm(folder, { recursive: true, force: true });
  }
}
