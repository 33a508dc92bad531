import { v5 as uuidv5 } from 'uuid';
import { API_VERSION } from '../../contract/server.ts';
import { ApiError } from '../../contract/client.ts';
import type { Notification } from '../../contract/events.ts';
import { utf8Length } from '../../contract/primitives.ts';
import { SYNC_LIMITS, type Mutation, type MutationResult } from '../../contract/sync.ts';
import {
  takeBatch,
  takePage,
  takeResults,
  type ReplicaStore,
  type ShownChange,
  type SyncState,
  type Taken,
} from '../../modules/replica/index.ts';
import type { UserStore } from '../../modules/users/index.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import type { TeamConnection } from './team-connection.ts';

export interface ExchangePorts {
  readonly store: ReplicaStore;
  readonly users: UserStore;
  readonly team: TeamConnection;
  readonly clock: Clock;
  readonly userId: string;
  /** Told after each append of what is shown otherwise, and who else of the team did it, by task, where that is known. */
  readonly shown: (changes: readonly ShownChange[], by?: Taken['by']) => void;
  /** Told of what came for this person and is new. */
  readonly notified: (news: readonly Notification[]) => Promise<void> | void;
}

/** The team serves no app as old as this one. */
export class TooOld extends Error {
  override readonly name = 'TooOld';
}

const WALK_AGAIN: ReadonlySet<string> = new Set([
  'CURSOR_INVALID',
  'CURSOR_EXPIRED',
  'RIGHTS_CHANGED',
  'EPOCH_CHANGED',
]);

/** What is wrong with what was sent, not with the way there: sent again as it is, it would be refused again. */
const UNFIT: ReadonlySet<string> = new Set(['TOO_LARGE', 'VALIDATION', 'MALFORMED_JSON', 'FORBIDDEN_KEY']);

/** Bytes: the most that goes at once, leaving room for what surrounds it, and what a way that is slow takes all the same. */
const MOST_BYTES = SYNC_LIMITS.pushBytes - 64 * 1024;
const FEW_BYTES = 64 * 1024;
/** Things of a page that come all the same. */
const FEW_THINGS = 50;
/** Milliseconds: what is answered sooner may be larger the next time; what takes longer is close to being given up. */
const SOON = 5_000;
const LATE = 15_000;

/**
 * A team's epoch as it counts here. One whose database was put back without its being noticed there goes on in the epoch that
 * it had: what was here before is of another one all the same, and is compared.
 */
const epochOf = ({ breaks = 0 }: SyncState, said: string): string =>
  breaks === 0 ? said : uuidv5(String(breaks), said);

interface Refusal {
  readonly epoch: string;
  readonly results: readonly MutationResult[];
}

/** What a replica and its team say to each other, step by step; each step is durable before the next begins. */
export class Exchange {
  /** Of a batch and a page: less after one that was not answered, which may have been too much for the way there. */
  #items: number = SYNC_LIMITS.pushItems;
  #bytes = MOST_BYTES;
  #things: number = SYNC_LIMITS.pageItems;

  constructor(private readonly ports: ExchangePorts) {}

  /** Throws TooOld. */
  async greet(): Promise<void> {
    const { api } = await this.ports.team.server();
    if (api.min > API_VERSION.max) throw new TooOld(`The team serves apps from version ${api.min} on.`);
  }

  /** Sends one batch and brings its results in. Answers how many edits have a result now. */
  async push(): Promise<number> {
    const { store, team, clock } = this.ports;
    const limits = { items: this.#items, bytes: this.#bytes };
    const { result: batch } = await store.change((unit) => takeBatch(unit, limits));
    if (batch.length === 0) return 0;
    const began = clock.now();
    const answer = await this.#answered(batch, async () => {
      const said = await team.push(batch);
      return { ...said, epoch: epochOf(await store.state(), said.epoch) };
    });
    if (!answer) return this.push();
    const { result: taken, changes } = await store.change((unit) =>
      takeResults(unit, batch, answer, isoNow(clock)),
    );
    this.#items = Math.min(SYNC_LIMITS.pushItems, this.#items * 2);
    const took = clock.now() - began;
    if (took < SOON) this.#bytes = Math.min(MOST_BYTES, this.#bytes * 2);
    else if (took > LATE) this.#bytes = Math.max(FEW_BYTES, Math.floor(bytesOf(batch) / 2));
    this.ports.shown(changes);
    return taken;
  }

  /** Marks what was read here as read on the team. */
  async pushReads(): Promise<void> {
    const { store, team } = this.ports;
    const ids = (await store.reads()).slice(0, SYNC_LIMITS.pushItems);
    if (ids.length === 0) return;
    await team.readNotifications(ids).catch((error: unknown) => {
      if (!(error instanceof ApiError) || !UNFIT.has(error.code)) throw error;
    });
    await store.change((unit) => unit.dropReads(ids));
    return this.pushReads();
  }

  /** Brings one page in. A cursor that the team knows no more begins a walk through everything. */
  async pull(): Promise<{ readonly more: boolean; readonly pending: boolean }> {
    const { store, users, team, clock, userId } = this.ports;
    const state = await store.state();
    const { cursor, known, breaks = 0 } = state;
    const began = clock.now();
    try {
      const said = await team.pull(cursor, this.#things, known);
      const page = { ...said, epoch: epochOf(state, said.epoch) };
      const isAdmin = (await users.get(userId))?.role === 'admin';
      const { result: taken, changes } = await store.change((unit) =>
        takePage(unit, page, { userId, isAdmin, at: isoNow(clock) }),
      );
      if (clock.now() - began < SOON) this.#things = Math.min(SYNC_LIMITS.pageItems, this.#things * 2);
      this.ports.shown(changes, taken.by);
      await this.ports.notified(taken.news);
      return page;
    } catch (error) {
      if (isSilence(error)) this.#things = Math.max(FEW_THINGS, Math.floor(this.#things / 4));
      if (!(error instanceof ApiError) || !WALK_AGAIN.has(error.code)) throw error;
      if (cursor === null && known === undefined) throw error;
      const isOther = error.code === 'EPOCH_CHANGED';
      await store.change((unit) => {
        const { known: _, ...rest } = unit.state;
        unit.state = { ...rest, cursor: null, ...(isOther && { breaks: breaks + 1 }) };
      });
      return { more: true, pending: false };
    }
  }

  /** The team's answer; of a batch that it cannot take, null when a smaller one may do, and a refusal of one edit alone. */
  async #answered<T>(batch: readonly Mutation[], push: () => Promise<T>): Promise<T | Refusal | null> {
    try {
      return await push();
    } catch (error) {
      if (isSilence(error) && bytesOf(batch) > FEW_BYTES)
        this.#bytes = Math.max(FEW_BYTES, Math.floor(bytesOf(batch) / 4));
      if (!(error instanceof ApiError) || !UNFIT.has(error.code)) throw error;
      const [first] = batch;
      if (batch.length > 1 || !first) {
        this.#items = Math.max(1, Math.floor(batch.length / 2));
        return null;
      }
      const { epoch } = await this.ports.store.state();
      const { message, details } = error;
      const code = error.code === 'TOO_LARGE' ? error.code : 'VALIDATION';
      return {
        epoch: epoch ?? '',
        results: [{ opId: first.opId, result: 'rejected', code, message, details }],
      };
    }
  }
}

const isSilence = (error: unknown): boolean => error instanceof ApiError && error.code === 'UNREACHABLE';

const bytesOf = (batch: readonly Mutation[]): number => utf8Length(JSON.stringify(batch));
