import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { JWT_SECRET } from '../../bench/team-people.ts';

const ENTRY = path.resolve(import.meta.dirname, '../../headless.ts');

export interface TeamUrls {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly mongodbUrl: string;
}

/** A team's server as a process of its own, from source, that can be ended in any way and started again where it was. */
export class TeamProcess {
  /** Lines of its log that say an error nobody caught. */
  unhandled = 0;

  private constructor(
    readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(urls: TeamUrls, port = 0): Promise<TeamProcess> {
    const env = {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: urls.databaseUrl,
      REDIS_URL: urls.redisUrl,
      MONGODB_URL: urls.mongodbUrl,
      JWT_SECRET,
      RATE_LIMIT_ANON: 'off',
      RATE_LIMIT_SESSION: 'off',
      RATE_LIMIT_LOGIN: 'off',
      LOG_LEVEL: 'error',
    };
    const child = spawn(process.execPath, ['--import', 'tsx', ENTRY], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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

  /** Sends a signal; answers the exit code (null: ended by the signal) and how long its end took, in milliseconds. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ readonly code: number | null; readonly ms: number }> {
    const began = performance.now();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
    return { code: this.child.exitCode, ms: performance.now() - began };
  }
}
