import { createServer, type Server, type ServerResponse } from 'node:http';
import { Server as Sockets } from 'socket.io';
import { afterEach, expect, test } from 'vitest';
import { listen } from '../../http/server.ts';
import { systemClock } from '../../ports/clock.ts';
import { systemTimer } from '../../ports/timer.ts';
import { MemorySecrets } from '../secrets/memory-secrets.ts';
import { HttpTeam } from './http-team.ts';
import { keepSession } from './session-tokens.ts';
import type { Hint } from './team-connection.ts';

const HEARTBEAT = { every: 30, timeout: 60, retry: 10, longest: 3_000 };
const EMPTY_PAGE = {
  cursor: 'c',
  epoch: 'e',
  more: false,
  pending: false,
  changes: [{ kind: 'hidden', text: 'x'.repeat(2_000) }],
};

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A team as far as the line to it goes: what it says to a request is for the test to write. */
async function teamWith(answer: (path: string, response: ServerResponse) => void): Promise<{
  readonly http: Server;
  readonly team: HttpTeam;
  readonly hints: Hint[];
  /** Resolves with the next hint of this kind. */
  readonly hint: (wanted: Hint) => Promise<void>;
}> {
  const http = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const path = new URL(request.url ?? '/', 'http://x').pathname.replace('/api/v1', '');
    if (path === '/auth/refresh') response.end(JSON.stringify({ accessToken: 'a', expiresIn: 900 }));
    else answer(path, response);
  });
  const port = await listen(http, 0);
  const secrets = new MemorySecrets();
  await keepSession(secrets, 'w', 'session.secret');
  const team = new HttpTeam({
    origin: `http://127.0.0.1:${port}`,
    secrets,
    key: 'w',
    clock: systemClock,
    timer: systemTimer,
    heartbeat: HEARTBEAT,
    timeout: 5_000,
  });
  const hints: Hint[] = [];
  const waiting = new Set<{ readonly wanted: Hint; readonly resolve: () => void }>();
  const hint = (wanted: Hint): Promise<void> =>
    new Promise((resolve) => void waiting.add({ wanted, resolve }));
  team.onHint((heard) => {
    hints.push(heard);
    for (const one of waiting) if (one.wanted === heard && waiting.delete(one)) one.resolve();
  });
  closing.push(
    () => {
      http.closeAllConnections();
      http.close();
    },
    () => team.close(),
  );
  return { http, team, hints, hint };
}

/** News as a team has them; whether pings are answered is for the test to say. */
function newsOf(http: Server, answersPings: () => boolean): Sockets {
  const sockets = new Sockets(http);
  sockets.of('/tasks').on('connection', (socket) => {
    socket.emit('connected');
    socket.on('ping', () => answersPings() && socket.emit('pong'));
  });
  closing.push(() => sockets.close());
  return sockets;
}

test('a network cut before the first heartbeat, while the news still connect, is noticed as soon as a later one', async () => {
  // Upgrades and requests arrive, and nothing ever comes back: a network that swallows everything.
  const { http, hint, team } = await teamWith(() => undefined);
  http.on('upgrade', () => undefined);
  const pull = team.pull(null, 1);
  const refused = expect(pull).rejects.toMatchObject({ code: 'UNREACHABLE' });
  await hint('lost');
  // What was asked is not waited for either: far below its five seconds.
  await refused;
});

test('news that end while the team answers are no loss: requests go on', async () => {
  const { http, hints, hint, team } = await teamWith((path, response) => {
    response.end(JSON.stringify(path === '/sync/changes' ? EMPTY_PAGE : { product: 'taskflow' }));
  });
  const sockets = newsOf(http, () => true);
  await hint('connected');
  const unheard = hint('unheard');
  sockets.of('/tasks').disconnectSockets(true);
  await unheard;
  expect((await team.pull(null, 1)).cursor).toBe('c');
  await hint('connected');
  expect(hints).not.toContain('lost');
});

test('a heartbeat that is lost hangs up a request in silence, and not a page that is coming in', async () => {
  let isComing = true;
  let pings = 0;
  const { http, hints, hint, team } = await teamWith((path, response) => {
    const text = JSON.stringify(path === '/sync/changes' ? EMPTY_PAGE : { product: 'taskflow' });
    if (!isComing) return;
    // Piece by piece, until several heartbeats in a row went without an answer.
    let at = 0;
    const more = setInterval(() => {
      if (pings >= 4) {
        clearInterval(more);
        response.end(text.slice(at));
        return;
      }
      response.write(text.slice(at, ++at));
    }, 10);
  });
  newsOf(http, () => {
    pings++;
    return false;
  });
  expect((await team.pull(null, 1)).cursor).toBe('c');
  expect(pings).toBeGreaterThanOrEqual(4);
  expect(hints).not.toContain('lost');
  isComing = false;
  const lost = hint('lost');
  await expect(team.pull(null, 1)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  await lost;
});
