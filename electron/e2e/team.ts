import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { generate } from 'selfsigned';
import { freePort } from '../../build/test-services/free-port.ts';
import { findMongo, startMongo } from '../../build/test-services/mongo.ts';
import { startPostgres, type TestPostgres } from '../../build/test-services/postgres.ts';
import { startRedis } from '../../build/test-services/redis.ts';
import { inviteUser, login, register } from '../../server/contract/auth.ts';
import { createClient, type Call } from '../../server/contract/client.ts';
import { updateProfile, type User } from '../../server/contract/users.ts';
import { complaintOf } from './test.ts';

const ENTRY = path.resolve(
  import.meta.dirname,
  '../../',
  process.env['TASKFLOW_DIST'] ?? 'dist',
  'server/headless.js',
);

export interface Member {
  readonly email: string;
  readonly password: string;
  readonly user: User;
  /** As this person, from a device of its own. */
  readonly call: Call;
}

const passwordOf = (name: string): string => `${name} walks to the hut`;
const emailOf = (name: string): string => `${name.toLowerCase()}@example.org`;

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** What a team's three databases are reached by. */
export interface DatabaseUrls {
  readonly databaseUrl: string;
  readonly mongodbUrl: string;
  readonly redisUrl: string;
}

/** A team's built server on databases of its own, and an administrator called Ada. */
export class Team {
  #child: ChildProcess | null = null;
  readonly #beside: (() => Promise<void>)[] = [];
  readonly #members = new Map<string, Promise<Member>>();

