import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError } from '../errors.ts';

/** How long a request may take to arrive, in milliseconds, where nothing else is said. */
export const ARRIVAL_MS = 30_000;

/** What is given to a body that is large, in milliseconds: a way of 1 Mbit/s has brought 64 MB within ten minutes. */
export interface Patience {
  /** In which nothing of it comes. */
  readonly silence: number;
  /** Until it is whole. */
  readonly whole: number;
}

export const FOR_LARGE: Patience = { silence: 30_000, whole: 600_000 };

/** Connections on which a large body arrives: Node knows one limit for all requests of a server. */
const waitedFor = new WeakSet<Duplex>();

/** Whether this connection may take longer than others just now. */
export const isWaitedFor = (socket: Duplex): boolean => waitedFor.has(socket);

/**
 * Waits for a body as long as something of it comes. Answers what ends the waiting; until then `late` may be called once,
 * with REQUEST_TIMEOUT.
 */
export function waitFor(
  request: IncomingMessage,
  { silence, whole }: Patience,
  late: (error: AppError) => void,
): () => void {
  const { socket } = request;
  const giveUp = (): void =>
    late(new AppError('REQUEST_TIMEOUT', 'The request took too long to arrive. Send it again.'));
  const silent = setTimeout(giveUp, silence);
  const never = setTimeout(giveUp, whole);
  const hear = (): void => void silent.refresh();
  waitedFor.add(socket);
  request.on('data', hear);
  return () => {
    clearTimeout(silent);
    clearTimeout(never);
    request.off('data', hear);
    waitedFor.delete(socket);
  };
}
