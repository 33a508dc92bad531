import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { LocalIdempotency, type LocalStore } from '../adapters/local/index.ts';
import { createApp } from '../app.ts';
import { openApi } from '../contract/openapi.ts';
import { isQuiet } from '../contract/quiet-hours.ts';
import { BUNDLED_ROUTES, RELAYED_ROUTES } from '../contract/routes.ts';
import type { Surroundings } from '../http/bind.ts';
import { AppError } from '../errors.ts';
import { LAUNCH_HEADER, guardServer, isKeyed, sameSecret } from '../http/guard.ts';
import { drained } from '../http/drain.ts';
import { LaunchCodes } from '../http/launch-codes.ts';
import { limitedServer, listen } from '../http/server.ts';
import { attachSockets } from '../modules/realtime/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { DomainEvent } from '../ports/domain-events.ts';
import type { Timer } from '../ports/timer.ts';
import { AppFile } from './app-file.ts';
import { appRoutes } from './app.routes.ts';
import { BackupService } from './backups.ts';
import { Doctor } from './doctor/doctor.ts';
import { Examinations } from './examinations.ts';
import { joiningRoutes } from './joining.routes.ts';
import { Joining } from './joining.ts';
import { watchNetwork } from './network-watch.ts';
import type { Intervals } from './replica/intervals.ts';
import type { Secrets } from './secrets/secrets.ts';
import { closedRoutes, rootRoutes, workspaceRoutes } from './server.routes.ts';
import type { HostDeps } from './team/databases-access.ts';
import { TeamOpener } from './team/team-opener.ts';
import { PERSONAL, Workspaces, type ExplainFailure } from './workspaces.ts';

export interface BundledServerOptions {
  readonly dataFolder: string;
  readonly port: number;
  /** Whether a taken port is replaced by any free one. */
  readonly orAnyPort?: boolean;
  readonly launchKey: string;
  readonly version: string;
  readonly windowFolder: string;
  readonly docsFolder: string;
  readonly log: Logger;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Whether every answer is checked against its schema, and a wrong one is a failure: in tests and development. */
  readonly strict: boolean;
  readonly openStore: () => Promise<LocalStore>;
  /** Of what cannot stand in app.json: sessions, addresses of databases. */
  readonly secrets: Secrets;
  /** bcrypt's worker, for a team side that runs here. */
  readonly passwordWorker: string;
  /** Of bcrypt: fewer in tests. */
  readonly passwordRounds?: number;
  /** How long a replica waits for what: in tests. */
  readonly intervals?: Intervals;
  readonly explainFailure: ExplainFailure;
  /** Authorities to trust instead of Node's own, as PEM: in tests. */
  readonly roots?: readonly string[];
  readonly onNotification?: (event: DomainEvent & { kind: 'notification' }, workspaceId: string) => void;
}

const DRAIN_MS = 5_000;

/** The app's server while it runs. It owns the socket, the workspaces and their stores. */
export interface BundledServer {
  readonly port: number;
  readonly origin: string;
  readonly controlKey: string;
  readonly workspaces: Workspaces;
  /** The address with a code that works once, for 60 s. */
  readonly link: () => string;
  readonly close: () => Promise<void>;
}

/**
 * Opens the workspaces and listens. A store that does not open still serves the window, which says why.
 * Throws what keeps a start from making sense: a folder held by another process, a taken port.
 */
