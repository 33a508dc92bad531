import { Server, type Namespace, type Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../contract/realtime.ts';
import type { Actor } from '../../ports/actor.ts';

/** What is known of a socket once it has been let in. */
export interface SocketData {
  actor: Actor;
}
export type TaskSocket = Socket<ClientToServer, ServerToClient, Record<never, never>, SocketData>;
export type TaskNamespace = Namespace<ClientToServer, ServerToClient, Record<never, never>, SocketData>;
type SocketServer = Server<ClientToServer, ServerToClient, Record<never, never>, SocketData>;

const MOST_PENDING = 20;
const SILENT_MS = 2_000;
const LAST_WORDS_MS = 250;
const LARGEST_MESSAGE = 64 * 1024;

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
  readonly close: () => Promise<void>;
}

/**
 * Attaches socket.io, websocket only. A connection that joins no namespace within 2 s is ended, and no more than 20 may
 * be in that state. Recovery stays off: it would hand missed frames to somebody whose right to them is not checked.
 */
export function attachSockets(server: ConstructorParameters<typeof Server>[0]): SocketDoor {
  const io: SocketServer = new Server(server, {
    transports: ['websocket'],
    serveClient: false,
    // Ours, below, is shorter and does not wait for the other side to agree.
    connectTimeout: 10 * SILENT_MS,
    maxHttpBufferSize: LARGEST_MESSAGE,
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 5_000,
    pingTimeout: 4_000,
    destroyUpgrade: true,
  });
  const pending = new Set<unknown>();
  io.engine.on('connection', (connection: TaskSocket['conn']) => {
    if (pending.size >= MOST_PENDING) {
      cut(connection);
      return;
    }
    const silent = setTimeout(() => {
      if (pending.has(connection)) cut(connection);
    }, SILENT_MS);
    pending.add(connection);
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
    async close() {
      io.disconnectSockets(true);
      io.engine.close();
      await Promise.resolve();
    },
  };
}
