import { Server, type Namespace, type ServerOptions, type Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../contract/realtime.ts';
import type { Actor } from '../../ports/actor.ts';

/** What is known of a socket once it has been let in. */
export interface SocketData {
  actor: Actor;
  /** When its token expires, in milliseconds since 1970; null: never. */
  expiresAt: number | null;
}
export type TaskSocket = Socket<ClientToServer, ServerToClient, Record<never, never>, SocketData>;
export type TaskNamespace = Namespace<ClientToServer, ServerToClient, Record<never, never>, SocketData>;
type SocketServer = Server<ClientToServer, ServerToClient, Record<never, never>, SocketData>;

type Allow = (request: TaskSocket['request']) => Promise<boolean>;

export interface DoorOptions {
  /** Connections that have joined no namespace yet. */
  readonly mostPending?: number;
  /** How long they may stay so, in milliseconds. */
  readonly silentMs?: number;
  /** Says whether a request may upgrade at all; the launch guard has done so where there is one. */
  readonly allow?: Allow;
  /** Brings what is emitted to the sockets of other servers too. */
  readonly adapter?: ServerOptions['adapter'] | undefined;
}

/** For a person's own machine. */
const MOST_PENDING = 20;
const SILENT_MS = 2_000;
const LAST_WORDS_MS = 250;
const LARGEST_MESSAGE = 64 * 1024;
/** What a socket that stops reading may leave unsent before it is dropped; it catches up by cursor. */
const MOST_UNSENT_BYTES = 1024 * 1024;

/** Ends a connection at once: a polite close would wait 30 s for the other side's answer. */
export const cut = (connection: TaskSocket['conn']): void => void connection.request.socket.destroy();

/** Lets what was said go out, then ends the connection. */
export function dismiss(connection: TaskSocket['conn']): void {
  connection.close();
  setTimeout(() => cut(connection), LAST_WORDS_MS).unref();
}

/** Sockets of a server: namespaces can be had, and all of it closed. */
export interface SocketDoor {
  readonly namespace: (name: string) => TaskNamespace;
  /** A namespace that was had is there no more; its sockets have been ended. */
  readonly drop: (name: string) => void;
  /** How many connections are open. */
  readonly count: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Attaches socket.io, websocket only. A connection that joins no namespace in time is ended, and only so many may be in
 * that state. Recovery stays off: it would hand missed frames to somebody whose right to them is not checked.
 */
export function attachSockets(
  server: ConstructorParameters<typeof Server>[0],
  { mostPending = MOST_PENDING, silentMs = SILENT_MS, allow, adapter }: DoorOptions = {},
): SocketDoor {
  const io: SocketServer = new Server(server, {
    transports: ['websocket'],
    serveClient: false,
    // Ours, below, is shorter and does not wait for the other side to agree.
    connectTimeout: 10 * silentMs,
    maxHttpBufferSize: LARGEST_MESSAGE,
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 5_000,
    pingTimeout: 4_000,
    destroyUpgrade: true,
    ...(adapter ? { adapter } : {}),
    ...(allow ? { allowRequest: allowing(allow) } : {}),
  });
  const pending = new Set<unknown>();
  io.engine.on('connection', (connection: TaskSocket['conn']) => {
    if (pending.size >= mostPending) {
      cut(connection);
      return;
    }
    const silent = setTimeout(() => {
      if (pending.has(connection)) cut(connection);
    }, silentMs);
    pending.add(connection);
    dropUnread(connection);
    connection.once('close', () => {
      pending.delete(connection);
      clearTimeout(silent);
    });
  });
  return {
    namespace(name) {
      const namespace: TaskNamespace = io.of(name);
      namespace.on('connection', (socket) => void pending.delete(socket.conn));
      return namespace;
    },
    drop(name) {
      io._nsps.delete(name);
    },
    count: () => io.engine.clientsCount,
    async close() {
      // Sockets are not told to leave, so that they come back.
      io.engine.close();
      await Promise.resolve();
    },
  };
}

const allowing =
  (allow: Allow): NonNullable<ServerOptions['allowRequest']> =>
  (request, answer) => {
    allow(request).then(
      (allowed) => answer(null, allowed),
      () => answer(null, false),
    );
  };

/** Ends a connection whose other side does not read, whoever it is that emits to it: this server or another. */
function dropUnread(connection: TaskSocket['conn']): void {
  let unsent = 0;
  connection.on('packetCreate', ({ data }: { data?: unknown }) => {
    unsent += typeof data === 'string' ? data.length : 0;
    if (unsent > MOST_UNSENT_BYTES) cut(connection);
  });
  // What was waiting has gone to the transport, which takes the next only when that is out.
  connection.on('flush', () => (unsent = 0));
}
