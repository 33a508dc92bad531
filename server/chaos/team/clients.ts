import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../../bench/load.ts';
import { random } from '../../seed/tasks.ts';
import { tally, type Tally } from '../history.ts';
import type { Run } from './faults.ts';
import type { Ground } from './ground.ts';
import { ask } from './work.ts';

const OTHERS = 4;
const MEASURED_MS = 8_000;
const GROWS_MB = 100;
const DRIP_MS = 500;
/** From one connection that was turned away to the next in its place. */
const AGAIN_MS = 20;

/** Sends what it is told to, slowly or without end, whatever is answered. */
type Manner = (port: number, token: string) => Socket;

function opened(port: number, first: string): Socket {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  socket.on('connect', () => socket.write(first));
  return socket;
}

/** Headers that come a byte at a time and never end. */
const slow: Manner = (port) => {
  const socket = opened(port, 'GET /api/v1/tasks HTTP/1.1\r\nhost: x\r\nx-slow: ');
  const dripping = setInterval(() => socket.write('a'), DRIP_MS);
  return socket.on('close', () => clearInterval(dripping)).resume();
};

/** Headers of 64 KB. */
const fat: Manner = (port) =>
  opened(port, `GET /livez HTTP/1.1\r\nhost: x\r\nx-fat: ${'a'.repeat(64 * 1024)}\r\n\r\n`).resume();

const CHUNK = Buffer.alloc(64 * 1024, 0x20);

/** A body that says it has 1 GB, sent as fast as it is taken. */
const endless: Manner = (port, token) => {
  const socket = opened(
    port,
    `POST /api/v1/tasks HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n` +
      `content-type: application/json\r\ncontent-length: ${1024 ** 3}\r\n\r\n`,
  );
  const more = (): void => {
    while (socket.writable && socket.write(CHUNK));
  };
  return socket.on('connect', more).on('drain', more).resume();
};

/** An answer of which nothing is read. */
const deaf: Manner = (port, token) => {
  const ask = `GET /api/v1/tasks?limit=100 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`;
  return opened(port, ask.repeat(20)).pause();
};

const MANNERS: readonly Manner[] = [slow, slow, slow, slow, slow, slow, fat, endless, deaf, slow];

/** So many bad connections at once, while others work: those get their answers in time, and the server stays as big as it was. */
export async function badClients(ground: Ground, { times, seed }: Omit<Run, 'servers'>): Promise<Tally> {
  const team = await ground.team();
  const draw = random(seed);
  const result = tally();
  const bad = new Set<Socket>();
  try {
    await team.start(1);
    const [server] = team.servers;
    const [person] = team.people;
    if (!server || !person) throw new Error('a team of one server');
    for (let n = 0; n < 100; n++)
      await ask(server.origin, team.token(person), 'POST', '/tasks', {
        title: `task ${n}`,
        description: 'x'.repeat(500),
      });
    const token = team.token(person);

    /** What others wait for, while they ask one thing after another. */
    const others = async (): Promise<readonly number[]> => {
      const took: number[] = [];
      const end = performance.now() + MEASURED_MS;
      const one = async (): Promise<void> => {
        while (performance.now() < end) {
          const told = await ask(
            server.origin,
            token,
            'GET',
            `/tasks?limit=20&page=${1 + Math.floor(draw() * 5)}`,
          );
          if (!told || told === 'hanging' || told.status !== 200) result.diverged++;
          else took.push(told.ms);
          await wait(draw() * 10);
        }
      };
      await Promise.all(Array.from({ length: OTHERS }, one));
      result.acknowledged += took.length;
      return took;
    };

    await others();
    const calm = quantile([...(await others())], 0.99);
    const before = server.memory;
    let over = false;
    let full = false;
    const keep = async (): Promise<void> => {
      // Who is turned away comes again, so that there are as many all the time.
      for (let n = 0; !over; n++) {
        if (bad.size >= times) {
          await wait(20);
          continue;
        }
        const socket = (MANNERS[n % MANNERS.length] as Manner)(server.port, token);
        bad.add(socket);
        result.runs++;
        socket.once('close', () => bad.delete(socket));
        full ||= bad.size >= times;
        await wait(full ? AGAIN_MS : n % 10);
      }
    };
    const keeping = keep();
    while (bad.size < times) await wait(20);
    const disturbed = quantile([...(await others())], 0.99);
    const grown = server.memory - before;
    over = true;
    await keeping;
    process.stderr.write(
      `others' p99: ${calm.toFixed(1)} ms, among bad connections ${disturbed.toFixed(1)} ms; memory +${grown.toFixed(0)} MB\n`,
    );
    if (disturbed >= 2 * calm) result.late++;
    if (grown > GROWS_MB) result.leaked += Math.round(grown);
    for (const socket of bad) socket.destroy();
    result.unhandled = team.unhandled;
    result.leaked += await team.leaked();
    return result;
  } finally {
    for (const socket of bad) socket.destroy();
    await team.stop();
  }
}
