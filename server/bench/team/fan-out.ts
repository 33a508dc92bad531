import { io, type Socket } from 'socket.io-client';
import { median, quantile, type Load } from '../load.ts';
import { ADMINS } from './fill.ts';

const SOCKETS = 200;
const CHANGES = 200;
/** Told before that, so that the compilers of both sides have seen it. */
const FIRST = 50;

/**
 * Tells 200 sockets of one change after another: how long until the last of them has it, and how many changes a second that
 * makes. Throws when one is missing after 5 s. The sockets are twenty administrators' ten.
 */
export async function fanOut(
  url: string,
  token: (userId: string) => string,
  tell: () => Promise<unknown>,
): Promise<Load> {
  const sockets = await Promise.all(
    Array.from({ length: SOCKETS }, (_, n) => connect(url, token(ADMINS[n % ADMINS.length] as string))),
  );
  let missing = 0;
  let everybody = (): void => undefined;
  for (const socket of sockets)
    socket.on('task-event', () => {
      if (--missing === 0) everybody();
    });
  const tellAll = async (): Promise<number> => {
    missing = SOCKETS;
    const received = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${missing} of ${SOCKETS} were not told`)), 5_000);
      everybody = () => {
        clearTimeout(late);
        resolve();
      };
    });
    const asked = performance.now();
    await Promise.all([tell(), received]);
    return performance.now() - asked;
  };
  try {
    for (let n = 0; n < FIRST; n++) await tellAll();
    const took: number[] = [];
    const began = performance.now();
    for (let n = 0; n < CHANGES; n++) took.push(await tellAll());
    const perSecond = (CHANGES / (performance.now() - began)) * 1000;
    return { perSecond, p50: median(took), p99: quantile(took, 0.99), cpu: Number.NaN };
  } finally {
    for (const socket of sockets) socket.disconnect();
  }
}

function connect(url: string, token: string): Promise<Socket> {
  const socket = io(url, { transports: ['websocket'], auth: { token }, forceNew: true, reconnection: false });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}
