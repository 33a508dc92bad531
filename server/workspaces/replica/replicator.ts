import { ApiError } from '../../contract/client.ts';
import type { WorkspaceItem } from '../../contract/app.ts';
import type { ReplicaCounts } from '../../modules/replica/index.ts';
import type { Timer } from '../../ports/timer.ts';
import { Exchange, TooOld, type ExchangePorts } from './exchange.ts';
import { jittered, stepOf, type Intervals } from './intervals.ts';
import { UNTRUSTED, type Hint } from './team-connection.ts';

export type ReplicaStatus = WorkspaceItem['status'];

export interface ReplicatorOptions extends ExchangePorts {
  readonly timer: Timer;
  readonly intervals: Intervals;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Told whenever the status may be another. */
  readonly onStatus: () => void;
  readonly onError: (error: unknown) => void;
}

/** Why nothing is tried any more until somebody does something. */
type Halt = 'sign_in' | 'disabled' | 'too_old';

const HALTS: Readonly<Record<string, Halt>> = {
  UNAUTHENTICATED: 'sign_in',
  TOKEN_EXPIRED: 'sign_in',
  SESSION_ENDED: 'sign_in',
  BAD_CREDENTIALS: 'sign_in',
  ACCOUNT_DISABLED: 'disabled',
};

/**
 * Keeps a replica and its team in step: one exchange after another, never two at once. It sends what waits, then reads the
 * feed to its end; again when something is edited here, when the team has news, and after a while without any. When the team
 * cannot be reached it waits, longer each time.
 */
export class Replicator {
  readonly #exchange: Exchange;
  #running: Promise<void> | null = null;
  #again = false;
  /** Somebody asked for the team since the try under way began. */
  #asked = false;
  #stopped = true;
  #halt: Halt | null = null;
  #failures = 0;
  /** The last exchange failed; what waits may take many once the team is there again. */
  #isAway = false;
  /** It was lost since it was asked last: an answer that had come before proves nothing, however late it is written down. */
  #isLost = false;
  /** What answered last did not prove to be the team. */
  #isUntrusted = false;
  #pendings = 0;
  #greeted = false;
  #hinted = false;
  #cancel: () => void = () => undefined;
  #deafen: () => void = () => undefined;
  #counts: ReplicaCounts = { waiting: 0, sendable: 0, conflicts: 0, hidden: 0 };
  #syncedAt: string | null = null;
  #behind = true;
  #told = '';

  constructor(private readonly options: ReplicatorOptions) {
    this.#exchange = new Exchange(options);
  }

  /** How it stands. What is `synced` was, at `syncedAt`. */
  get status(): ReplicaStatus {
    const { waiting, sendable, conflicts } = this.#counts;
    const isBusy = this.#behind || sendable > 0;
    const state = this.#halt ?? (this.#isAway ? 'offline' : isBusy ? 'syncing' : 'synced');
    return {
      state,
      waiting,
      conflicts,
      syncedAt: this.#syncedAt,
      ...(state === 'offline' && this.#isUntrusted && { untrusted: true }),
    };
  }

  /** Resolves when what is on the disk has been counted; the first exchange goes on behind. */
  async start(): Promise<void> {
    this.#stopped = false;
    await this.#mend();
    await this.#count();
    this.#deafen = this.options.team.onHint((hint) => this.#heard(hint));
    this.nudge();
  }

  /** After damage that nothing was asked for since, what the cursor believes to be here is asked for again: a walk. */
  async #mend(): Promise<void> {
    const { store } = this.options;
    const damage = await store.damage();
    const { mended = [] } = await store.state();
    if (damage.every((name) => mended.includes(name))) return;
    await store.change((unit) => void (unit.state = { ...unit.state, cursor: null, mended: damage }));
  }

