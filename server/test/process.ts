import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createClient, type Call } from '../contract/client.ts';
import { LAUNCH_HEADER } from '../http/guard.ts';

const KEY = 'process-test-key-'.repeat(3);

/** The bundled entry as a process of its own. */
export class ServerProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly link: string,
    private readonly said: () => string,
  ) {}

  /** What it has said on stderr until now. */
  get stderr(): string {
    return this.said();
  }

  /** Starts it and waits for its link; throws with what it said on stderr when it ends instead. */
  static async start(entry: string, folder: string, args: readonly string[] = []): Promise<ServerProcess> {
    const child = spawn(process.execPath, [entry, '--data', folder, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TASKFLOW_LAUNCH_SECRET: KEY },
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const exit = once(child, 'close');
    for await (const line of createInterface({ input: child.stdout })) {
      const link = /TaskFlow is ready: (\S+)/.exec(line)?.[1];
      if (link) return new ServerProcess(child, link, () => stderr);
    }
    await exit;
    throw new Error(stderr);
  }

  get call(): Call {
    return this.of('');
  }

  /** The API of a workspace, as `/w/{id}`. */
  of(mount: string): Call {
    const { origin } = new URL(this.link);
    return createClient({
      origin,
      api: `${origin}${mount}/api/v1`,
      headers: () => ({ [LAUNCH_HEADER]: KEY }),
    });
  }

  /** Sends a signal and answers the exit code, null when the signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = (await exit) as [number | null];
    return code;
  }
}
