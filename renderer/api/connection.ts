import type { QueryClient } from '@tanstack/react-query';
import type { Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient, TaskEvent } from '../../server/contract/realtime.ts';
import type { Notification } from '../../server/contract/events.ts';
import { LOOKED_KEY } from '../../server/contract/state.ts';
import { askAgain } from './ask-again.ts';
import { OthersWatch } from './others-watch.ts';
import type { Pass } from './pass.ts';
import { queryKeys } from './query-keys.ts';
import type * as Sockets from './socket-line.ts';
import type { TaskCache } from './task-cache.ts';

/** Whether the server's heartbeat is heard. `connecting` until the first time, `lost` after that. */
export type ConnectionState = 'connecting' | 'connected' | 'lost';

export interface Connection {
  readonly state: () => ConnectionState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Every event of a task, after the cache has it; for histories, boards, sounds. */
  readonly onTask: (listener: (event: TaskEvent) => void) => () => void;
  readonly onNotification: (listener: (notification: Notification) => void) => () => void;
  readonly close: () => void;
}

/** Milliseconds until the socket's code is asked for again, when it could not be had. */
const FETCH_AGAIN_MS = 3000;

/** Milliseconds in which notifications gather before the inbox is asked again: thousands may fall due at once. */
const GATHER_MS = 120;

function emitter<T>() {
  const listeners = new Set<(value: T) => void>();
  return {
    emit: (value: T): void => listeners.forEach((listener) => listener(value)),
    on: (listener: (value: T) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * Opens the workspace's socket, which keeps the cache current. After a gap everything is asked again: nothing is missed.
 * The socket's own code comes beside the first page, not before it: what was asked meanwhile is asked again as well.
 */
export function connect(options: {
  origin: string;
  namespace: string;
  pass: Pass;
  queries: QueryClient;
  tasks: TaskCache;
}): Connection {
  const { origin, namespace, pass, queries, tasks } = options;
  const states = emitter<void>();
  const events = emitter<TaskEvent>();
  const notes = emitter<Notification>();
  const others = new OthersWatch(queries);
  let state: ConnectionState = 'connecting';
  let isOpen = true;
  const become = (next: ConnectionState): void => {
    if (state === next) return;
    state = next;
    // What was asked until now may have changed before this, unheard.
    if (next === 'connected') void askAgain(queries);
    states.emit();
  };
  let gathering: ReturnType<typeof setTimeout> | null = null;
  const gather = (): void => {
    gathering ??= setTimeout(() => {
      gathering = null;
      void askAgain(queries, { queryKey: queryKeys.notifications });
    }, GATHER_MS);
  };
  const open = ({ io, SocketLine }: typeof Sockets): Socket<ServerToClient, ClientToServer> => {
    const socket: Socket<ServerToClient, ClientToServer> = io(origin + namespace, {
      transports: [SocketLine],
      // A line of its own for each workspace: what ends one takes no other along.
      multiplex: false,
      auth: (show: (auth: { token: string }) => void) => void pass.token().then((token) => show({ token })),
      reconnectionDelay: 300,
      reconnectionDelayMax: 3000,
    });
    socket.on('connect', () => become('connected'));
    socket.on('disconnect', () => become('lost'));
    socket.on('connect_error', () => {
      become('lost');
      // A connection that broke is tried again by itself, one that was refused is not.
      if (!socket.active) void pass.another().then(() => isOpen && socket.connect());
    });
    socket.on('task-event', (event) => {
      tasks.receive(event);
      others.receive(event);
      events.emit(event);
    });
    socket.on('notification', (notification) => {
      gather();
      notes.emit(notification);
    });
    socket.on('people', () => void askAgain(queries, { queryKey: queryKeys.users }));
    socket.on('state', (key) => {
      void askAgain(queries, { queryKey: queryKeys.state(key) });
      if (key === LOOKED_KEY) others.looked();
    });
    socket.on('settings', () => void askAgain(queries, { queryKey: queryKeys.settings }));
    return socket;
  };

  let socket: ReturnType<typeof open> | null = null;
  let again: ReturnType<typeof setTimeout> | null = null;
  const start = (): void => {
    import('./socket-line.ts').then(
      (sockets) => {
        if (isOpen) socket = open(sockets);
      },
      () => {
        become('lost');
        if (isOpen) again = setTimeout(start, FETCH_AGAIN_MS);
      },
    );
  };
  start();
  const offRenewed = pass.onRenewed((token) => {
    if (!socket?.connected) return;
    socket.emit('reauth', { token }, (answer) => {
      if (!answer.ok) socket?.disconnect().connect();
    });
  });

  return {
    state: () => state,
    subscribe: states.on,
    onTask: events.on,
    onNotification: notes.on,
    close: () => {
      isOpen = false;
      offRenewed();
      if (gathering) clearTimeout(gathering);
      if (again) clearTimeout(again);
      tasks.close();
      others.close();
      socket?.disconnect();
    },
  };
}
