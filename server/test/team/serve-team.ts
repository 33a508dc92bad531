import path from 'node:path';
import { limitedServer, listen } from '../../http/server.ts';
import { drained } from '../../http/drain.ts';
import { createLog } from '../../log.ts';
import { systemTimer } from '../../ports/timer.ts';
import { openTeam, type Team, type TeamOptions } from '../../team.ts';
import { Secrets } from './secrets.ts';

/** Where a team's data lies. */
export type TeamStores = Pick<TeamOptions, 'databaseUrl' | 'mongodbUrl' | 'redisUrl'>;

export type ServeOptions = Partial<TeamOptions> & { readonly port?: number; readonly tls?: Certificate };

/** A team server on real databases, in this process. Several may stand on one database: hand on its URL. */
export interface TeamServer {
  readonly origin: string;
  readonly databaseUrl: string;
  readonly mongodbUrl: string;
  readonly team: Team;
  readonly logged: string[];
  /** What went through `request`. */
  readonly secrets: Secrets;
  /** JSON to /api/v1, as whoever the token says. */
  readonly request: (
    method: string,
    route: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answered>;
  /** Makes an account that administrates, and signs in. */
  readonly admin: (email?: string) => Promise<Person>;
  /** Invites, registers and signs in. */
  readonly member: (email: string, by: Person) => Promise<Person>;
  readonly signIn: (email: string) => Promise<Person>;
  readonly close: () => Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** As PEM: the server speaks https then. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Somebody who is signed in as an app. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly request: TeamServer['request'];
}

export const PASSWORD = 'correct horse battery';
const WORKER = path.resolve(import.meta.dirname, '../../adapters/team/passwords/password-worker.mjs');

/** Starts one over stores that run already, with the settings of a test where none are given. */
export async function serveTeam(given: ServeOptions & TeamStores): Promise<TeamServer> {
  const { databaseUrl, mongodbUrl } = given;
  const logged: string[] = [];
  const secrets = new Secrets();
  secrets.note({ password: PASSWORD });
  const scheme = given.tls ? 'https' : 'http';
  let origin = `${scheme}://127.0.0.1:0`;
  const team = await openTeam({
    databaseDirectUrl: null,
    jwtKeys: null,
    registration: 'invite',
    limits: { anonymous: null, session: null, login: null },
    eventRetentionDays: null,
    metricsToken: null,
    publicUrl: null,
    corsOrigins: [],
    trustedProxies: 0,
    prepared: true,
    poolSize: 5,
    embedded: false,
    version: '0.0.0-test',
    windowFolder: import.meta.dirname,
    docsFolder: import.meta.dirname,
    passwordWorker: WORKER,
    passwordRounds: 4,
    log: createLog('info', { write: (line) => void logged.push(line) }),
    timer: systemTimer,
    strict: true,
    ...given,
    origin: given.origin ?? (() => origin),
  });
  const server = limitedServer(team.listener, { mostConnections: 5000, tls: given.tls ?? null });
  team.attach(server);
  origin = `${scheme}://127.0.0.1:${await listen(server, given.port ?? 0)}`;

  const request: TeamServer['request'] = async (method, route, body, headers = {}) => {
    const sent = new Headers({
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    });
    secrets.note(body);
    secrets.noteHeaders(sent);
    const response = await fetch(`${origin}/api/v1${route}`, {
      method,
      headers: sent,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    secrets.note(json);
    secrets.noteHeaders(response.headers);
    return { status: response.status, headers: response.headers, text, json };
  };
  const signIn = async (email: string): Promise<Person> => {
    const { status, json, text } = await request('POST', '/auth/login', {
      email,
      password: PASSWORD,
      client: 'app',
    });
    if (status !== 200) throw new Error(`sign-in of ${email}: ${text}`);
    const { accessToken, refreshToken, user } = json as {
      accessToken: string;
      refreshToken: string;
      user: { id: string };
    };
    return {
      id: user.id,
      email,
      token: accessToken,
      refreshToken,
      request: (method, route, body, headers = {}) =>
        request(method, route, body, { authorization: `Bearer ${accessToken}`, ...headers }),
    };
  };
  return {
    origin,
    databaseUrl,
    mongodbUrl,
    team,
    logged,
    secrets,
    request,
    signIn,
    admin: async (email = 'ada@example.org') => {
      await team.console.createAdmin(email, PASSWORD);
      return signIn(email);
    },
    member: async (email, by) => {
      const invited = await by.request('POST', '/users/invite', { email });
      const invite = String(invited.json['url']).split('#')[1];
      const made = await request('POST', '/auth/register', { email, password: PASSWORD, invite });
      if (made.status !== 201) throw new Error(`registration of ${email}: ${made.text}`);
      return signIn(email);
    },
    close: async () => {
      await drained(server, () => team.closeSockets(), 1_000);
      await team.close();
    },
  };
}
