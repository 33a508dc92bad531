import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { PRIORITIES, STATUSES, type TaskRecord } from '../contract/tasks.ts';
import { random } from '../seed/tasks.ts';
import { fanOut } from './fan-out.ts';
import { HttpConnection, type Request } from './http-connection.ts';
import { beside, load, median, quantile, type Load } from './load.ts';
import { BEST_LIST, NOW, USERS } from './postgres.ts';
import { cpuOf, cpuOfTree, memoryOf, startNode, type Started } from './processes.ts';
import { ADMINS, PASSWORD, startStores, startTeam, type BenchTeam, type Stores } from './team-server.ts';

/** One line of the table. `ratio`: ours by the reference's of the same run, in what `reference` names. */
interface Row extends Partial<Load> {
  readonly what: string;
  readonly tasks: number;
  readonly ratio?: number;
  readonly reference?: string;
  readonly goal?: string;
}

const CONNECTIONS = 16;
const LIST = '/api/v1/tasks?limit=20';

/** The figures of a team's server over HTTP (quality.md), with their references in the same run. */
export async function benchTeam(
  counts: readonly number[],
  only: readonly string[],
  ms = 1_000,
): Promise<Row[]> {
  const stores = await startStores();
  try {
    const rows: Row[] = [];
    for (const count of counts) {
      const team = await startTeam(stores, `bench${count}`, count);
      try {
        const measured = new Measurement(stores, team, count, ms, rows);
        await measured.all(only);
      } finally {
        await team.server.stop();
      }
    }
    return rows;
  } finally {
    await stores.stop();
  }
}

class Measurement {
  readonly #next = random(13);
  readonly #versions = new Map<string, number>();
  readonly #connections: HttpConnection[];
  #bytes = 0;
  readonly #server: () => number;
  /** Of the server and its stores together. */
  readonly #everybody: () => number;