  /** Something was edited or read here. Where the team is away that waits for the next try; a try under way takes it along. */
  nudge(): void {
    void this.#count();
    if (this.#running || this.#failures === 0) this.#wake();
  }

  /** The network is another, or this machine was asleep: tries the team now, unless somebody has to do something first. */
  tryAgain(): void {
    if (!this.#halt) this.reconnect();
  }

  /** Tries the team now: somebody asked for it, or signed in. Where it is not there, waits begin with the shortest again. */
  reconnect(): void {
    this.#halt = null;
    this.#greeted = false;
    this.#failures = 0;
    this.#asked = true;
    this.options.team.wake();
    this.#wake();
  }

  /** Ends; what runs comes to its end or fails. The connection is closed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#deafen();
    this.#cancel();
    await this.options.team.close();
    await this.#running;
  }

  /** Resolves when nothing runs any more; for tests and for whoever waits for the first page. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #heard(hint: Hint): void {
    this.#hinted = hint === 'changed' || hint === 'connected';
    if (hint !== 'lost') return this.#wake();
    if (this.#halt) return;
    this.#isLost = true;
    // What runs may have its answer already and end well.
    this.#again = this.#running !== null;
    this.#failed(new ApiError('UNREACHABLE', 0, 'The team does not answer.'));
  }

  #wake(): void {
    if (this.#stopped || this.#halt) return;
    this.#cancel();
    if (this.#running) this.#again = true;
    else
      this.#running = this.#run().finally(() => {
        this.#running = null;
        if (this.#again) this.#wake();
      });
  }

  async #run(): Promise<void> {
    try {
      do {
        this.#again = false;
        this.#asked = false;
        await this.#round();
      } while (this.#again && !this.#stopped);
    } catch (error) {
      // Hung up for somebody who asks now: that is no failure to wait after, the next try begins at once.
      this.#again = this.#asked;
      if (!this.#asked) this.#failed(error);
    }
  }

  async #round(): Promise<void> {
    const { store, intervals, random } = this.options;
    if (!this.#greeted) await this.#exchange.greet();
    this.#greeted = true;
    this.#isUntrusted = false;
    const { epoch } = await store.state();
    await this.#send();
    await this.#exchange.pushReads();
    let page = { more: true, pending: false };
    while (!this.#stopped && page.more) {
      this.#isLost = false;
      page = await this.#exchange.pull();
      this.#behind = page.more;
      this.#answered();
      await this.#count();
      // What is typed while a long feed is read does not wait for its end.
      if (page.more && this.#counts.sendable > 0) await this.#send();
    }
    if (this.#stopped) return;
    this.#pendings = page.pending ? this.#pendings + 1 : 0;
    // What waited for the copies of a team that was restored.
    if (this.#counts.sendable > 0 && (await store.state()).epoch !== epoch) this.#again = true;
    const idle = jittered(this.#hinted ? intervals.quiet : intervals.poll, random);
    this.#after(page.pending ? stepOf(intervals.pending, this.#pendings - 1) : idle);
  }

  async #send(): Promise<void> {
    while (!this.#stopped) {
      this.#isLost = false;
      if ((await this.#exchange.push()) === 0) return;
      this.#answered();
      await this.#count();
    }
  }

  /** The team is there, unless it was lost since. */
  #answered(): void {
    if (this.#isLost) return;
    this.#failures = 0;
    this.#isAway = false;
  }

  #failed(error: unknown): void {
    if (this.#stopped) return;
    this.#halt = haltOf(error);
    // It is there, and wants less of us.
    if (error instanceof ApiError && error.code === 'RATE_LIMITED')
      return this.#after(jittered(this.options.intervals.limited, this.options.random));
    this.#greeted = false;
    if (!(error instanceof ApiError) && !(error instanceof TooOld)) this.options.onError(error);
    this.#after(jittered(stepOf(this.options.intervals.retry, this.#failures), this.options.random));
    this.#failures++;
    this.#isAway = true;
    if (error instanceof ApiError && error.details === UNTRUSTED) this.#isUntrusted = true;
    this.#tell();
  }

  #after(ms: number): void {
    this.#cancel();
    if (this.#stopped || this.#halt) return;
    this.#cancel = this.options.timer.after(ms, () => this.#wake());
  }

  async #count(): Promise<void> {
    const { store } = this.options;
    this.#counts = await store.counts();
    this.#syncedAt = (await store.state()).syncedAt;
    this.#tell();
  }

  #tell(): void {
    const now = JSON.stringify(this.status);
    if (now === this.#told) return;
    this.#told = now;
    this.options.onStatus();
  }
}

function haltOf(error: unknown): Halt | null {
  if (error instanceof TooOld) return 'too_old';
  return error instanceof ApiError ? (HALTS[error.code] ?? null) : null;
}
