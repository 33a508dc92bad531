import { ApiError, type Call } from '../../server/contract/client.ts';
import { deleteState, putState } from '../../server/contract/state.ts';
import { withLeft, type Unsent } from './unsent.ts';

/** Milliseconds in which changes of one key gather before they are sent. */
const GATHER_MS = 300;
/** Milliseconds after which what could not be sent is tried again. */
const AGAIN_MS = 1000;
/** Bytes that browsers let a page have under way when it goes: 64 KiB, less what headers take. */
const LEAVING_BYTES = 60_000;

interface Slot {
  value: unknown;
  bytes: number;
  /** Whether `value` is newer than what is under way or was refused. */
  isDue: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
  sending: { readonly done: Promise<void>; readonly abort: AbortController } | null;
  error: ApiError | null;
}

/** Keys of what somebody writes. What else is kept here can be had again. */
const TEXTS = /^(draft\.|quick-add$)/;

const utf8 = new TextEncoder();
const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError('UNREACHABLE', 0, String(error));
/** Whether the same may be taken later: the server is away or the disk is full. What it refuses stays refused. */
const passes = ({ status }: ApiError): boolean => status === 0 || status >= 500;

/** What a page that goes could not take with it does not wait at all. */
const gather = ({ bytes }: Slot): number => (bytes > LEAVING_BYTES ? 0 : GATHER_MS);

/**
 * The way of what the window keeps on the server: gathers, keeps the order of each key, and holds what could not be sent
 * until it can. Of each key only the newest value goes.
 */
export class StateWriter {
  #slots = new Map<string, Slot>();
  #leaving = 0;
  #listeners = new Set<() => void>();

  constructor(
    private readonly call: Call,
    /** Where texts are until the server has them; null: in this page only. */
    private readonly texts: Unsent | null = null,
  ) {}

  /** Keeps a value; null forgets the key. */
  put(key: string, value: unknown): void {
    if (value === null) this.texts?.forget(key);
    else if (TEXTS.test(key)) this.texts?.keep(key, value);
    const slot = this.#slots.get(key) ?? {
      value,
      bytes: 0,
      isDue: true,
      timer: undefined,
      sending: null,
      error: null,
    };
    this.#slots.set(key, slot);
    slot.value = value;
    slot.bytes = utf8.encode(JSON.stringify(value)).length;
    slot.isDue = true;
    if (!slot.sending) this.#later(key, slot, gather(slot));
  }

  /** The value of a key that the server does not have yet. */
  unsent(key: string): { readonly value: unknown } | null {
    const slot = this.#slots.get(key);
    return slot ? { value: slot.value } : null;
  }

  /** Keeps one place of a key whose value is not known yet: `regain` lays it over that. Null forgets it. */
  early(key: string, place: string, value: unknown): void {
    const { [place]: _, ...others } = (this.texts?.get(key) ?? {}) as Record<string, unknown>;
    const next = value === null ? others : { ...others, [place]: value };
    if (Object.keys(next).length > 0) this.texts?.keep(key, next);
    else this.texts?.forget(key);
  }

  /** The texts of a key that no server has confirmed; undefined: there are none. */
  left(key: string): unknown {
    return this.texts?.get(key);
  }

  /** What the server has under a key, with the texts over it that a page could not send before it was left. */
  regain(key: string, there: unknown): unknown {
    const left = this.left(key);
    if (left === undefined) return there;
    const whole = withLeft(there, left);
    if (whole === there) this.texts?.forget(key);
    else this.put(key, whole);
    return whole;
  }

  /** Why a key could not be kept; null while all is well. */
  error(key: string): ApiError | null {
    return this.#slots.get(key)?.error ?? null;
  }

  /** Hears when `error` may have changed, until the answer is called. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Sends what still gathers at once, also from a page that goes away; resolves when all was answered. */
  async flush(): Promise<void> {
    const sent = [...this.#slots].map(([key, slot]) => {
      if (!slot.isDue) return slot.sending?.done ?? Promise.resolve();
      // Its answer would come too late to send the next: that one goes now, and after it by the time it was sent.
      slot.sending?.abort.abort();
      return this.#send(key, slot);
    });
    await Promise.all(sent);
  }

  close(): void {
    for (const { timer } of this.#slots.values()) clearTimeout(timer);
    this.#slots.clear();
  }

  /** A timer that runs is left alone: what changes without a pause goes out every so often too. */
  #later(key: string, slot: Slot, afterMs: number): void {
    slot.timer ??= setTimeout(() => void this.#send(key, slot), afterMs);
  }

  #send(key: string, slot: Slot): Promise<void> {
    clearTimeout(slot.timer);
    slot.timer = undefined;
    slot.isDue = false;
    const abort = new AbortController();
    const sending = { abort, done: this.#request(key, slot, abort.signal) };
    slot.sending = sending;
    return sending.done;
  }

  async #request(key: string, slot: Slot, signal: AbortSignal): Promise<void> {
    const { value, bytes } = slot;
    const keepalive = this.#leaving + bytes <= LEAVING_BYTES;
    if (keepalive) this.#leaving += bytes;
    let error: ApiError | null = null;
    try {
      const options = { keepalive, signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) };
      await (value === null
        ? this.call(deleteState, { params: { key } }, options)
        : this.call(putState, { params: { key }, body: { value } }, options));
    } catch (caught) {
      error = asApiError(caught);
    } finally {
      if (keepalive) this.#leaving -= bytes;
    }
    if (!signal.aborted) this.#answered(key, slot, error);
  }

  #answered(key: string, slot: Slot, error: ApiError | null): void {
    // Closed meanwhile: nobody waits for it any more, and nobody would end what was tried again.
    if (this.#slots.get(key) !== slot) return;
    slot.sending = null;
    const changed = slot.error?.code !== error?.code;
    slot.error = error;
    if (error && passes(error)) {
      slot.isDue = true;
      this.#later(key, slot, AGAIN_MS);
    } else if (slot.isDue) this.#later(key, slot, gather(slot));
    else if (!error) {
      this.#slots.delete(key);
      this.texts?.forget(key);
    }
    if (changed) for (const listener of this.#listeners) listener();
  }
}