  constructor(
    private readonly stores: Stores,
    private readonly team: BenchTeam,
    private readonly count: number,
    private readonly ms: number,
    private readonly rows: Row[],
  ) {
    this.#connections = Array.from({ length: CONNECTIONS }, () => new HttpConnection(team.server.port));
    this.#server = cpuOf(team.server.pid);
    const others = [cpuOfTree(this.#postmaster()), cpuOf(stores.redis.pid), this.#server];
    this.#everybody = () => others.reduce((sum, cpu) => sum + cpu(), 0);
  }

  /** All parts, or those that are named. */
  async all(only: readonly string[]): Promise<void> {
    const parts: Readonly<Record<string, () => Promise<void>>> = {
      start: () => this.start(),
      warm: () => this.warm(),
      database: () => this.database(),
      others: () => this.others(),
      admins: () => this.admins(),
      logins: () => this.logins(),
      sockets: () => this.sockets(),
    };
    await wait(2_000);
    this.row({ what: 'memory, idle (MB)', ratio: memoryOf(this.team.server.pid), goal: '≤ 130' });
    for (const [name, part] of Object.entries(parts))
      if (only.length === 0 || only.includes(name)) await part();
    await wait(1_000);
    this.row({ what: 'memory after the load (MB)', ratio: memoryOf(this.team.server.pid), goal: '≤ 250' });
    for (const connection of this.#connections) connection.close();
  }

  /** From the start of a process to its word that it listens. */
  private async start(): Promise<void> {
    const took: number[] = [];
    for (let n = 0; n < 5; n++) {
      const server = await this.team.start();
      took.push(server.ms);
      await server.stop();
    }
    this.row({ what: 'start to listening (ms), median of 5', ratio: median(took), goal: '≤ 450' });
  }

  /** Unchanged lists beside bare Koa that sends the same bytes. */
  private async warm(): Promise<void> {
    const bare = await this.reference();
    const theirs = Array.from({ length: CONNECTIONS }, () => new HttpConnection(bare.port));
    const reference = (headers: Record<string, string>) => ({
      act: (n: number) => (theirs[n] as HttpConnection).ask({ path: '/', headers }),
      cpu: cpuOf(bare.pid),
    });
    const by = { ms: this.ms, connections: CONNECTIONS };
    const list = {
      act: (n: number) => this.ask(n, { path: LIST, headers: this.anybody() }),
      cpu: this.#server,
    };
    const [ours, koa] = await beside(list, reference({}), by);
    const goal = '≤ 3× the CPU, aim 2.5×';
    const bytes = `bare Koa, the same ${this.#bytes} bytes`;
    const said = (one: Load): string => `${Math.round(one.cpu)} µs CPU, ${Math.round(one.perSecond)}/s`;
    this.row({
      what: 'unchanged list, warm',
      ...ours,
      ratio: ours.cpu / koa.cpu,
      reference: `${bytes}: ${said(koa)}`,
      goal,
    });

    const etags = new Map<string, string>();
    for (const user of USERS)
      etags.set(user, (await this.ask(0, { path: LIST, headers: this.team.as(user) })).etag);
    const known = {
      act: (n: number) => {
        const user = this.pick(USERS);
        return this.ask(
          n,
          { path: LIST, headers: { ...this.team.as(user), 'if-none-match': etags.get(user) ?? '' } },
          304,
        );
      },
      cpu: this.#server,
    };
    const [unchanged, none] = await beside(known, reference({ 'if-none-match': '"reference"' }), by);
    const ratio = unchanged.cpu / none.cpu;
    this.row({
      what: 'the same with If-None-Match (304)',
      ...unchanged,
      ratio,
      reference: `bare Koa, 304: ${said(none)}`,
      goal,
    });
    for (const one of theirs) one.close();
    await bare.stop();
  }

  /** Bare Koa and socket.io that have one of our lists. */
  private async reference(): Promise<Started> {
    const { body } = await this.ask(0, { path: LIST, headers: this.team.as(USERS[0] as string) });
    this.#bytes = body.length;
    const file = path.join(os.tmpdir(), `taskflow-bench-${process.pid}.json`);
    writeFileSync(file, body);
    const child = path.join(import.meta.dirname, 'reference.child.ts');
    const env = { ...process.env, NODE_ENV: 'production', BODY: file };
    return startNode(['--import', 'tsx', child], env);
  }

  /** What goes to PostgreSQL, beside raw `pg` in this process. */
  private async database(): Promise<void> {
    const raw = new pg.Pool({ connectionString: this.team.databaseUrl, max: CONNECTIONS });
    raw.on('error', () => undefined);
    const by = { ms: this.ms, connections: CONNECTIONS };
    const filters = () => {
      const [one, two] = [this.pick(STATUSES), this.pick(STATUSES)];
      const [low, high] = [this.pick(PRIORITIES), this.pick(PRIORITIES)];
      return {
        user: this.pick(USERS),
        status: [one, two],
        priority: [low, high],
        before: NOW + Math.floor(this.#next() * 1e9),
      };
    };
    const cold = {
      act: (n: number) => {
        const { user, status, priority, before } = filters();
        const all = [
          ...status.map((one) => `status=${one}`),
          ...priority.map((one) => `priority=${one}`),
        ].join('&');
        const path = `/api/v1/tasks?limit=20&${all}&dueBefore=${new Date(before).toISOString()}`;
        return this.ask(n, { path, headers: this.team.as(user) });
      },
      cpu: this.#everybody,
    };
    const best = () => {
      const { user, status, priority, before } = filters();
      return raw.query({ name: 'best', text: BEST_LIST, values: [user, status, priority, new Date(before)] });
    };
    const [list, query] = await beside(cold, { act: best }, by);
    const slower = (ours: Load, theirs: Load, reference: string, goal: string) => ({
      ...ours,
      ratio: theirs.perSecond / ours.perSecond,
      reference: `${reference}: ${Math.round(theirs.perSecond)}/s`,
      goal,
    });
    this.row({
      what: 'cold list with new filters, counted',
      ...slower(list, query, 'raw pg, best statement, no total', '≤ 3×, aim 2×'),
    });

    const plain = 'UPDATE tasks SET title = $2, updated_at = now() WHERE id = $1';
    const update = {
      act: () =>
        raw.query({
          name: 'plain',
          text: plain,
          values: [this.pick(this.team.made).id, `Plain ${this.#next()}`],
        }),
    };
    const [edits, updates] = await beside({ act: (n) => this.edit(n), cpu: this.#everybody }, update, by);
    this.row({ what: 'PATCH', ...slower(edits, updates, 'one autocommit UPDATE', '≤ 4×, aim 3×') });
    const [creates, again] = await beside({ act: (n) => this.create(n), cpu: this.#everybody }, update, by);
    this.row({ what: 'POST', ...slower(creates, again, 'one autocommit UPDATE', '≤ 4×, aim 3×') });
    await raw.end();
  }

  private async others(): Promise<void> {
    const some = this.team.made.slice(0, 200);
    const readOne = (n: number) => {
      const task = this.pick(some);
      return this.ask(n, { path: `/api/v1/tasks/${task.id}`, headers: this.team.as(task.creatorId) });
    };
    await this.alone('one task', readOne);
    await this.alone('statistics', (n) =>
      this.ask(n, { path: '/api/v1/tasks/stats', headers: this.anybody() }),
    );
    await this.alone('mixed: 80 read, 20 write', (n) => {
      const kind = this.#next();
      if (kind < 0.15) return this.edit(n);
      if (kind < 0.2) return this.create(n);
      if (kind < 0.4) return readOne(n);
      if (kind < 0.5) return this.ask(n, { path: '/api/v1/tasks/stats', headers: this.anybody() });
      return this.ask(n, { path: LIST, headers: this.anybody() });
    });
    await this.alone('search among own tasks, never asked before', (n) =>
      this.ask(n, {
        path: `/api/v1/tasks?search=${this.#next() < 0.5 ? 'passport' : `p${Math.floor(this.#next() * 1e6)}`}&dueBefore=${new Date(NOW + this.#next() * 1e9).toISOString()}`,
        headers: this.anybody(),
      }),
    );
  }

  /** Pages in the middle of everything, each asked for once, by one client. */
  private async admins(): Promise<void> {
    const headers = this.team.as(ADMINS[0] as string);
    let cursor = '';
    const middle = await this.ask(0, {
      path: `/api/v1/tasks?limit=20&page=${Math.floor(this.count / 40)}`,
      headers,
    });
    cursor = (JSON.parse(middle.body.toString()) as { nextCursor: string }).nextCursor;
    const page = async (n: number) => {
      const { body } = await this.ask(n, {
        path: `/api/v1/tasks?limit=20&cursor=${encodeURIComponent(cursor)}`,
        headers,
      });
      cursor = (JSON.parse(body.toString()) as { nextCursor: string | null }).nextCursor ?? cursor;
    };
    await this.alone('admin: a deep page by cursor, one client', page, {
      connections: 1,
      goal: 'p50 ≤ 5 ms',
    });
  }

  /** Sign-ins as fast as they go, and what others feel of it: a warm list every 20 ms on each of four connections. */
  private async logins(): Promise<void> {
    const hashing = Array.from({ length: 4 }, () => new HttpConnection(this.team.server.port));
    const signIn = (n: number) => {
      const email = `user${Math.floor(this.#next() * USERS.length)}@example.org`;
      const body = { email, password: PASSWORD, client: 'app' };
      return (hashing[n] as HttpConnection).ask({ method: 'POST', path: '/api/v1/auth/login', body });
    };
    let ends = false;
    const took: number[] = [];
    const others = Promise.all(
      [0, 1, 2, 3].map(async (n) => {
        while (!ends) {
          const began = performance.now();
          await this.ask(n, { path: LIST, headers: this.anybody() });
          took.push(performance.now() - began);
          await wait(20);
        }
      }),
    );
    const logins = await load(signIn, { ms: this.ms * 4, connections: 4, cpu: this.#server });
    ends = true;
    await others;
    for (const one of hashing) one.close();
    this.row({ what: 'logins, 4 at once', ...logins });
    this.row({
      what: 'others meanwhile: warm lists',
      p50: median(took),
      p99: quantile(took, 0.99),
      goal: 'p99 ≤ 25 ms',
    });
  }

  private async sockets(): Promise<void> {
    const bare = await this.reference();
    // The last of them is nobody's to edit: no connection reaches it.
    const task = this.team.made.at(-1) as TaskRecord;
    const ours = await fanOut(
      `http://127.0.0.1:${this.team.server.port}/tasks`,
      this.team.token,
      async (n) => {
        const version = (this.#versions.get(task.id) ?? task.version) + 1;
        this.#versions.set(task.id, version);
        const body = { version: version - 1, title: `Told ${n}` };
        await this.ask(0, {
          method: 'PATCH',
          path: `/api/v1/tasks/${task.id}`,
          headers: this.team.as(task.creatorId),
          body,
        });
      },
    );
    const asking = new HttpConnection(bare.port);
    const theirs = await fanOut(`http://127.0.0.1:${bare.port}`, this.team.token, () =>
      asking.ask({ path: '/tell' }),
    );
    asking.close();
    await bare.stop();
    this.row({
      what: 'one change to 200 sockets, the last receipt',
      ...ours,
      ratio: theirs.perSecond / ours.perSecond,
      reference: `bare socket.io: ${Math.round(theirs.perSecond)}/s, p50 ${theirs.p50.toFixed(1)} ms`,
      goal: '≤ 2×, p50 7 ms, p99 15 ms',
    });
  }

  private async alone(
    what: string,
    act: (n: number) => Promise<unknown>,
    { connections = CONNECTIONS, goal }: { connections?: number; goal?: string } = {},
  ): Promise<void> {
    const by = { ms: this.ms, connections };
    await load(act, { ...by, ms: this.ms / 2 });
    this.row({
      what,
      ...(await load(act, { ...by, cpu: this.#everybody })),
      ...(goal === undefined ? {} : { goal }),
    });
  }

  /** Each connection edits tasks of its own, so that none meets a version that another one has just made. */
  private async edit(n: number): Promise<void> {
    const own = Math.floor(this.#next() * Math.floor(this.count / CONNECTIONS)) * CONNECTIONS + n;
    const { id, creatorId, version } = this.team.made[own] as TaskRecord;
    const seen = this.#versions.get(id) ?? version;
    const body = { version: seen, title: `Edit ${this.#next()}` };
    await this.ask(n, {
      method: 'PATCH',
      path: `/api/v1/tasks/${id}`,
      headers: this.team.as(creatorId),
      body,
    });
    this.#versions.set(id, seen + 1);
  }

  private create(n: number): Promise<unknown> {
    const body = { title: `New ${this.#next()}` };
    return this.ask(n, { method: 'POST', path: '/api/v1/tasks', headers: this.anybody(), body }, 201);
  }

  private async ask(n: number, request: Request, status = 200) {
    const answer = await (this.#connections[n] as HttpConnection).ask(request);
    if (answer.status !== status)
      throw new Error(`${request.path} answered ${answer.status}: ${String(answer.body)}`);
    return answer;
  }

  private anybody(): Readonly<Record<string, string>> {
    return this.team.as(this.pick(USERS));
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#next() * from.length)] as T;
  }

  private row(row: Omit<Row, 'tasks'>): void {
    this.rows.push({ tasks: this.count, ...row });
    console.error(lineOf({ tasks: this.count, ...row }));
  }

  #postmaster(): number {
    const file = path.join(this.stores.postgres.folder, 'data', 'postmaster.pid');
    return Number(readFileSync(file, 'utf8').split('\n')[0]);
  }
}

const figure = (value: number | undefined, digits: number): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits);

function lineOf({ what, tasks, perSecond, p50, p99, cpu, ratio, reference, goal }: Row): string {
  const beside = reference === undefined ? figure(ratio, 0) : `${figure(ratio, 2)}×`;
  return `| ${what} | ${tasks} | ${figure(perSecond, 0)} | ${figure(p50, 2)} | ${figure(p99, 2)} | ${figure(cpu, 0)} | ${beside} | ${goal ?? ''} | ${reference ?? ''} |`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { tasks: { type: 'string', default: '10000,100000' }, only: { type: 'string', default: '' } },
  });
  const rows = await benchTeam(values.tasks.split(',').map(Number), values.only.split(',').filter(Boolean));
  const columns = [
    'what',
    'tasks',
    'per second',
    'p50 ms',
    'p99 ms',
    'CPU µs each',
    'figure, or × the reference',
    'goal',
    'reference',
  ];
  console.log(`| ${columns.join(' | ')} |`);
  console.log('|---|--:|--:|--:|--:|--:|--:|---|---|');
  for (const row of rows) console.log(lineOf(row));
}
