import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

/** Everything that a start can be told, read once. */
export interface Config {
  readonly dataFolder: string;
  /** 0: any free one. */
  readonly port: number;
  readonly launchKey: string;
  readonly logLevel: string;
}

/** A mistake in how the program was called; its message is a whole sentence. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Where the data lies when nobody says otherwise, by the customs of each system. */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32')
    return path.join(env['APPDATA'] || path.join(home, 'AppData', 'Roaming'), 'TaskFlow');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'TaskFlow');
  return path.join(env['XDG_DATA_HOME'] || path.join(home, '.local', 'share'), 'taskflow');
}

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

function launchKey(env: NodeJS.ProcessEnv): string {
  const fixed = env['TASKFLOW_LAUNCH_SECRET'];
  if (!fixed) return randomBytes(32).toString('base64url');
  if (!/^[\x21-\x7e]{32,256}$/.test(fixed))
    throw new ConfigError(
      'TASKFLOW_LAUNCH_SECRET must have 32 to 256 characters without spaces. Give it a longer one, or leave it out.',
    );
  return fixed;
}

/** Whether a flag that takes a value stands alone: at the end, or before another flag. */
const isBare = (args: readonly string[], flag: string): boolean =>
  args.some((one, at) => one === flag && (args[at + 1] ?? '-').startsWith('-'));

/** Reads flags and environment. Throws ConfigError. `--no-open` is the start script’s and changes nothing here. */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): Config {
  if (isBare(args, '--data'))
    throw new ConfigError('--data stands alone. Give the path of a folder behind it, or leave it out.');
  if (isBare(args, '--port'))
    throw new ConfigError('--port stands alone. Give a number from 0 (any free one) to 65535 behind it.');
  let values: { data?: string; port?: string };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { data: { type: 'string' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
    }));
  } catch (error) {
    throw new ConfigError(
      `${(error as Error).message.split('. ')[0]}. Known are --data DIR, --port N and --no-open.`,
      { cause: error },
    );
  }
  // An empty one is a variable of a script that was not set: another folder than the one that was meant must not be opened.
  if (values.data === '')
    throw new ConfigError('--data is empty. Give the path of a folder, or leave it out.');
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new ConfigError(`--port ${port} is no port. Give a number from 0 (any free one) to 65535.`);
  const level = env['LOG_LEVEL'] || 'info';
  if (!LEVELS.some((one) => one === level))
    throw new ConfigError(`LOG_LEVEL ${level} is unknown. Known are ${LEVELS.join(', ')}.`);
  return {
    dataFolder: path.resolve(values.data ?? defaultDataFolder(process.platform, env)),
    port: Number(port),
    launchKey: launchKey(env),
    logLevel: level,
  };
}

/** Where this program's files are. The bundle stands in dist/server beside dist/renderer; from source, dist/ is below. */
export function places(
  here: string,
  bundled: boolean,
): { window: string; docs: string; passwordWorker: string; version: string } {
  const root = path.resolve(here, bundled ? '../..' : '..');
  return {
    window: bundled ? path.resolve(here, '../renderer') : path.join(root, 'dist', 'renderer'),
    docs: bundled ? path.join(here, 'docs') : path.join(root, 'node_modules', 'swagger-ui-dist'),
    passwordWorker: bundled
      ? path.join(here, 'password-worker.js')
      : path.join(root, 'server', 'adapters', 'team', 'passwords', 'password-worker.mjs'),
    version: versionOf(path.join(root, 'package.json')),
  };
}

function versionOf(file: string): string {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { version?: string }).version ?? '0.0.0';
  } catch {
    return '0.0.0';
  }
}
