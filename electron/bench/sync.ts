import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext } from '@playwright/test';
import { FaultyProxy } from '../../build/test-services/proxy.ts';
import { listWorkspaces, updateSettings, type WorkspaceItem } from '../../server/contract/app.ts';
import { addWorkspace, reconnect } from '../../server/contract/joining.ts';
import { createTask, getTask, listTasks, updateTask, type Task } from '../../server/contract/tasks.ts';
import { exportTasks, importTasks } from '../../server/contract/transfer.ts';
import { App } from '../e2e/app.ts';
import { Team, type Member } from '../e2e/team.ts';
import { Figures, MB, cpuOf, fill, launch, memoryOf, now, painted, percentile } from './figures.ts';

/**
 * `npm run bench -- sync`: what joining a team costs. A team's server and two apps, each a process of its own, PostgreSQL
 * waiting for its disk as it does in use, and windows in Chromium. A person's act in one app is its request to its own server.
 * `--tasks N --queued N --rounds N` for a shorter look.
 */
const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '50000' },
    queued: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '200' },
  },
});
const [TASKS, QUEUED, ROUNDS] = [Number(values.tasks), Number(values.queued), Number(values.rounds)];
const IDLE_MS = 20_000;
/** Requests at once where many are made. */
const AT_ONCE = 16;
/** Of a call that may take long: an import of the whole team. */
const LONG_MS = 300_000;

/** An app, and the browser that holds its key: its link works once. */
interface Computer {
  readonly app: App;
  readonly context: BrowserContext;
}

class Bench {
  readonly figures = new Figures();
  readonly #apps: App[] = [];
  readonly #networks: FaultyProxy[] = [];

  constructor(
    private readonly team: Team,
    private readonly browser: Browser,
  ) {}

