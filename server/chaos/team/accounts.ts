import bcrypt from 'bcryptjs';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { HttpConnection } from '../../bench/http-connection.ts';
import { random } from '../../seed/tasks.ts';
import { FaultyProxy } from '../../../build/test-services/proxy.ts';
import { tally, type Tally } from '../history.ts';
import type { Run } from './faults.ts';
import { emailOf, type Ground } from './ground.ts';
import type { TeamProcess } from './process.ts';

/** Of bcrypt: guesses are to be many; who is nobody costs what it costs in use. */
const ROUNDS = 4;
const PASSWORD = 'correct horse battery';
const OWNER_AT = '203.0.113.7';
const ADDRESSES = 200;
const ACCOUNTS = 5_000;
const ATTACKERS = 16;
const OWNER_EVERY_MS = 1_000;
const OWNER_WAITS_MS = 10_000;
const PATIENCE_MS = 30_000;

interface Told {
  readonly status: number;
  readonly json: Record<string, unknown>;
  readonly cookie: string | undefined;
}

/** Null: the connection failed. */
async function post(
  origin: string,
  route: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Told | null> {
  try {
    const answer = await fetch(`${origin}/api/v1${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const json = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, json, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] };
  } catch {
    return null;
  }
}

const addressOf = (n: number): string => `198.51.${100 + Math.floor(n / 250)}.${1 + (n % 250)}`;

/**
 * So many guesses, half of them from two hundred addresses at one account, half from one address at five thousand accounts.
 * None gets in, each is refused in order, and meanwhile the owner signs in from where they always do.
 */
export async function bruteForce(ground: Ground, { times }: Omit<Run, 'servers'>): Promise<Tally> {
  const team = await ground.team({ people: 2, passwordHash: await bcrypt.hash(PASSWORD, ROUNDS) });
  const result = tally();
  try {
    await team.start(1, {}, { TRUST_PROXY: '1', RATE_LIMIT_LOGIN: '10' });
    const [server] = team.servers as [TeamProcess];
    const { origin } = server;
    const login = (email: string, password: string, from: string): Promise<Told | null> =>
      post(origin, '/auth/login', { email, password, client: 'app' }, { 'x-forwarded-for': from });
    const owner = async (): Promise<void> => {
      const end = performance.now() + OWNER_WAITS_MS;
      let told = await login(emailOf(0), PASSWORD, OWNER_AT);
      // Many sign in just now: it says when to come again.
      for (
        ;
        told?.status === 503 && performance.now() < end;
        told = await login(emailOf(0), PASSWORD, OWNER_AT)
      )
        await wait(1_000);
      if (told?.status !== 200) result.lost++;
      result.acknowledged++;
    };
    await owner();
    let next = 0;
    const attack = async (): Promise<void> => {
      let connection = new HttpConnection(server.port);
      for (let n = next++; n < times; n = next++) {
        const [email, password, from] =
          n % 2 === 0
            ? [emailOf(0), `guess number ${n}`, addressOf((n / 2) % ADDRESSES)]
            : [`nobody${((n - 1) / 2) % ACCOUNTS}@example.org`, PASSWORD, '192.0.2.66'];
        const asked = {
          method: 'POST',
          path: '/api/v1/auth/login',
          headers: { 'x-forwarded-for': from },
          body: { email, password, client: 'app' },
        };
        const told = await connection.ask(asked).catch(() => null);
        if (!told) {
          result.late++;
          connection.close();
          connection = new HttpConnection(server.port);
          continue;
        }
        const { status } = told;
        result.runs++;
        if (status === 200) result.leaked++;
        else if (status !== 401 && status !== 429 && status !== 503) result.diverged++;
      }
      connection.close();
    };
    let over = false;
    const attacks = Promise.all(Array.from({ length: ATTACKERS }, attack)).finally(() => (over = true));
    while (!over) {
      await wait(OWNER_EVERY_MS);
      await owner();
    }
    await attacks;
    result.leaked += await team.leaked();
    result.unhandled = team.unhandled;
    return result;
  } finally {
    await team.stop();
  }
}

/** Where browsers come from: whichever server is asked. */
const PAGE = 'http://127.0.0.1:9999';
/** An answer that does not come is asked for again within the 10 s that a browser's secret is known for. */
const TRIES = 5;

/**
 * Two windows of one browser, or one app twice, renew their session at once on two servers, and often enough an answer is
 * lost on the way: both go on. At the end a secret from further back ends the session.
 */
export async function refreshTwice(ground: Ground, { times, seed }: Omit<Run, 'servers'>): Promise<Tally> {
  const team = await ground.team({ people: 2, passwordHash: await bcrypt.hash(PASSWORD, ROUNDS) });
  const draw = random(seed);
  const result = tally();
  const networks: FaultyProxy[] = [];
  try {
    await team.start(2, {}, { CORS_ORIGINS: PAGE });
    for (const { port } of team.servers) networks.push(await FaultyProxy.start(port));
    const origins = networks.map(({ port }) => `http://127.0.0.1:${port}`) as [string, string];
    const [direct] = team.origins() as [string];
    const browser = await post(
      direct,
      '/auth/login',
      { email: emailOf(0), password: PASSWORD },
      { origin: PAGE },
    );
    const app = await post(
      direct,
      '/auth/login',
      { email: emailOf(1), password: PASSWORD, client: 'app' },
      {},
    );
    let cookie = browser?.cookie ?? '';
    let token = String(app?.json['refreshToken']);
    const [oldCookie, oldToken] = [cookie, token];

    let lost = 0;
    /** Asks until there is an answer. */
    const insisting = async (act: (at: number) => Promise<Told | null>, at: number): Promise<Told | null> => {
      for (let tries = 0; tries < TRIES; tries++) {
        const told = await act(at);
        if (told) return told;
        lost++;
        networks[at]?.cutAfter(null);
      }
      return null;
    };
    const both = (act: (at: number) => Promise<Told | null>): Promise<(Told | null)[]> =>
      Promise.all([insisting(act, 0), insisting(act, 1)]);

    for (let n = 0; n < times; n++) {
      const cut = draw() < 0.5 ? networks[Math.floor(draw() * 2)] : undefined;
      cut?.cutAfter({
        direction: 'down',
        bytes: Math.floor(draw() * 300),
        how: draw() < 0.5 ? 'end' : 'reset',
      });
      if (n % 2 === 0) {
        const shown = cookie;
        const told = await both((at) =>
          post(origins[at] as string, '/auth/refresh', {}, { cookie: shown, origin: PAGE }),
        );
        if (told.some((one) => one?.status !== 200)) result.lost++;
        if (told[0]?.cookie !== told[1]?.cookie) result.diverged++;
        cookie = told[0]?.cookie ?? cookie;
      } else {
        const next = randomBytes(32).toString('base64url');
        const shown = token;
        const told = await both((at) =>
          post(origins[at] as string, '/auth/refresh', { refreshToken: shown, next }, {}),
        );
        if (told.some((one) => one?.status !== 200)) result.lost++;
        token = `${shown.split('.')[0]}.${next}`;
      }
      cut?.cutAfter(null);
      result.runs++;
      result.acknowledged += 2;
    }
    process.stderr.write(`${lost} answers were lost\n`);
    // A thief with an old secret ends the session, and whoever had it.
    await post(direct, '/auth/refresh', {}, { cookie: oldCookie, origin: PAGE });
    await post(
      direct,
      '/auth/refresh',
      { refreshToken: oldToken, next: randomBytes(32).toString('base64url') },
      {},
    );
    const after = [
      await post(direct, '/auth/refresh', {}, { cookie, origin: PAGE }),
      await post(
        direct,
        '/auth/refresh',
        { refreshToken: token, next: randomBytes(32).toString('base64url') },
        {},
      ),
    ];
    for (const told of after) if (told?.json['code'] !== 'SESSION_ENDED') result.leaked++;
    result.unhandled = team.unhandled;
    result.leaked += await team.leaked();
    return result;
  } finally {
    for (const network of networks) await network.close();
    await team.stop();
  }
}
