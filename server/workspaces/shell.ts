import type { FromServer, ToServer } from '../contract/host.ts';

/** The program that started this one and shows its window: Electron's main process, or a double of it in tests. */
export interface Shell {
  send(message: FromServer): void;
  listen(listener: (message: ToServer) => void): void;
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Electron's message port, or the channel of a forked child; null when a person started this by hand. */
export function findShell(): Shell | null {
  const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
  if (port)
    return {
      send: (message) => port.postMessage(message),
      listen: (listener) => port.on('message', ({ data }) => listener(data as ToServer)),
    };
  if (!process.send) return null;
  return {
    send: (message) => void process.send?.(message),
    listen: (listener) => void process.on('message', (message) => listener(message as ToServer)),
  };
}

/** Waits for the shell's word: the launch key never stands in argv. */
export function toldByShell(shell: Shell): Promise<ToServer & { type: 'start' }> {
  return new Promise((resolve) => {
    shell.listen((message) => {
      if (message.type === 'start') resolve(message);
    });
  });
}
