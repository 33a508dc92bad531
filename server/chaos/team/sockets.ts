import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../contract/realtime.ts';
import { random } from '../../seed/tasks.ts';
import { tally, type Tally } from '../history.ts';
import type { Run } from './faults.ts';
import type { Ground, Team } from './ground.ts';
import { ask } from './work.ts';

type Client = Socket<ServerToClient, ClientToServer>;

/** quality.md: what a server may grow by while readers do not read, in MB. */
const GROWS_MB = 100;
/** Sockets of one person: as many as a server lets in. One of them reads. */
const AT_ONCE = 10;
const MOST_FRAMES = 600;
/** Frames from one look at the server's figures to the next. */
const LOOKS_EVERY = 20;
const WARM_UP = 100;
/** With more room V8 lets garbage lie, and nobody sees what is held on to. */
const HEAP_MB = 128;
const DESCRIPTION = 'x'.repeat(63 * 1024);
const SOCKETS = 'taskflow_sockets';

/** A socket as the window has it: it comes back by itself. */
function socketOf(origin: string, token: () => string): Client {
  return io(`${origin}/tasks`, {
    transports: ['websocket'],
    forceNew: true,
    auth: (show: (auth: { token: string }) => void) => show({ token: token() }),
    reconnectionDelay: 300,
    reconnectionDelayMax: 3_000,
  });
}

const connected = (client: Client): Promise<void> =>
  client.connected ? Promise.resolve() : new Promise((resolve) => client.once('connected', () => resolve()));