export async function startBundledServer(options: BundledServerOptions): Promise<BundledServer> {
  const { launchKey, log, clock, timer, version, dataFolder } = options;
  const controlKey = randomBytes(32).toString('base64url');
  const showsKey = (request: IncomingMessage, token: string): boolean => {
    const header = request.headers[LAUNCH_HEADER];
    return sameSecret(typeof header === 'string' ? header : token, launchKey);
  };
  const appFile = await AppFile.open(dataFolder);
  const onEvent = (event: DomainEvent, workspaceId: string): void => {
    if (event.kind !== 'notification' || isQuiet(appFile.settings.quiet, new Date(clock.now()))) return;
    options.onNotification?.(event, workspaceId);
  };
  const workspaces = await Workspaces.open(
    appFile,
    {
      id: PERSONAL,
      folder: dataFolder,
      namespaces: ['/tasks', `/w/${PERSONAL}/tasks`],
      clock,
      timer,
      log,
      version,
      remindAtDue: () => appFile.settings.reminders,
      isKeyed: showsKey,
    },
    options.openStore,
    options.explainFailure,
  );
  try {
    const codes = new LaunchCodes(clock);
    let origin = '';
    const link = (): string => `${origin}/#${codes.make()}`;
    let handle: RequestListener = () => undefined;
    const server = limitedServer((request, response) => handle(request, response));
    const door = attachSockets(server);
    workspaces.listen(door);
    const opener = new TeamOpener({
      ...options,
      secrets: options.secrets.store,
      host: hostOf(options),
      door,
      isKeyed: showsKey,
      mayEnter: isKeyed,
      remindAtDue: () => appFile.settings.reminders,
      onChange: () => workspaces.changed(),
      onEvent,
    });
    // A folder that cannot be deleted now is tried again at the next start.
    await opener
      .finishErasing(appFile)
      .catch((error: unknown) => log.warn({ err: error }, 'a removed team stays'));
    for (const entry of appFile.joined) workspaces.add(opener.workspace(entry, opener.accessOf(entry)));
    const app = composed(options, { workspaces, appFile, codes, opener, link, origin: () => origin });
    const answer = app.callback();
    handle = (request, response) => void answer(request, response);
    guardServer(server, () => ({ host: new URL(origin).host, launchKey, controlKey }));
    const port = await listen(server, options.port).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || !options.orAnyPort) throw error;
      return listen(server, 0);
    });
    origin = `http://127.0.0.1:${port}`;
    const unsubscribe = workspaces.opened?.domain.subscribe((event) => onEvent(event, PERSONAL));
    void workspaces.openTeams();
    const unwatch = watchNetwork({
      clock,
      timer,
      onChange: () => {
        for (const team of workspaces.teams) team.tryAgain();
      },
    });
    const close = once(async () => {
      unsubscribe?.();
      unwatch();
      await drained(server, () => door.close(), DRAIN_MS);
      await workspaces.close();
    });
    return { port, origin, controlKey, workspaces, link, close };
  } catch (error) {
    await workspaces.close();
    throw error;
  }
}

/** What a team side that runs here has of this process. */
const hostOf = ({
  passwordWorker,
  passwordRounds,
  windowFolder,
  docsFolder,
}: BundledServerOptions): HostDeps => ({
  passwordWorker,
  windowFolder,
  docsFolder,
  ...(passwordRounds ? { passwordRounds } : {}),
});

interface Parts {
  readonly workspaces: Workspaces;
  readonly appFile: AppFile;
  readonly codes: LaunchCodes;
  readonly opener: TeamOpener;
  readonly link: () => string;
  readonly origin: () => string;
}

function composed(
  options: BundledServerOptions,
  { workspaces, appFile, codes, opener, link, origin }: Parts,
) {
  const { log, clock, version, strict, launchKey, dataFolder } = options;
  const surroundings: Surroundings = {
    admit: async (ctx, access) => {
      if (access !== 'keyless' && !isKeyed(ctx.req))
        throw new AppError(
          'LAUNCH_KEY_REQUIRED',
          'The launch key is missing. Open TaskFlow by its own link.',
        );
      return access === 'user' || access === 'admin' ? workspaces.personal.actor() : null;
    },
    idempotency: new LocalIdempotency(clock),
    strict,
    report: (message, details) => log.error({ details }, message),
  };
  const backups = new BackupService(workspaces);
  const secrets = options.secrets.store;
  const known = () => appFile.joined.flatMap(({ url }) => (url ? [url] : []));
  const doctor = new Doctor({ known, version, roots: options.roots });
  const own = [
    ...appRoutes({
      workspaces,
      backups,
      appFile,
      codes,
      launchKey,
      link,
      dataFolder,
      version,
      secretPlace: options.secrets.place,
    }),
    ...joiningRoutes({
      workspaces,
      joining: new Joining({ workspaces, appFile, doctor, secrets, opener }),
      examinations: new Examinations(workspaces, doctor, secrets),
    }),
  ];
  const personal = workspaces.failure
    ? closedRoutes(workspaces.failure, BUNDLED_ROUTES)
    : workspaceRoutes(workspaces.personal, clock, version);
  return createApp({
    mounts: [
      { prefix: '/app/v1', routes: own, surroundings },
      { prefix: `/w/${PERSONAL}/api/v1`, routes: personal, surroundings },
      { prefix: '/api/v1', routes: personal, surroundings },
      { prefix: '', routes: rootRoutes(workspaces), surroundings },
    ],
    joined: (id) => workspaces.teams.find(({ entry }) => entry.id === id)?.serve ?? null,
    log,
    socketOrigin: () => origin().replace('http:', 'ws:'),
    windowFolder: options.windowFolder,
    docsFolder: options.docsFolder,
    document: () => openApi([...BUNDLED_ROUTES, ...RELAYED_ROUTES], version, 'launchKey'),
    mayReadDocs: isKeyed,
    host: 'app',
  });
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= run());
}
