import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { memoryOf } from '../../bench/processes.ts';
import { JWT_SECRET } from '../../bench/team/sessions.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** How a server is started: what Node is told. From source it starts slowly, and a failpoint can be loaded before it. */
export const SOURCE: readonly string[] = ['--import', 'tsx', path.join(root, 'server', 'headless.ts')];
export const BUILT: readonly string[] = [path.join(root, 'dist', 'server', 'headless.js')];

export interface TeamUrls {
  readonly databaseUrl: string;
  /** Past a pooler. */
  readonly databaseDirectUrl?: string;
  readonly redisUrl: string;
  readonly mongodbUrl: string;
}

export interface Manner {
  readonly program: readonly string[];
  /** 0: a free one. */
  readonly port?: number;
  /** Settings beside the stores: limits are off unless they are named here. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A team's server as a process of its own that can be ended in any way and started again where it was. */
export class TeamProcess {
  /** Lines of its log that say an error nobody caught. */
  unhandled = 0;

  private constructor(
    readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(urls: TeamUrls, { program, port = 0, env: more = {} }: Manner): Promise<TeamProcess> {
    const env = {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: urls.databaseUrl,
      ...(urls.databaseDirectUrl && { DATABASE_DIRECT_URL: urls.databaseDirectUrl }),
      REDIS_URL: urls.redisUrl,
      MONGODB_URL: urls.mongodbUrl,
      JWT_SECRET,
      RATE_LIMIT_ANON: 'off',
      RATE_LIMIT_SESSION: 'off',
      RATE_LIMIT_LOGIN: 'off',
      LOG_LEVEL: 'error',
      ...more,
    };
    const child = spawn(process.execPath, program, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const lines = createInterface({ input: child.stdout });
    const started = await new Promise<TeamProcess>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
      lines.on('line', (line) => {
        const at = /ready: .*:(\d+)/.exec(line)?.[1];
        if (at !== undefined) resolve(new TeamProcess(child, Number(at)));
      });
    });
    lines.on('line', (line) => {
      if (/unhandled|uncaught/i.test(line)) started.unhandled++;
    });
    return started;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resident memory in MB; NaN where there is no /proc. */
  get memory(): number {
    return memoryOf(this.child.pid as number);
  }

  /** One of its figures, by its name and labels in /metrics; NaN where it does not answer. */
  async figure(name: string): Promise<number> {
    const told = await fetch(`${this.origin}/metrics`, { signal: AbortSignal.timeout(8_000) }).catch(
      () => null,
    );
    const line = (await told?.text())?.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.split(' ')[1] ?? Number.NaN);
  }

  /** Resolves when it is gone. */
  async gone(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  /** Sends a signal; answers the exit code (null: ended by the signal) and how long its end took, in milliseconds. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ readonly code: number | null; readonly ms: number }> {
    const began = performance.now();
    const gone = this.gone();
    this.child.kill(signal);
    await gone;
    return { code: this.child.exitCode, ms: performance.now() - began };
  }
}
