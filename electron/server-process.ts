import type { FromServer, ToServer } from '../server/contract/host.ts';
import type { StartFailure } from '../server/contract/start-failures.ts';
import type { ServerState, Unsubscribe } from './ipc/contract.ts';
import type { Keystore } from './storage/keystore.ts';

/** A forked server as this file needs it: Electron's utility process, or a child process in tests. */
export interface ServerChild {
  post(message: ToServer): void;
  kill(): void;
  onMessage(listener: (message: FromServer) => void): void;
  /** Once, when the process has ended. */
  onExit(listener: (code: number) => void): void;
}

export interface ServerProcessOptions {
  fork: () => ServerChild;
  launchKey: string;
  /** null is this account's own folder. */
  dataFolder: string | null;
  /** Absent: there is none. */
  keystore?: Keystore;
  /** How long a start may take before it counts as failed, in ms. */
  readyMs?: number;
  /** How long to wait before each new start after a crash, in ms; after the last one the server has failed. */
  backoffMs?: readonly number[];
  /** How long a server must have run for its earlier crashes to be forgotten, in ms. */
  steadyMs?: number;
  /** How long the server has to put its work away before it is killed, in ms; it asks for 20 s itself. */
  drainMs?: number;
}

/** Starts the bundled server, starts it again when it crashes, and lets it finish its work at the end. */
export class ServerProcess {
  #state: ServerState = { state: 'stopped' };
  #child: ServerChild | null = null;
  #crashes = 0;
  #again = false;
  #stopping: Promise<void> | null = null;
  #retry: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #steady: NodeJS.Timeout | undefined;
  #lastPort = 0;
  #stateListeners = new Set<(state: ServerState) => void>();
  #messageListeners = new Set<(message: FromServer) => void>();
  /** Where the data is, once the server has said so. */
  folder: string | null = null;

  constructor(private readonly options: ServerProcessOptions) {}

  get state(): ServerState {
    return this.#state;
  }

  get origin(): string | null {
    return this.#lastPort === 0 ? null : `http://127.0.0.1:${this.#lastPort}`;
  }

  onState(listener: (state: ServerState) => void): Unsubscribe {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  onMessage(listener: (message: FromServer) => void): Unsubscribe {
    this.#messageListeners.add(listener);
    return () => this.#messageListeners.delete(listener);
  }

  /** Starts, or starts again after a failure; nothing while a server is there or coming. */
  start(): void {
    if (this.#stopping) return;
    if (this.#child) {
      // The failed one is still going down, and it holds the folder.
      this.#again = this.#state.state === 'failed';
      return;
    }
    clearTimeout(this.#retry);
    this.#again = false;
    this.#crashes = 0;
    this.#become({ state: 'starting' });
    this.#launch();
  }

  /** Asks the server to finish and waits for its end, at most `drainMs`; then it is killed. Safe to call twice. */
  stop(): Promise<void> {
    this.#stopping ??= this.#drain();
    return this.#stopping;
  }

  async #drain(): Promise<void> {
    clearTimeout(this.#retry);
    clearTimeout(this.#deadline);
    clearTimeout(this.#steady);
    const child = this.#child;
    if (child) {
      const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
      child.post({ type: 'shutdown' });
      const limit = setTimeout(() => child.kill(), this.options.drainMs ?? 21_000);
      await ended;
      clearTimeout(limit);
    }
    this.#become({ state: 'stopped' });
  }

  #launch(): void {
    const child = this.options.fork();
    this.#child = child;
    this.#deadline = setTimeout(() => {
      this.#fail({ code: 'SILENT' });
    }, this.options.readyMs ?? 20_000);
    child.onMessage((message) => this.#hear(message, child));
    child.onExit(() => this.#ended(child));
    const { launchKey, dataFolder, keystore } = this.options;
    const port = this.#lastPort;
    child.post({ type: 'start', launchKey, dataFolder, port, keystore: keystore?.isThere ?? false });
  }

  #hear(message: FromServer, child: ServerChild): void {
    if (message.type === 'secret') {
      const { id, act, text } = message;
      child.post({ type: 'secret', id, text: this.options.keystore?.[act](text) ?? null });
      return;
    }
    if (message.type === 'ready') {
      clearTimeout(this.#deadline);
      this.#lastPort = message.port;
      this.folder = message.dataFolder;
      this.#steady = setTimeout(() => (this.#crashes = 0), this.options.steadyMs ?? 60_000);
      this.#become({ state: 'ready', port: message.port });
    } else if (message.type === 'failed') this.#fail(message.failure);
    for (const listener of this.#messageListeners) listener(message);
  }

  /** A failure that the server or the clock has named: starting again by itself would only repeat it. */
  #fail(failure: StartFailure): void {
    clearTimeout(this.#deadline);
    this.#become({ state: 'failed', ...failure });
    this.#child?.kill();
  }

  #ended(child: ServerChild): void {
    if (this.#child !== child) return;
    this.#child = null;
    clearTimeout(this.#deadline);
    clearTimeout(this.#steady);
    if (this.#stopping) return;
    if (this.#again) return this.start();
    if (this.#state.state === 'failed') return;
    const waits = this.options.backoffMs ?? [500, 1000, 2000, 4000, 8000];
    const wait = waits[this.#crashes];
    if (wait === undefined) return this.#fail({ code: 'CRASHING' });
    this.#crashes += 1;
    this.#become({ state: 'restarting', attempt: this.#crashes });
    this.#retry = setTimeout(() => this.#launch(), wait);
  }

  #become(state: ServerState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}
