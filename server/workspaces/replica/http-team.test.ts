import { once, EventEmitter } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { Server as Sockets, type ServerOptions } from 'socket.io';
import { afterEach, expect, test } from 'vitest';
import type { ApiError } from '../../contract/client.ts';
import { listen } from '../../http/server.ts';
import { ManualTime } from '../../test/manual-time.ts';
import { MemorySecrets } from '../secrets/memory-secrets.ts';
import { heardFetch } from './heard-fetch.ts';
import { HttpTeam } from './http-team.ts';
import { keepSession } from './session-tokens.ts';
import type { Hint } from './team-connection.ts';
import { HEARTBEAT } from './team-socket.ts';

const START = '2026-11-25T10:00:00Z';
const PAGE = JSON.stringify({ cursor: 'c', epoch: 'e', more: false, pending: false, changes: [] });
const SERVER = JSON.stringify({ product: 'taskflow' });

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A team as far as the line to it goes, a network that is real and a time that is turned by hand. */
class Line {
  readonly time = new ManualTime(START);
  readonly hints: Hint[] = [];
  /** Emits each hint, the path of each request that arrives, `upgrade`, `ping`, and `piece` of an answer that came. */
  readonly events = new EventEmitter();
  answersPings = true;

  private constructor(
    readonly http: Server,
    readonly team: HttpTeam,
  ) {}

  static async open(answer: (path: string, response: ServerResponse) => void): Promise<Line> {
    const http = createServer();
    const origin = `http://127.0.0.1:${await listen(http, 0)}`;
    const secrets = new MemorySecrets();
    await keepSession(secrets, 'w', 'session.secret');
    const line: Line = new Line(
      http,
      new HttpTeam({
        origin,
        secrets,
        key: 'w',
        clock: { now: () => line.time.now() },
        timer: { after: (ms, run) => line.time.after(ms, run) },
        fetch: (heard) =>
          heardFetch(() => {
            heard();
            line.events.emit('piece');
          }),
      }),
    );
    http.on('request', (request, response) => {
      if (request.url?.startsWith('/socket.io')) return;
      response.setHeader('content-type', 'application/json');
      const { pathname } = new URL(request.url ?? '/', origin);
      const path = pathname.replace('/api/v1', '');
      if (path === '/auth/refresh') response.end(JSON.stringify({ accessToken: 'a', expiresIn: 900 }));
      else answer(path, response);
      line.events.emit(path);
    });
    closing.push(
      () => {
        http.closeAllConnections();
        http.close();
      },
      () => line.team.close(),
    );
    return line;
  }

  /** News as a team has them. */
  news(options: Partial<ServerOptions> = {}): Sockets {
    const sockets = new Sockets(this.http, options);
    sockets.of('/tasks').on('connection', (socket) => {
      socket.emit('connected');
      socket.on('ping', () => {
        if (this.answersPings) socket.emit('pong');
        this.events.emit('ping');
      });
    });
    closing.push(() => sockets.close());
    return sockets;
  }

  listen(): void {
    this.team.onHint((hint) => {
      this.hints.push(hint);
      this.events.emit(hint);
    });
  }

  on(name: string): Promise<unknown> {
    return once(this.events, name);
  }

  pass(ms: number): Promise<void> {
    return this.time.advance(ms, () => Promise.resolve());
  }

  get seconds(): number {
    return (this.time.now() - Date.parse(START)) / 1_000;
  }
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no failure',
    (error: unknown) => (error as ApiError).code,
  );