  async all(): Promise<void> {
    const [ada, noor] = [await this.team.member('Ada'), await this.team.member('Noor')];
    await this.#fillTeam(ada);
    const quiet = await this.#computer();
    const [adas, noors] = [await this.#computer(), await this.#computer()];
    const home = await this.#firstLoad(adas, ada);
    const network = await this.#network();
    const other = await this.#join(noors.app, noor, network.origin);
    await until(noors.app, other.id, 'synced');
    await this.#acrossScreens(adas, home, noors, other, noor);
    await this.#drain(noors.app, other, network, ada);
    await this.#idle(quiet.app, adas, home);
    await this.#switching(noors, other);
  }

  async close(): Promise<void> {
    for (const app of this.#apps) await app.remove();
    for (const network of this.#networks) await network.close();
  }

  /** 50,000 tasks: those of a personal workspace, exported and brought in by its administrator. */
  async #fillTeam(ada: Member): Promise<void> {
    const folder = await mkdtemp(path.join(tmpdir(), 'taskflow-bench-'));
    fill(folder, TASKS);
    const before = await App.start(folder);
    this.#apps.push(before);
    const content = String(await before.call(exportTasks, { query: { format: 'json' } }));
    await before.stop();
    const signal = AbortSignal.timeout(LONG_MS);
    const { created } = await ada.call(
      importTasks,
      { body: { format: 'taskflow', content, mode: 'merge' } },
      { signal },
    );
    if (created !== TASKS) throw new Error(`${created} tasks came to the team.`);
  }

  /** From the press of Join to rows on the screen, and until everything is here. */
  async #firstLoad({ app, context }: Computer, ada: Member): Promise<WorkspaceItem> {
    const page = await context.newPage();
    await page.goto(app.origin);
    const began = now();
    const item = await this.#join(app, ada, this.team.origin);
    await page.goto(`${app.origin}/in/${item.id}/tasks`);
    await page.getByRole('row').nth(10).waitFor();
    this.figures.add(
      `joining a team of ${said(TASKS)} tasks to rows on the screen`,
      now() - began,
      2_000,
      'ms',
    );
    const call = app.of(item.id);
    const asked: number[] = [];
    for (;;) {
      const sent = performance.now();
      const { total } = await call(listTasks, { query: { status: ['todo'], limit: 100 } });
      asked.push(performance.now() - sent);
      const { status } = await stateOf(app, item.id);
      if (total > 0 && status.state === 'synced' && !status.progress) break;
      await wait(100);
    }
    this.figures.add(`${said(TASKS)} tasks loaded for the first time`, (now() - began) / 1000, 60, 's');
    this.figures.add('a page of the list while they load, p95', percentile(asked, 0.95), null, 'ms');
    const { total } = await call(listTasks, { query: { limit: 1 } });
    process.stdout.write(`${total} of them are not in the trash\n`);
    await page.close();
    return item;
  }

  /** A change in one app, by its own server's API, until another person's window has painted it. */
  async #acrossScreens(
    { app: from }: Computer,
    home: WorkspaceItem,
    to: Computer,
    other: WorkspaceItem,
    noor: Member,
  ): Promise<void> {
    const call = from.of(home.id);
    let task = await call(createTask, { body: { title: 'Round 0', assigneeId: noor.user.id } });
    const page = await to.context.newPage();
    await page.goto(`${to.app.origin}/in/${other.id}/tasks`);
    await page.getByRole('row', { name: 'Round 0' }).click();
    // The compiler names functions with a helper that the page does not have.
    await page.evaluate('globalThis.__name = (of) => of');
    const took: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const title = `Round ${round}.`;
      const shown = painted(page, title);
      const sent = now();
      task = await call(updateTask, { params: { id: task.id }, body: { title, version: task.version } });
      took.push((await shown) - sent);
      await until(from, home.id, 'synced');
      task = await call(getTask, { params: { id: task.id } });
    }
    this.figures.add('a change in one app on another’s screen, p50', percentile(took, 0.5), null, 'ms');
    this.figures.add('a change in one app on another’s screen, p99', percentile(took, 0.99), 500, 'ms');
    await page.close();
  }

  /** New tasks, then edits of them, made without a network; from its return until the team has them all. */
  async #drain(app: App, item: WorkspaceItem, network: FaultyProxy, ada: Member): Promise<void> {
    const call = app.of(item.id);
    const totalOf = async (): Promise<number> =>
      (await ada.call(listTasks, { query: { limit: 1, search: 'Queued' } })).total;
    const drained = async (what: string, act: (n: number) => Promise<unknown>): Promise<void> => {
      network.leave();
      await until(app, item.id, 'offline');
      await many(QUEUED, act);
      const { status } = await stateOf(app, item.id);
      if (status.waiting !== QUEUED) throw new Error(`${status.waiting} changes wait.`);
      network.comeBack();
      const began = now();
      await app.call(reconnect, { params: { id: item.id } });
      await until(app, item.id, 'synced', LONG_MS);
      this.figures.add(`${said(QUEUED)} queued ${what} sent`, (now() - began) / 1000, 60, 's');
    };
    const made: Task[] = [];
    await drained('new tasks', async (n) => {
      made[n] = await call(createTask, { body: { title: `Queued ${n}` } });
    });
    if ((await totalOf()) !== QUEUED) throw new Error(`${await totalOf()} new tasks came to the team.`);
    await drained('edits', async (n) => {
      const { id } = made[n] as Task;
      const { version } = await call(getTask, { params: { id } });
      await call(updateTask, { params: { id }, body: { priority: 'high', version } });
    });
    const urgent = await ada.call(listTasks, { query: { limit: 1, search: 'Queued', priority: ['high'] } });
    if (urgent.total !== QUEUED) throw new Error(`${urgent.total} edits came to the team.`);
    this.figures.add('team’s server after that, memory', memoryOf(this.team.pid) / MB, null, 'MB');
  }

  /** What a joined team costs while nothing happens, beside an app without one. */
  async #idle(quiet: App, { app, context }: Computer, item: WorkspaceItem): Promise<void> {
    await until(app, item.id, 'synced');
    await wait(5_000);
    const before = [quiet, app].map(({ pid }) => cpuOf(pid));
    await wait(IDLE_MS);
    const [none = 0, team = 0] = [quiet, app].map(({ pid }, n) => cpuOf(pid) - (before[n] ?? 0));
    const share = (ms: number): number => (ms / IDLE_MS) * 100;
    this.figures.add('processor of an app with a team, idle, of one core', share(team), 0.2, '%');
    this.figures.add('the same without a team', share(none), null, '%');
    const held = `app’s server with a team of ${said(TASKS)} tasks, memory`;
    this.figures.add(held, memoryOf(app.pid) / MB, 450, 'MB');
    const page = await context.newPage();
    await page.goto(`${app.origin}/in/${item.id}/tasks`);
    await page.getByRole('row').nth(10).waitFor();
    await wait(5_000);
    const opened = cpuOf(app.pid);
    await wait(IDLE_MS);
    this.figures.add('the same with its window open', share(cpuOf(app.pid) - opened), null, '%');
    await page.close();
  }

  /** From the keys to the paint, among three teams of which one swallows everything. */
  async #switching({ app, context }: Computer, first: WorkspaceItem): Promise<void> {
    const marks = [];
    const wires = [];
    for (const name of ['Mirko', 'Oda']) {
      const member = await this.team.member(name);
      await member.call(createTask, { body: { title: `Of ${name}`, priority: 'urgent' } });
      const wire = await this.#network();
      wires.push(wire);
      const item = await this.#join(app, member, wire.origin);
      await until(app, item.id, 'synced');
      marks.push(`Of ${name}`);
    }
    await app.of(first.id)(createTask, { body: { title: 'Of Noor', priority: 'urgent' } });
    marks.unshift('Of Noor');
    const page = await context.newPage();
    await page.goto(`${app.origin}/tasks`);
    await page.locator('.side footer .pill').waitFor();
    await page.evaluate('globalThis.__name = (of) => of');
    const took: number[] = [];
    for (let round = 0; round < 12; round++) {
      for (const [n, mark] of marks.entries()) {
        const shown = painted(page, mark);
        const pressed = now();
        await page.keyboard.press(`Control+Shift+Digit${n + 2}`);
        const ms = (await shown) - pressed;
        // The first round opens them.
        if (round > 0) took.push(ms);
      }
      if (round === 1) wires[0]?.turn({ held: ['up', 'down'] });
    }
    this.figures.add(
      'switching among three teams, one of them black-holed, p95',
      percentile(took, 0.95),
      200,
      'ms',
    );
    await page.close();
  }

  async #computer(): Promise<Computer> {
    const app = await App.start();
    this.#apps.push(app);
    await app.call(updateSettings, { body: { welcomed: true } });
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(app.link);
    await page.waitForFunction(() => localStorage.length > 0);
    await page.close();
    return { app, context };
  }

  async #network(): Promise<FaultyProxy> {
    const network = await FaultyProxy.start(Number(new URL(this.team.origin).port));
    this.#networks.push(network);
    return network;
  }

  #join(app: App, { email, password }: Member, url: string): Promise<WorkspaceItem> {
    return app.call(addWorkspace, { body: { kind: 'team', url, email, password } });
  }
}

const said = (count: number): string => count.toLocaleString('en');

async function stateOf(app: App, id: string): Promise<WorkspaceItem> {
  const item = (await app.call(listWorkspaces, {})).items.find((one) => one.id === id);
  if (!item) throw new Error('This workspace is not here.');
  return item;
}

type State = WorkspaceItem['status']['state'];

/** Waits until a workspace is so; synced: with nothing left to send. */
async function until(app: App, id: string, state: State, ms = 60_000): Promise<void> {
  for (const began = now(); ; await wait(10)) {
    const { status } = await stateOf(app, id);
    if (status.state === state && (state !== 'synced' || (status.waiting === 0 && !status.progress))) return;
    if (now() - began > ms) throw new Error(`never ${state}: ${JSON.stringify(status)}`);
  }
}

/** Does something so many times, some of them at once. */
async function many(count: number, act: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

// As a team's PostgreSQL in use: what it acknowledged is on the disk.
const team = await Team.start(['-c', 'fsync=on', '-c', 'full_page_writes=on']);
const browser = await launch();
const bench = new Bench(team, browser);
try {
  await bench.all();
} finally {
  await browser.close();
  await bench.close();
  await team.stop();
}
process.stdout.write(`\n${bench.figures.table('teams in the app')}`);
