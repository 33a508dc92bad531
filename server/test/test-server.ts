import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StoreOpenError, openLocalStore, type LocalStore } from '../adapters/local/index.ts';
import { places } from '../config.ts';
import { createClient, type Call } from '../contract/client.ts';
import { LAUNCH_HEADER } from '../http/guard.ts';
import { createLog } from '../log.ts';
import { systemClock, type Clock } from '../ports/clock.ts';
import { systemTimer, type Timer } from '../ports/timer.ts';
import type { Intervals } from '../workspaces/replica/intervals.ts';
import { secretsInFile } from '../workspaces/secrets/secrets.ts';
import {
  startBundledServer,
  type BundledServer,
  type BundledServerOptions,
} from '../workspaces/bundled-server.ts';

export interface TestServerOptions {
  readonly folder?: string;
  readonly clock?: Clock;
  readonly timer?: Timer;
  readonly windowFolder?: string;
  /** Authorities to trust. */
  readonly onNotification?: NonNullable<BundledServerOptions['onNotification']>;
  readonly roots?: readonly string[];
  readonly intervals?: Intervals;
  /** Puts a fault between services and store. */
  readonly wrapStore?: (store: LocalStore) => LocalStore;
}

/** An answer as a test looks at it: `json` is the body where it is JSON. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** The real server on a real store in a folder of its own, on port 0. Every answer is checked against its schema. */
export class TestServer {
  readonly launchKey = 'test-launch-key-'.repeat(3);
  /** Lines that the log got at level error and above. */
  readonly failures: string[] = [];
  readonly call: Call;

  private constructor(
    readonly folder: string,
    readonly server: BundledServer,
    failures: string[],
  ) {
    this.failures = failures;
    this.call = createClient({
      origin: server.origin,
      api: `${server.origin}/w/personal/api/v1`,
      headers: () => ({ [LAUNCH_HEADER]: this.launchKey }),
    });
  }

  static async start(options: TestServerOptions = {}): Promise<TestServer> {
    const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'taskflow-test-')));
    const clock = options.clock ?? systemClock;
    const files = places(path.resolve(import.meta.dirname, '..'), false);
    const failures: string[] = [];
    const server = await startBundledServer({
      dataFolder: folder,
      port: 0,
      launchKey: 'test-launch-key-'.repeat(3),
      version: files.version,
      windowFolder: options.windowFolder ?? files.window,
      docsFolder: files.docs,
      log: createLog('error', { write: (line) => void failures.push(line) }),
      clock,
      timer: options.timer ?? systemTimer,
      strict: true,
      secrets: secretsInFile(folder),
      passwordWorker: files.passwordWorker,
      passwordRounds: 4,
      ...(options.intervals ? { intervals: options.intervals } : {}),
      ...(options.roots ? { roots: options.roots } : {}),
      ...(options.onNotification ? { onNotification: options.onNotification } : {}),
      openStore: async () =>
        (options.wrapStore ?? ((store) => store))(await openLocalStore({ folder, clock })),
      explainFailure: (error) => (error instanceof StoreOpenError && !error.isHeld ? error.closed : null),
    });
    return new TestServer(folder, server, failures);
  }

  get origin(): string {
    return this.server.origin;
  }

  /** A request with the launch key; `path` from the origin, a body that is no string as JSON. */
  async request(
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered> {
    const url = route.startsWith('/tasks') || route.startsWith('/state') ? `/api/v1${route}` : route;
    const response = await fetch(this.origin + url, {
      method,
      headers: {
        [LAUNCH_HEADER]: this.launchKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  }

  /** Closes the server and keeps the folder. */
  close(): Promise<void> {
    return this.server.close();
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
