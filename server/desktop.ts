import path from 'node:path';
import { StoreOpenError, openLocalStore, realFiles } from './adapters/local/index.ts';
import { ConfigError, defaultDataFolder, places, readConfig, type Config } from './config.ts';
import { sentence } from './contract/sentences.ts';
import { START_ADVICE, START_FAILURES, type StartFailure } from './contract/start-failures.ts';
import { LogFile, createLog } from './log.ts';
import { systemClock } from './ports/clock.ts';
import { systemTimer } from './ports/timer.ts';
import { closeOnSignals } from './shutdown.ts';
import { startBundledServer, type BundledServer } from './workspaces/bundled-server.ts';
import { secretsInFile, secretsOfShell, type Secrets } from './workspaces/secrets/secrets.ts';
import { linkOfFirst } from './workspaces/second-start.ts';
import { findShell, toldByShell, type Shell } from './workspaces/shell.ts';

/**
 * The entry of the bundled server: started by the shell, which says `start` over a message port, or by hand. It prints
 * `TaskFlow is ready: URL`; what keeps it from starting is one sentence on stderr and exit code 1.
 */
const bundled = import.meta.filename.endsWith('.js');
const began = performance.now();

const isHeld = (error: unknown): boolean => error instanceof StoreOpenError && error.isHeld;

/** Why there is no server, for a person. */
function whyNotStarted(error: unknown, config: Config): StartFailure {
  if (error instanceof StoreOpenError) return error.closed;
  const port = String(config.port);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return { code: 'PORT_TAKEN', params: { port } };
    case 'EACCES':
      return { code: 'PORT_FORBIDDEN', params: { port } };
    default: {
      const folder = path.join(config.dataFolder, 'logs');
      return { code: 'NOT_STARTED', params: { why: String(error), folder } };
    }
  }
}

async function start(config: Config, shell: Shell | null, secrets: Secrets): Promise<BundledServer> {
  const files = places(import.meta.dirname, bundled);
  const logs = path.join(config.dataFolder, 'logs');
  // Where no folder can be made the store says so, and no log is kept.
  await realFiles.makeFolder(logs).catch(() => undefined);
  const logFile = new LogFile(logs);
  const log = createLog(config.logLevel, logFile, [config.launchKey]);
  const server = await startBundledServer({
    dataFolder: config.dataFolder,
    port: config.port,
    // The shell asks for the port it had; by hand a taken one is an error that is said.
    orAnyPort: shell !== null,
    launchKey: config.launchKey,
    version: files.version,
    windowFolder: files.window,
    docsFolder: files.docs,
    log,
    clock: systemClock,
    timer: systemTimer,
    strict: !bundled,
    secrets,
    passwordWorker: files.passwordWorker,
    openStore: () =>
      openLocalStore({ folder: config.dataFolder, clock: systemClock, version: files.version }),
    // Under the shell such a start fails: its page says why, and its button tries again with a new process.
    explainFailure: (error) =>
      error instanceof StoreOpenError && !isHeld(error) && shell === null ? error.closed : null,
    onNotification: ({ notification, title }, workspaceId) =>
      shell?.send({
        type: 'notification',
        kind: notification.kind,
        title: title ?? 'TaskFlow',
        workspaceId,
        taskId: notification.taskId,
      }),
  });
  await server.workspaces.opened?.store.lock.describe({ port: server.port, controlKey: server.controlKey });
  log.info({ port: server.port, version: files.version }, 'ready');
  const end = closeOnSignals(async () => {
    await server.close();
    shell?.send({ type: 'stopped' });
    logFile.close();
  }, log);
  shell?.listen((message) => {
    if (message.type === 'shutdown') end();
  });
  return server;
}

function readConfigOrExit(): Config {
  try {
    return readConfig(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The link that was printed, if any. */
async function main(): Promise<string | null> {
  // A runner of TypeScript has a channel to its child as well; only the bundle is ever started by a shell.
  const shell = bundled ? findShell() : null;
  let config = readConfigOrExit();
  let hasKeystore = false;
  if (shell) {
    const { launchKey, dataFolder, port, keystore } = await toldByShell(shell);
    hasKeystore = keystore;
    config = { ...config, launchKey, port, dataFolder: dataFolder ?? defaultDataFolder() };
  }
  try {
    const secrets = shell
      ? secretsOfShell(config.dataFolder, shell, hasKeystore)
      : secretsInFile(config.dataFolder);
    const server = await start(config, shell, secrets);
    // The window says it too; whoever looks at the terminal should not have to open it to know.
    if (server.workspaces.failure) process.stderr.write(`${server.workspaces.failure.message}\n`);
    const startedInMs = Math.round(performance.now() - began);
    shell?.send({ type: 'ready', port: server.port, dataFolder: config.dataFolder, startedInMs });
    return ready(server.link());
  } catch (error) {
    const running = isHeld(error) && !shell ? await linkOfFirst(config.dataFolder) : null;
    if (running) {
      process.stderr.write('TaskFlow already runs on this folder; this is a fresh link to it.\n');
      return ready(running);
    }
    const failure = whyNotStarted(error, config);
    shell?.send({ type: 'failed', failure });
    const said = `${sentence(START_FAILURES, failure)} ${sentence(START_ADVICE, failure)}`;
    process.stderr.write(`${said}\n`, () => process.exit(1));
    return null;
  }
}

function ready(link: string): string {
  process.stdout.write(`TaskFlow is ready: ${link}\n`);
  return link;
}

/** For the start script, which runs this in its own process and opens the link; null: it ends with what was said. */
export const link = await main();