test(
  'a network cut before the first heartbeat, while the news still connect, is noticed within 10 seconds',
  // The socket's library gives up after 20 real ones, which is not meant here.
  { timeout: 15_000 },
  async () => {
    // Requests and upgrades arrive, and nothing ever comes back.
    const line = await Line.open(() => undefined);
    const upgraded = new Promise((resolve) => line.http.once('upgrade', resolve));
    line.listen();
    const asked = line.on('/sync/changes');
    const refused = codeOf(line.team.pull(null, 1));
    await Promise.all([asked, upgraded]);
    const looked = line.on('/server');
    await line.pass(HEARTBEAT.timeout);
    await looked;
    const lost = line.on('lost');
    await line.pass(HEARTBEAT.timeout);
    await lost;
    // Nor is what was asked waited for any longer.
    expect(await refused).toBe('UNREACHABLE');
    expect(line.seconds).toBeLessThan(10);
  },
);

test('a look that is hung up because somebody asks for the team says nothing of it', async () => {
  const looks: ServerResponse[] = [];
  // The news never come about.
  const line = await Line.open((path, response) => {
    if (path === '/server' && looks.push(response) > 1) response.end(SERVER);
  });
  line.http.on('upgrade', () => undefined);
  line.listen();
  const looked = line.on('/server');
  await line.pass(HEARTBEAT.timeout);
  await looked;
  const hungUp = once(looks[0]!, 'close');
  line.team.wake();
  await hungUp;
  const unheard = line.on('unheard');
  await line.pass(HEARTBEAT.timeout);
  await unheard;
  expect(line.hints).toEqual(['unheard']);
});

test('news that end while the team answers are no loss: requests go on, and the news come again', async () => {
  const line = await Line.open((path, response) => void response.end(path === '/server' ? SERVER : PAGE));
  const sockets = line.news();
  const connected = line.on('connected');
  line.listen();
  await connected;
  const unheard = line.on('unheard');
  sockets.of('/tasks').disconnectSockets(true);
  await unheard;
  expect((await line.team.pull(null, 1)).cursor).toBe('c');
  const again = line.on('connected');
  await line.pass(HEARTBEAT.retry);
  await again;
  expect(line.hints).toEqual(['connected', 'unheard', 'connected']);
});

test('a heartbeat that is lost hangs up a request in silence, and not a page that is coming in', async () => {
  let page: ServerResponse | null = null;
  const line = await Line.open((path, response) => {
    if (path === '/sync/changes') page = response;
  });
  line.news();
  line.answersPings = false;
  const connected = line.on('connected');
  line.listen();
  await connected;
  const asked = line.on('/sync/changes');
  const pull = line.team.pull(null, 1);
  await asked;
  // Six heartbeats without an answer, and a piece of the page in each.
  await Promise.all([line.on('ping'), line.pass(HEARTBEAT.every)]);
  for (let at = 0; at < 6; at++) {
    const piece = line.on('piece');
    page!.write(PAGE[at]);
    await piece;
    await Promise.all([line.on('ping'), line.pass(HEARTBEAT.timeout)]);
  }
  page!.end(PAGE.slice(6));
  expect((await pull).cursor).toBe('c');
  expect(line.hints).toEqual(['connected']);

  // What came until then was a sign of life for the heartbeat that was out; the next one is lost.
  await Promise.all([line.on('ping'), line.pass(HEARTBEAT.timeout)]);
  const askedAgain = line.on('/sync/changes');
  const refused = codeOf(line.team.pull(null, 1));
  await askedAgain;
  const lost = line.on('lost');
  await line.pass(HEARTBEAT.timeout);
  await lost;
  expect(await refused).toBe('UNREACHABLE');
});

test('a heartbeat that has no answer when the library gives the socket up is lost: nobody is asked once more', async () => {
  const line = await Line.open(() => undefined);
  const sockets = line.news({ pingInterval: 700, pingTimeout: 300 });
  sockets.engine.on('connection', (socket: { pingIntervalTimer: NodeJS.Timeout }) =>
    clearTimeout(socket.pingIntervalTimer),
  );
  line.answersPings = false;
  const connected = line.on('connected');
  line.listen();
  await connected;
  const lost = line.on('lost');
  await Promise.all([line.on('ping'), line.pass(HEARTBEAT.every)]);
  await lost;
  expect(line.hints).toEqual(['connected', 'lost']);
});
