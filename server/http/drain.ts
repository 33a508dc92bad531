import type { Server } from 'node:http';

const DRAIN_MS = 10_000;
const IDLE_MS = 20;

/** Takes no more, ends sockets, and lets running requests finish, for at most `ms`. */
export async function drained(
  server: Server,
  closeSockets: () => Promise<void>,
  ms = DRAIN_MS,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  await closeSockets();
  // Connections stay open after an answer: each is closed as soon as nothing is under way on it.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS);
  const late = setTimeout(() => server.closeAllConnections(), ms);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
