import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createClient, type Call } from '../../server/contract/client.ts';

/** The build that is tried. */
export const DIST = path.resolve(import.meta.dirname, '../../', process.env['TASKFLOW_DIST'] ?? 'dist');

const ENTRY = path.join(DIST, 'server/desktop.js');

/** What runs the server: this Node, or the one that `npm run check:node24` brings. */
const NODE = process.env['TASKFLOW_SERVER_NODE'] ?? process.execPath;

/** Root may write everywhere but without this capability: a program that runs what follows without it. */
export const UNPRIVILEGED =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override', '--inh-caps=-dac_override'] : [];

/** The built server as `npm start` runs it, on a data folder of its own. */
export class App {
  #child: ChildProcess | null = null;
  #stderr = '';
  link = '';
  readonly launchKey = crypto.randomUUID().replaceAll('-', '').repeat(2);

  private constructor(
    readonly folder: string,
    private readonly under: readonly string[],
  ) {}

  /** Starts on a fresh folder, or on a given one; `under` is a program, with arguments, that runs it. */
  static async start(folder?: string, under: readonly string[] = []): Promise<App> {
    const app = new App(folder ?? (await mkdtemp(path.join(tmpdir(), 'taskflow-e2e-'))), under);
    await app.run();
    return app;
  }

  /** Starts the process; resolves once it has printed its link. Throws with what it said when it ends instead. */
  async run(port = '0'): Promise<void> {
    const command = [...this.under, NODE, ENTRY, '--data', this.folder];
    const child = spawn(command[0] ?? '', [...command.slice(1), '--port', port, '--no-open'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TASKFLOW_LAUNCH_SECRET: this.launchKey },
    });
    this.#child = child;
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (this.#stderr = (this.#stderr + text).slice(-8192)));
    const ended = once(child, 'exit').then(() =>
      Promise.reject(new Error(`The server ended:\n${this.#stderr}`)),
    );
    ended.catch(() => undefined);
    const ready = (async () => {
      for await (const line of createInterface({ input: child.stdout })) {
        const link = /TaskFlow is ready: (\S+)/.exec(line)?.[1];
        if (link) return link;
      }
      throw new Error(`The server printed no link:\n${this.#stderr}`);
    })();
    this.link = await Promise.race([ready, ended]);
    child.stdout.resume();
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get origin(): string {
    return new URL(this.link).origin;
  }

  /** The typed client on this app's personal workspace. */
  get call(): Call {
    return this.of('personal');
  }

  /** The same on another workspace. */
  of(workspace: string): Call {
    return createClient({
      origin: this.origin,
      api: `${this.origin}/w/${workspace}/api/v1`,
      headers: () => ({ 'x-taskflow-launch': this.launchKey }),
    });
  }

  /** Ends the process with a signal and waits for its end. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}
