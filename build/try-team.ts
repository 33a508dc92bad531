import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ensureRedis } from './stores.mjs';
import { freePort } from './test-services/free-port.ts';
import { endsWithThis } from './test-services/last-will.mjs';
import { findMongo, startMongo } from './test-services/mongo.ts';
import { startPostgres } from './test-services/postgres.ts';
import { startRedis } from './test-services/redis.ts';
import { ROOT, say } from './tools.mjs';
import { withoutRealTeam } from './try-environment.ts';

/**
 * `npm run team -- --try`: a team to look at. It starts the stores that the tests use, in folders that go with it, the server
 * on them, and puts a sample team in through the server's own doors.
 */
const PEOPLE = [
  { firstName: 'Ada', lastName: 'Lindqvist', email: 'ada@example.org', password: 'ada-tries-taskflow' },
  { firstName: 'Noor', lastName: 'Haddad', email: 'noor@example.org', password: 'noor-tries-taskflow' },
  { firstName: 'Jonas', lastName: 'Weber', email: 'jonas@example.org', password: 'jonas-tries-taskflow' },
] as const;
const [ADA, ...OTHERS] = PEOPLE;

/** Title, whose, status, priority, due in days. */
const TASKS: readonly (readonly [string, number, string, string, number | null])[] = [
  ['Proofs of the trail booklet back to the printer', 1, 'in_review', 'high', 1],
  ['Book the hut for the autumn meeting', 0, 'todo', 'medium', 12],
  ['Call the ranger about the closed path', 2, 'todo', 'urgent', 0],
  ['New tyres for the van', 2, 'in_progress', 'medium', 5],
  ['Accounts of the third quarter', 0, 'todo', 'high', -2],
  ['Photos of the north route', 1, 'done', 'low', null],
  ['Translate the help pages', 1, 'todo', 'low', 30],
  ['Order signs for the crossing at the lake', 2, 'done', 'medium', -6],
];

const DAY_MS = 86_400_000;
const entry = path.join(ROOT, 'dist', 'server', 'headless.js');

async function call<T>(
  origin: string,
  route: string,
  body: unknown,
  token?: string,
  method = 'POST',
): Promise<T> {
  const response = await fetch(`${origin}/api/v1${route}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Accounts by invitation, as an administrator makes them; then tasks of everybody. */
async function fill(origin: string): Promise<void> {
  const signIn = ({ email, password }: { email: string; password: string }) =>
    call<{ accessToken: string; user: { id: string } }>(origin, '/auth/login', {
      email,
      password,
      client: 'app',
    });
  const ada = await signIn(ADA);
  const { firstName, lastName } = ADA;
  await call(origin, '/auth/profile', { firstName, lastName }, ada.accessToken, 'PATCH');
  const people = [ada.user.id];
  for (const { email, password, firstName, lastName } of OTHERS) {
    const { url } = await call<{ url: string }>(origin, '/users/invite', { email }, ada.accessToken);
    const invite = url.split('#')[1];
    const profile = { firstName, lastName };
    const user = await call<{ id: string }>(origin, '/auth/register', { email, password, profile, invite });
    people.push(user.id);
  }
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  for (const [title, whose, status, priority, days] of TASKS)
    await call(
      origin,
      '/tasks',
      {
        title,
        status,
        priority,
        assigneeId: people[whose],
        ...(days === null ? {} : { dueAllDay: true, dueDate: new Date(today + days * DAY_MS).toISOString() }),
      },
      ada.accessToken,
    );
}

async function main(): Promise<number> {
  say('Starting PostgreSQL, Redis and MongoDB for a team to try …');
  process.env = withoutRealTeam(process.env);
  process.env['REDIS_SERVER'] = await ensureRedis('for a team to try');
  const found = await findMongo(say);
  if (found.kind === 'none')
    say(`MongoDB is missing (${found.why}): histories show what PostgreSQL still has.`);
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const mongo = found.kind === 'program' ? await startMongo(found.file) : null;
  const stop = async (): Promise<void> => {
    await Promise.all([postgres.stop(), redis.stop(), mongo?.stop()]);
  };
  try {
    await postgres.server.createDatabase('taskflow');
    const mongodbUrl = mongo?.url('taskflow') ?? 'mongodb://127.0.0.1:9/taskflow';
    const port = process.env['PORT'] || String(await freePort());
    const env = {
      ...process.env,
      DATABASE_URL: postgres.url('taskflow'),
      REDIS_URL: redis.url,
      MONGODB_URL: mongodbUrl,
      PORT: port,
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    };
    const admin = spawn(process.execPath, [entry, 'create-admin', '--email', ADA.email], {
      env: { ...env, TASKFLOW_PASSWORD: ADA.password },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if ((await once(admin, 'close'))[0] !== 0) return 1;
    const server = spawn(process.execPath, [entry], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    endsWithThis(server);
    const ended = once(server, 'close');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => server.kill(signal === 'SIGINT' ? 'SIGTERM' : signal));
    createInterface({ input: server.stdout }).on('line', (line) => {
      say(line);
      if (/ready: \S+/.test(line))
        void fill(`http://127.0.0.1:${port}`).then(
          () => {
            say('Sign in as:');
            for (const { email, password } of PEOPLE) say(`  ${email}  ${password}`);
            say('Ada administrates. Everything is gone when this ends: Ctrl+C.');
          },
          (error: unknown) => say(`The sample team could not be made: ${String(error)}`),
        );
    });
    return ((await ended)[0] as number | null) ?? 1;
  } finally {
    await stop();
  }
}

process.exitCode = await main();
