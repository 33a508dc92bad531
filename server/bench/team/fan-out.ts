import { io, type Socket } from 'socket.io-client';
import { median, middle, quantile, type Cpu, type Load } from '../load.ts';
import { ADMINS } from './fill.ts';

const SOCKETS = 200;
const CHANGES = 300;
const ROUNDS = 5;
/** Told before that, so that the compilers of both sides have seen it. */
const FIRST = 300;

/** Who tells everybody, and the processor time of the server that does. */
export interface Teller {
  readonly url: string;
  readonly tell: () => Promise<unknown>;
  readonly cpu: Cpu;
}

/** Two of them in turn: medians of five rounds. */
export async function tellBoth(
  ours: Teller,
  theirs: Teller,
  token: (userId: string) => string,
): Promise<readonly [Load, Load]> {
  const rounds: [Load, Load][] = [];
  for (let n = 0; n < ROUNDS; n++) rounds.push([await fanOut(ours, token), await fanOut(theirs, token)]);
  return [middle(rounds.map(([one]) => one)), middle(rounds.map(([, other]) => other))];
}

/**
 * Tells 200 sockets of one change after another: how long until the last of them has it, and how many changes a second that
 * makes. Throws when one is missing after 5 s. The sockets are twenty administrators' ten.
 */
async function fanOut({ url, tell, cpu }: Teller, token: (userId: string) => string): Promise<Load> {
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
    const used = cpu();
    const began = performance.now();
    for (let n = 0; n < CHANGES; n++) took.push(await tellAll());
    const perSecond = (CHANGES / (performance.now() - began)) * 1000;
    return {
      perSecond,
      p50: median(took),
      p99: quantile(took, 0.99),
      cpu: ((cpu() - used) * 1000) / CHANGES,
    };
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
