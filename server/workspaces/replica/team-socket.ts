import type { Agent } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../contract/realtime.ts';
import type { Timer } from '../../ports/timer.ts';
import type { SessionTokens } from './session-tokens.ts';
import type { Hint } from './team-connection.ts';

/** Milliseconds. */
export interface Heartbeat {
  readonly every: number;
  readonly timeout: number;
  /** Until the next try to connect, and the longest that grows to. */
  readonly retry: number;
  readonly longest: number;
}

export const HEARTBEAT: Heartbeat = { every: 5_000, timeout: 4_000, retry: 1_000, longest: 30_000 };

export interface TeamSocketOptions {
  readonly origin: string;
  readonly tokens: SessionTokens;
  readonly timer: Timer;
  readonly heartbeat: Heartbeat;
  readonly agent?: Agent;
  readonly headers?: Readonly<Record<string, string>>;
  /** How often something has come from the team by any other way: a sign of life as good as an answer here. */
  readonly signs: () => number;
  /** `unheard`: the socket ended or does not come about; whether the team is there has to be asked otherwise. */
  readonly heard: (hint: Hint) => void;
}

/** A team's news by socket, and by its own heartbeat whether the team is there. It connects again by itself. */
export class TeamSocket {
  readonly #socket: Socket<ServerToClient, ClientToServer>;
  #cancel: () => void = () => undefined;
  #tries = 0;
  #closed = false;
  /** Signs of life when the heartbeat was sent that has no answer yet. */
  #asked: number | null = null;

  constructor(private readonly options: TeamSocketOptions) {
    const { origin, tokens, agent, headers, heard } = options;
    this.#socket = io(`${origin}/tasks`, {
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      reconnection: false,
      auth: (give) => {
        tokens.token().then(
          (token) => give({ token }),
          () => give({ token: '' }),
        );
      },
      // The declared type is a browser's; in Node it goes to the sockets' library as it is.
      ...(agent && { agent: agent as unknown as string }),
      ...(headers && { extraHeaders: { ...headers } }),
    });
    this.#socket.on('connected', () => {
      this.#tries = 0;
      heard('connected');
      this.#beat();
    });
    this.#socket.on('task-event', () => heard('changed'));
    this.#socket.on('notification', () => heard('changed'));
    this.#socket.on('people', () => heard('changed'));
    this.#socket.on('disconnect', (reason) => this.#ended(this.#isSilence(reason) ? 'lost' : 'unheard'));
    this.#socket.on('connect_error', () => this.#ended('unheard'));
  }

  connect(): void {
    if (this.#closed) return;
    this.#socket.disconnect().connect();
    this.#wait(this.options.heartbeat.longest);
  }

  /** Now, where it would have waited. */
  wake(): void {
    if (this.#closed) return;
    this.#tries = 0;
    if (this.#socket.connected) this.#ask();
    else this.connect();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#socket.disconnect();
  }

  /** By itself it disconnects only after a silence; the library does so too, perhaps before a heartbeat is given up here. */
  #isSilence(reason: string): boolean {
    return (
      reason === 'io client disconnect' || (reason === 'ping timeout' && this.#asked === this.options.signs())
    );
  }

  #ended(hint: 'lost' | 'unheard'): void {
    this.#socket.off('pong');
    this.#asked = null;
    this.#cancel();
    if (this.#closed) return;
    this.options.heard(hint);
    this.#retry();
  }

  /**
   * While it is not connected there is no heartbeat: until it is, or is given up, the team is asked for otherwise as often
   * as a heartbeat would notice.
   */
  #wait(left: number): void {
    const { timer, heartbeat, heard } = this.options;
    this.#cancel();
    this.#cancel = timer.after(heartbeat.timeout, () => {
      if (left <= heartbeat.timeout) {
        this.#socket.disconnect();
        return this.#ended('unheard');
      }
      heard('unheard');
      this.#wait(left - heartbeat.timeout);
    });
  }

  #retry(): void {
    this.#cancel();
    if (this.#closed) return;
    const { retry, longest } = this.options.heartbeat;
    const ms = Math.min(longest, retry * 2 ** this.#tries++);
    this.#cancel = this.options.timer.after(ms, () => this.connect());
  }

  #beat(): void {
    this.#asked = null;
    this.#cancel();
    this.#cancel = this.options.timer.after(this.options.heartbeat.every, () => this.#ask());
  }

  /** Asks for a sign of life; without one in time, here or in an answer that is coming in, the connection is given up. */
  #ask(): void {
    const { timer, heartbeat, tokens, signs } = this.options;
    const before = signs();
    this.#asked = before;
    this.#cancel();
    this.#socket.off('pong').once('pong', () => this.#beat());
    this.#socket.emit('ping');
    if (tokens.isDue) this.#again();
    this.#cancel = timer.after(heartbeat.timeout, () => {
      // A page that fills a slow network keeps the answer waiting behind it.
      if (signs() !== before) this.#ask();
      else this.#socket.disconnect();
    });
  }

  /** A new token before the old one runs out: the socket stays. */
  #again(): void {
    this.options.tokens
      .token()
      .then((token) => this.#socket.emit('reauth', { token }, () => undefined))
      // The requests say what is wrong with it.
      .catch(() => undefined);
  }
}
