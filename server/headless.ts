import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { ConfigError, places } from './config.ts';
import type { StageResult } from './contract/joining.ts';
import { drained } from './http/drain.ts';
import { limitedServer, listen } from './http/server.ts';
import { createLog } from './log.ts';
import { systemTimer } from './ports/timer.ts';
import { closeOnSignals } from './shutdown.ts';
import { concernsOf, readTeamConfig, type TeamConfig } from './team-config.ts';
import { renewEpoch } from './team/epoch.ts';
import { whyNotStarted } from './team/start-failure.ts';
import { openTeam, type Team } from './team.ts';
import { examineDatabases, examineDirectly } from './workspaces/doctor/by-databases.ts';

/**
 * The entry of a team's server: `serve` (or nothing), or one act at its console. What keeps it from working is one sentence
 * on stderr and exit code 1.
 */
const bundled = import.meta.filename.endsWith('.js');

const USAGE = `npm run team -- [serve | create-admin --email E | reset-password --email E | migrate | new-epoch | doctor | --try]

  serve            the server (without a word, too); see docs/OPERATIONS.md for what its environment says
  create-admin     an account that administrates; its password from TASKFLOW_PASSWORD, or asked for
  reset-password   prints a link with which that person sets a new one
  migrate          brings the database's tables up to date and ends
  new-epoch        after a backup was restored: audit, caches and synchronisation start over from it
  doctor           says of each of the three databases whether it can be used from here, of the settings what is odd, and what to do
  --try            everything at once, with databases of its own and a sample team, to look at`;

const MOST_CONNECTIONS = 5_000;
/** Longer than proxies keep theirs (Caddy two minutes at most, most a minute), so that none meets a closed one. */
const KEEP_ALIVE_MS = 125_000;

/**
 * V8 lets garbage grow to some three times of what lives before it looks for it, which after a busy hour is most of a server's
 * memory. 60 percent more than what lives is enough (decision 281).
 */
const HEAP_GROWTH = '--heap-growing-percent=60';

const files = places(import.meta.dirname, bundled);
const passwordWorker = bundled
  ? path.join(import.meta.dirname, 'password-worker.js')
  : path.join(import.meta.dirname, 'adapters', 'team', 'passwords', 'password-worker.mjs');

interface Command {
  readonly name: string;
  readonly email: string | undefined;
}

function readCommand(argv: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { email: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const [name = 'serve', stray] = positionals;
    if (stray !== undefined) throw new Error(`Only one word is expected, not ${stray} too`);
    return { name: values.help ? 'help' : name, email: values.email };
  } catch (error) {
    throw new ConfigError(`${(error as Error).message.split('. ')[0]}.\n\n${USAGE}`, { cause: error });
  }
}

const open = (config: TeamConfig, origin: () => string): Promise<Team> =>
  openTeam({
    ...config,
    origin,
    embedded: false,
    version: files.version,
    windowFolder: files.window,
    docsFolder: files.docs,
    passwordWorker,
    log: createLog(config.logLevel, process.stdout, config.secrets),
    timer: systemTimer,
    strict: false,
  });

