import { Worker } from 'node:worker_threads';
import { AppError } from '../../../errors.ts';
import type { Passwords } from '../../../modules/auth/index.ts';

export interface PoolOptions {
  /** The file of password-worker.mjs: from source its own, in a bundle the one beside the entry. */
  readonly worker: string;
  /** Of bcrypt: 12 in use. */
  readonly rounds: number;
  readonly threads?: number;
  /** How many may wait; one more is refused. */
  readonly mostWaiting?: number;
  /** How long one may take; then its thread is replaced. */
  readonly timeoutMs?: number;
  /** Hears of threads that died. */
  readonly onError: (error: unknown) => void;
}

type Task =
  | { readonly act: 'hash'; readonly password: string; readonly rounds: number }
  | { readonly act: 'compare'; readonly password: string; readonly hash: string };

interface Job {
  readonly task: Task;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | null;
  timer: NodeJS.Timeout | null;
}

const busy = (message: string): AppError => new AppError('BUSY', message);

/** bcrypt in a few threads of its own, so that many logins at once slow down each other and nothing else. */
export class PasswordPool implements Passwords {
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  readonly #most: { threads: number; waiting: number; ms: number };
  readonly #nobody: string;
  #isClosed = false;

  constructor(private readonly options: PoolOptions) {
    const { threads = 2, mostWaiting = 32, timeoutMs = 10_000 } = options;
    this.#most = { threads, waiting: mostWaiting, ms: timeoutMs };
    // No password has this hash, and comparing with it costs what comparing with a real one does.
    const cost = String(options.rounds).padStart(2, '0');
    this.#nobody = `$2b$${cost}$${'.'.repeat(22)}${'.'.repeat(31)}`;
  }

  async hash(password: string): Promise<string> {
    return (await this.#run({ act: 'hash', password, rounds: this.options.rounds })) as string;
  }

  async matches(password: string, hash: string | null): Promise<boolean> {
    // What is no hash of bcrypt (an account that nobody can sign in to) is compared like nobody's.
    const usable = hash !== null && hash.length === this.#nobody.length ? hash : null;
    const isSame = await this.#run({ act: 'compare', password, hash: usable ?? this.#nobody });
    return isSame === true && usable !== null;
  }

  /** Ends the threads; who still waits is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const job of this.#waiting.splice(0)) job.reject(busy('The server is stopping. Try again shortly.'));
    await Promise.all([...this.#threads].map((thread) => this.#drop(thread, 'The server is stopping.')));
  }

  #run(task: Task): Promise<unknown> {
    if (this.#isClosed || this.#waiting.length >= this.#most.waiting)
      return Promise.reject(busy('Many people sign in just now. Try again shortly.'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    const isIdle = ({ job }: Thread): boolean => job === null;
    while (this.#waiting.length > 0) {
      const thread =
        [...this.#threads].find(isIdle) ?? (this.#threads.size < this.#most.threads ? this.#spawn() : null);
      const job = thread && this.#waiting.shift();
      if (!thread || !job) return;
      thread.job = job;
      thread.timer = setTimeout(() => {
        this.options.onError(new Error(`A password took longer than ${this.#most.ms} ms to hash.`));
        void this.#drop(thread, 'This took too long. Try again shortly.');
      }, this.#most.ms);
      thread.worker.postMessage(job.task);
    }
  }

  #spawn(): Thread {
    const worker = new Worker(this.options.worker, { stdin: false });
    worker.unref();
    const thread: Thread = { worker, job: null, timer: null };
    this.#threads.add(thread);
    worker.on('message', (value) => {
      this.#take(thread)?.resolve(value);
      this.#next();
    });
    worker.on('error', (error) => {
      this.options.onError(error);
      void this.#drop(thread, 'This did not work just now. Try again shortly.');
    });
    worker.on('exit', () => void this.#drop(thread, 'This did not work just now. Try again shortly.'));
    return thread;
  }

  #take(thread: Thread): Job | null {
    const { job, timer } = thread;
    if (timer) clearTimeout(timer);
    thread.job = null;
    thread.timer = null;
    return job;
  }

  /** Takes a thread out; the next job gets a new one. */
  async #drop(thread: Thread, message: string): Promise<void> {
    if (!this.#threads.delete(thread)) return;
    this.#take(thread)?.reject(busy(message));
    await thread.worker.terminate();
    this.#next();
  }
}