/** Sockets that stop reading while their person's tasks change: each is dropped, the server stays small, others hear all. */
export async function slowReaders(ground: Ground, { times }: Omit<Run, 'servers'>): Promise<Tally> {
  const team = await ground.team({ people: 2 });
  const result = tally();
  try {
    await team.start(1, {}, { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` });
    const [server] = team.servers;
    const [person] = team.people;
    if (!server || !person) throw new Error('a team of one server');
    const made = await ask(server.origin, team.token(person), 'POST', '/tasks', { title: 'long' });
    if (!made || made === 'hanging') throw new Error('the server does not answer');
    const route = `/tasks/${String(made.json['id'])}`;
    let version = 1;
    const edit = async (): Promise<void> => {
      const set = { version, description: `${DESCRIPTION}${version}` };
      const told = await ask(server.origin, team.token(person), 'PATCH', route, set);
      if (told && told !== 'hanging' && told.status === 200) version++;
      else result.diverged++;
    };
    /** Edits until `enough`; answers the most memory that the server had meanwhile. */
    const editing = async (enough: (edits: number) => Promise<boolean>): Promise<number> => {
      let most = server.memory;
      for (let edits = 0; !(await enough(edits)) && edits < MOST_FRAMES; edits++) {
        await edit();
        most = Math.max(most, server.memory);
      }
      return most;
    };
    const sockets = (): readonly Client[] =>
      Array.from({ length: AT_ONCE }, () => socketOf(server.origin, () => team.token(person)));
    const part = async (all: readonly Client[]): Promise<void> => {
      for (const socket of all) end(socket);
      while ((await server.figure(SOCKETS)) > 0) await wait(20);
    };

    // What the same edits take while everybody reads.
    const reading = sockets();
    await Promise.all(reading.map(connected));
    const calm = await editing((edits) => Promise.resolve(edits === WARM_UP));
    await part(reading);

    while (result.runs < times) {
      const all = sockets();
      await Promise.all(all.map(connected));
      const [well, ...stuck] = all as [Client, ...Client[]];
      const heard = new Set<number>();
      well.on('task-event', (frame) => void ('task' in frame && heard.add(frame.task.version)));
      for (const socket of stuck) stopReading(socket);
      const first = version;
      const most = await editing(
        async (edits) => edits % LOOKS_EVERY === LOOKS_EVERY - 1 && (await server.figure(SOCKETS)) <= 1,
      );
      process.stderr.write(
        `${stuck.length} stuck, ${version - first} frames: ${calm.toFixed(0)} MB before, ${most.toFixed(0)} MB\n`,
      );
      if ((await server.figure(SOCKETS)) > 1) result.late++;
      if (most - calm > GROWS_MB) result.leaked += Math.round(most - calm);
      await until(() => heard.size >= version - first, HEARS_WITHIN);
      result.lost += version - first - heard.size;
      result.acknowledged += version - first;
      result.runs += stuck.length;
      await part(all);
    }
    result.leaked += await team.leaked();
    result.unhandled = team.unhandled;
    return result;
  } finally {
    await team.stop();
  }
}

/** The connection below a socket, which is not declared. */
const below = (client: Client): { pause(): void; destroy(): void } =>
  (
    Reflect.get(client.io.engine, 'transport') as unknown as {
      ws: { _socket: { pause(): void; destroy(): void } };
    }
  ).ws._socket;

function stopReading(client: Client): void {
  client.io.reconnection(false);
  below(client).pause();
}

function end(client: Client): void {
  const line = client.connected ? below(client) : null;
  client.disconnect();
  line?.destroy();
}

const PEOPLE = 100;
/** quality.md: until all are back, in milliseconds. */
const BACK_WITHIN = 35_000;
const GIVEN_UP = 90_000;
const HEARS_WITHIN = 10_000;

/**
 * A server with a thousand sockets ends or dies, and another comes in its place, under the limits as they are set in use.
 * All come back, and what happened meanwhile on another server is in what they ask for then.
 */
export async function restartUnderSockets(
  ground: Ground,
  { times, seed }: Omit<Run, 'servers'>,
): Promise<Tally> {
  const team = await ground.team({ people: PEOPLE });
  const draw = random(seed);
  const result = tally();
  // As in use, but for a bench's own requests: a thousand tasks are made from one address, by sessions of their own.
  const limits = { RATE_LIMIT_ANON: '100', RATE_LIMIT_SESSION: '600' };
  let sockets: { readonly person: string; readonly client: Client; readonly heard: Set<string> }[] = [];
  try {
    await team.start(2, {}, limits);
    const [first, second] = team.origins() as [string, string];
    sockets = team.people.flatMap((person) =>
      Array.from({ length: AT_ONCE }, () => {
        const client = socketOf(first, () => team.token(person));
        const heard = new Set<string>();
        client.on('task-event', (frame) => void ('task' in frame && heard.add(frame.task.id)));
        return { person, client, heard };
      }),
    );
    const all = (): boolean => sockets.every(({ client }) => client.connected);
    await until(all, GIVEN_UP);
    const made = new Map<string, string[]>(team.people.map((person) => [person, []]));
    for (let n = 0; n < times; n++) {
      const began = performance.now();
      const ended = team.restart(0, draw() < 0.5 ? 'SIGTERM' : 'SIGKILL');
      await until(() => !all(), GIVEN_UP);
      await makeOneEach(team, second, made, result);
      await ended;
      const ms = await until(all, GIVEN_UP - (performance.now() - began));
      if (performance.now() - began > BACK_WITHIN) result.late++;
      if (!all()) result.lost += sockets.filter(({ client }) => !client.connected).length;
      process.stderr.write(`all back ${Math.round(ms)} ms after the server\n`);
      // What each asks for when it is back.
      const absent = await Promise.all(
        team.people.map((person) => missing(team, first, person, made.get(person))),
      );
      for (const count of absent) result.lost += count;
      const before = new Map([...made].map(([person, ids]) => [person, ids.length]));
      await makeOneEach(team, second, made, result);
      const hears = (): boolean =>
        sockets.every(({ person, heard }) =>
          (made.get(person) ?? []).slice(before.get(person)).every((id) => heard.has(id)),
        );
      await until(hears, HEARS_WITHIN);
      for (const { person, heard } of sockets)
        for (const id of (made.get(person) ?? []).slice(before.get(person)))
          if (!heard.has(id)) result.lost++;
      // Nobody hears of a task that is not theirs.
      for (const { person, heard } of sockets)
        for (const id of heard) if (!made.get(person)?.includes(id)) result.leaked++;
      result.runs++;
    }
    result.unhandled = team.unhandled;
    result.leaked += await team.leaked();
    return result;
  } finally {
    for (const { client } of sockets) client.disconnect();
    await team.stop();
  }
}

async function makeOneEach(
  team: Team,
  origin: string,
  made: ReadonlyMap<string, string[]>,
  result: Tally,
): Promise<void> {
  const makeOne = async (person: string): Promise<void> => {
    const told = await ask(origin, team.token(person), 'POST', '/tasks', { title: 'while they were away' });
    if (told && told !== 'hanging' && told.status === 201) {
      made.get(person)?.push(String(told.json['id']));
      result.acknowledged++;
    } else result.diverged++;
  };
  await Promise.all(team.people.map(makeOne));
}

/** How many of a person's tasks a list of theirs does not show. */
async function missing(
  team: Team,
  origin: string,
  person: string,
  ids: readonly string[] = [],
): Promise<number> {
  const told = await ask(origin, team.token(person), 'GET', '/tasks?limit=100');
  if (!told || told === 'hanging' || told.status !== 200) return ids.length;
  const shown = new Set((told.json['items'] as { id: string }[]).map(({ id }) => id));
  return ids.filter((id) => !shown.has(id)).length;
}

/** Waits until it holds, or so long; answers how long it took. */
async function until(holds: () => boolean, mostMs: number): Promise<number> {
  const began = performance.now();
  while (!holds() && performance.now() - began < mostMs) await wait(20);
  return performance.now() - began;
}