async function serve(config: TeamConfig): Promise<void> {
  const scheme = config.tls ? 'https' : 'http';
  let listening = `${scheme}://${config.host}:${config.port}`;
  const log = createLog(config.logLevel, process.stdout, config.secrets);
  const team = await open(config, () => config.publicUrl ?? listening);
  const server = limitedServer(team.listener, {
    mostConnections: MOST_CONNECTIONS,
    keepAliveMs: KEEP_ALIVE_MS,
    tls: config.tls,
  });
  try {
    team.attach(server);
    const port = await listen(server, config.port, config.host);
    listening = `${scheme}://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  } catch (error) {
    await team.close();
    throw error;
  }
  // Not before: a start makes little garbage, and has better to do.
  setFlagsFromString(HEAP_GROWTH);
  closeOnSignals(async () => {
    team.health.drain();
    await drained(server, () => team.closeSockets());
    await team.close();
  }, log);
  for (const concern of concernsOf(config)) log.warn(concern);
  process.stdout.write(`TaskFlow team server is ready: ${config.publicUrl ?? listening}\n`);
}

/** Asks without showing what is typed. */
async function askPassword(): Promise<string> {
  const given = process.env['TASKFLOW_PASSWORD'];
  if (given) return given;
  if (!process.stdin.isTTY)
    throw new ConfigError('There is no password. Set TASKFLOW_PASSWORD, or run this in a terminal.');
  process.stderr.write('Password (10 characters or more): ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await asking.question('');
  } finally {
    asking.close();
    process.stderr.write('\n');
  }
}

async function atConsole({ name, email }: Command, config: TeamConfig): Promise<void> {
  const team = await open(
    { ...config, logLevel: 'error' },
    () => config.publicUrl ?? `http://${config.host}:${config.port}`,
  );
  try {
    switch (name) {
      case 'create-admin': {
        const user = await team.console.createAdmin(email ?? '', await askPassword());
        process.stdout.write(`${user.email} can sign in now, and administrates this team.\n`);
        return;
      }
      case 'reset-password': {
        const { url, expiresAt } = await team.console.resetPassword(email ?? '');
        process.stdout.write(`${url}\nThis link sets a new password, once, until ${expiresAt}.\n`);
        return;
      }
      default:
        process.stdout.write('The tables are up to date.\n');
    }
  } finally {
    await team.close();
  }
}

async function newEpoch({ databaseUrl, databaseDirectUrl }: TeamConfig): Promise<void> {
  const onError = (error: unknown): void => void process.stderr.write(`${String(error)}\n`);
  await renewEpoch({ url: databaseDirectUrl ?? databaseUrl, onError });
  process.stdout.write('This team has a new epoch. Start its servers.\n');
}

/** What was found of one database, with what to do below. */
function printStage(name: string, { ok, warning, message, advice, ms }: StageResult): void {
  const mark = warning ? 'look' : ok ? 'ok' : 'FAILED';
  process.stdout.write(`${mark.padEnd(7)}${name.padEnd(10)}${message} (${ms} ms)\n`);
  if (advice) process.stdout.write(`${' '.repeat(17)}${advice}\n`);
}

/** A line for each database; exit code 1 when one of them cannot be used. */
async function doctor(config: TeamConfig): Promise<void> {
  const { databaseUrl, databaseDirectUrl, mongodbUrl, redisUrl } = config;
  const { examination, team } = await examineDatabases({ databaseUrl, mongodbUrl, redisUrl });
  for (const result of examination.stages) printStage(result.stage, result);
  const direct = databaseDirectUrl ? await examineDirectly(databaseDirectUrl, team) : null;
  for (const result of direct?.examination.stages ?? []) printStage('direct', result);
  if (direct?.isSame === false)
    process.stdout.write(
      'FAILED direct    DATABASE_DIRECT_URL leads to another database than DATABASE_URL.\n',
    );
  for (const concern of concernsOf(config)) process.stdout.write(`look   settings  ${concern}\n`);
  if (!examination.ok || direct?.examination.ok === false || direct?.isSame === false) process.exitCode = 1;
}

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  switch (command.name) {
    case 'help':
      process.stdout.write(`${USAGE}\n`);
      return;
    case 'serve':
      return serve(readTeamConfig(process.env));
    case 'new-epoch':
      return newEpoch(readTeamConfig(process.env));
    case 'doctor':
      return doctor(readTeamConfig(process.env));
    case 'create-admin':
    case 'reset-password':
    case 'migrate':
      return atConsole(command, readTeamConfig(process.env));
    default:
      throw new ConfigError(`There is no command ${command.name}.\n\n${USAGE}`);
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${whyNotStarted(error)}\n`, () => process.exit(1));
});