  private constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly postgres: TestPostgres,
    private readonly stopStores: () => Promise<unknown>,
    readonly origin: string,
  ) {}

  /** `settings` are PostgreSQL's. */
  static async start(settings: string[] = []): Promise<Team> {
    const found = await findMongo(() => undefined);
    const [postgres, redis, mongo, port] = await Promise.all([
      startPostgres({ settings }),
      startRedis(),
      found.kind === 'program' ? startMongo(found.file) : null,
      freePort(),
    ]);
    await postgres.server.createDatabase('taskflow');
    const env = {
      ...process.env,
      DATABASE_URL: postgres.url('taskflow'),
      REDIS_URL: redis.url,
      // Without one the server goes on: histories show what PostgreSQL still has.
      MONGODB_URL:
        found.kind === 'url' ? found.url : (mongo?.url('taskflow') ?? 'mongodb://127.0.0.1:9/none'),
      PORT: String(port),
      LOG_LEVEL: 'error',
      // One address signs everybody in here.
      RATE_LIMIT_ANON: 'off',
      RATE_LIMIT_LOGIN: 'off',
    };
    const stop = () => Promise.all([postgres.stop(), redis.stop(), mongo?.stop()]);
    const team = new Team(env, postgres, stop, `http://127.0.0.1:${port}`);
    try {
      await team.#console('create-admin', '--email', emailOf('Ada'));
      await team.serve();
      const { call } = await team.member('Ada');
      await call(updateProfile, { body: { firstName: 'Ada', lastName: 'Lindqvist' } });
    } catch (error) {
      await team.stop();
      throw error;
    }
    return team;
  }

  /** Of the server's process. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts the server; resolves once it listens. */
  async serve(): Promise<void> {
    this.#child = await this.#spawn(this.env);
  }

  /** Another server of the same team, over https with a certificate of its own; where it is. */
  async serveSecurely(): Promise<string> {
    const folder = mkdtempSync(path.join(tmpdir(), 'taskflow-tls-'));
    const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      keyType: 'ec',
      algorithm: 'sha256',
    });
    const [TLS_CERT_FILE, TLS_KEY_FILE] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    writeFileSync(TLS_CERT_FILE, cert);
    writeFileSync(TLS_KEY_FILE, key);
    const PORT = String(await freePort());
    const child = await this.#spawn({ ...this.env, PORT, TLS_CERT_FILE, TLS_KEY_FILE });
    this.#beside.push(async () => {
      await killed(child);
      rmSync(folder, { recursive: true });
    });
    return `https://127.0.0.1:${PORT}`;
  }

  async #spawn(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
    const child = spawn(process.execPath, [ENTRY], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The team's server ended with ${String(code)}.`);
    });
    ended.catch(() => undefined);
    const ready = (async () => {
      for await (const line of createInterface({ input: child.stdout })) if (/ready: /.test(line)) return;
    })();
    await Promise.race([ready, ended]);
    child.stdout.resume();
    return child;
  }

  /** Ends the server at once, as a crash does. */
  async kill(): Promise<void> {
    if (this.#child) await killed(this.#child);
  }

  async stop(): Promise<void> {
    for (const end of this.#beside) await end();
    await this.kill();
    await this.stopStores();
  }

  /** Databases beside its own, in which nobody has been yet; null where MongoDB is missing. */
  async bareDatabases(name: string): Promise<DatabaseUrls | null> {
    const mongodb = new URL(this.env['MONGODB_URL'] ?? '');
    if (mongodb.port === '9') return null;
    await this.postgres.server.createDatabase(name);
    mongodb.pathname = `/${name}`;
    return {
      databaseUrl: this.postgres.url(name),
      mongodbUrl: mongodb.href,
      redisUrl: this.env['REDIS_URL'] ?? '',
    };
  }

  /** Keeps its tasks as they are now, for `restore`. The server is away meanwhile. */
  async backUp(): Promise<void> {
    await this.kill();
    await this.#copy('taskflow', 'saved');
    await this.serve();
  }

  /** Puts the backup in the place of what is there, as docs/OPERATIONS.md says, and starts the server. */
  async restore(): Promise<void> {
    await this.kill();
    await this.postgres.server.dropDatabase('taskflow');
    await this.#copy('saved', 'taskflow');
    await this.#console('new-epoch');
    await this.serve();
  }

  /** An account of that name; made by invitation when it is first asked for. */
  member(name: string): Promise<Member> {
    let member = this.#members.get(name);
    if (!member) this.#members.set(name, (member = this.#enter(name)));
    return member;
  }

  /** A call without a sign-in. */
  get open(): Call {
    return createClient({ api: `${this.origin}/api/v1`, origin: this.origin });
  }

  /** Signs in from a device of its own. */
  async signIn(name: string, password = passwordOf(name)): Promise<Member> {
    const email = emailOf(name);
    const { accessToken, user } = await this.open(login, { body: { email, password, client: 'app' } });
    const call = createClient({
      api: `${this.origin}/api/v1`,
      origin: this.origin,
      headers: () => ({ authorization: `Bearer ${accessToken}` }),
    });
    return { email, password, user, call };
  }

  async #enter(name: string): Promise<Member> {
    if (name !== 'Ada') {
      const ada = await this.member('Ada');
      const { url } = await ada.call(inviteUser, { body: { email: emailOf(name) } });
      const body = {
        email: emailOf(name),
        password: passwordOf(name),
        profile: { firstName: name },
        invite: url.split('#')[1] ?? '',
      };
      await this.open(register, { body });
    }
    return this.signIn(name);
  }

  async #copy(from: string, to: string): Promise<void> {
    const client = this.postgres.server.getPgClient();
    await client.connect();
    await client.query(`CREATE DATABASE ${to} TEMPLATE ${from}`);
    await client.end();
  }

  async #console(...args: string[]): Promise<void> {
    const env = { ...this.env, TASKFLOW_PASSWORD: passwordOf('Ada') };
    const child = spawn(process.execPath, [ENTRY, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}.`);
  }
}

interface Fixtures {
  /** A browser of its own, with one page in it, on an address of the team's server. */
  browse: (address?: string, options?: BrowserContextOptions) => Promise<Page>;
  /** The same, signed in as somebody. */
  as: (name: string, address?: string) => Promise<Page>;
  /** Complaints of pages that a test brings about itself. */
  expected: RegExp;
}

/** Fills the form of the sign-in and sends it. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  const address = page.getByLabel('E-mail address');
  if (await address.isEditable()) await address.fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

/** The sidebar's entry of Activity, where others have changed something and where not. */
export const activity = (page: Page, isNew: boolean) =>
  page.getByRole('link', {
    name: isNew ? 'Activity, others have changed something' : 'Activity',
    exact: true,
  });

/** A team for all tests of a worker: its databases and its server start once. */
export async function oneTeam({}: object, use: (team: Team) => Promise<void>): Promise<void> {
  const team = await Team.start();
  await use(team);
  await team.stop();
}

export const test = base.extend<Fixtures, { team: Team }>({
  team: [oneTeam, { scope: 'worker' }],
  expected: [/^$/, { option: true }],
  browse: async ({ browser, team, expected }, use) => {
    const complaints: string[] = [];
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (address = '/', options = {}) => {
      const context = await browser.newContext({ baseURL: team.origin, ...options });
      contexts.push(context);
      context.on('console', (message) => {
        const complaint = complaintOf(message);
        if (complaint) complaints.push(complaint);
      });
      context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`));
      const page = await context.newPage();
      await page.goto(address);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    const rest = complaints.filter((one) => !expected.test(one));
    expect(rest, 'the console stays silent').toEqual([]);
  },
  as: async ({ browse, team }, use) => {
    await use(async (name, address = '/') => {
      const { email, password } = await team.member(name);
      const page = await browse(address);
      await fillSignIn(page, email, password);
      await page.getByRole('navigation').first().waitFor();
      return page;
    });
  },
});
export { expect };
