import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ConfigError, LEVELS } from './config.ts';

/** A key that signs access tokens, with the name it goes by in their headers. */
export interface SigningKey {
  readonly kid: string;
  readonly secret: Buffer;
}

export type Registration = 'open' | 'invite' | 'closed';

/** Everything that a team server can be told, read once from the environment. */
export interface TeamConfig {
  readonly databaseUrl: string;
  /** For LISTEN and migrations, past a pooler. */
  readonly databaseDirectUrl: string | null;
  readonly mongodbUrl: string;
  readonly redisUrl: string;
  readonly port: number;
  readonly host: string;
  /** What links and cookies are made for, like https://tasks.example.org; null: wherever it listens. */
  readonly publicUrl: string | null;
  /** The first signs, all verify; null: one is made once and kept in the database. */
  readonly jwtKeys: readonly SigningKey[] | null;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly registration: Registration;
  /** Requests a minute (anonymous by address, signed in by session) and failed logins in 15 minutes; null: off. */
  readonly limits: {
    readonly anonymous: number | null;
    readonly session: number | null;
    readonly login: number | null;
  };
  readonly eventRetentionDays: number | null;
  readonly metricsToken: string | null;
  readonly corsOrigins: readonly string[];
  /** Proxies in front whose X-Forwarded-For counts. */
  readonly trustedProxies: number;
  readonly prepared: boolean;
  readonly poolSize: number;
  readonly logLevel: string;
  /** What must never be logged. */
  readonly secrets: readonly string[];
}

type Env = NodeJS.ProcessEnv;

/** Of a value that was given as much as is needed to find it again. */
const shown = (value: string): string => (value.length > 80 ? `${value.slice(0, 80)}…` : value);

const required = (env: Env, name: string, example: string): string => {
  const value = env[name];
  if (!value) throw new ConfigError(`${name} is missing. Set it to a URL like ${example}.`);
  // A file of settings from Windows ends its lines in \r, which drivers take for a part of the last name.
  if (/\s/.test(value))
    throw new ConfigError(
      `${name} has a space or the end of a line in it. It looks like ${example}; a space in a password is written as %20.`,
    );
  return value;
};

function databaseUrl(env: Env, name: string, schemes: readonly string[], example: string): string {
  const value = required(env, name, example);
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !schemes.includes(url.protocol))
    throw new ConfigError(`${name} is no address of that kind. It looks like ${example}.`);
  checkPassword(name, url.password);
  return value;
}

/** Without a name PostgreSQL would take the database that is called like the user: hardly what was meant. */
function postgresUrl(env: Env, name: string): string {
  const example = 'postgres://user:password@host:5432/taskflow';
  const value = databaseUrl(env, name, ['postgres:', 'postgresql:'], example);
  if (!/^\/[^/]/.test(new URL(value).pathname))
    throw new ConfigError(`${name} names no database. It looks like ${example}.`);
  return withTlsChecked(name, value);
}

const TLS_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/**
 * Whoever asks for TLS gets the certificate checked: pg does so too, with a long warning that it may not always. An unknown word
 * would be that as well; `uselibpqcompat=true` means what psql means (decision 320).
 */
function withTlsChecked(name: string, value: string): string {
  const given = new URL(value).searchParams;
  const mode = given.get('sslmode');
  if (mode === null || given.get('uselibpqcompat') === 'true') return value;
  if (!TLS_MODES.includes(mode))
    throw new ConfigError(`${name} has sslmode=${shown(mode)}. Known are ${TLS_MODES.join(', ')}.`);
  return value.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}

/** Databases of Redis have numbers. ioredis would take any word, fail to find it, and go on in the first one. */
function redisUrl(env: Env): string {
  const value = databaseUrl(env, 'REDIS_URL', ['redis:', 'rediss:'], 'redis://:password@host:6379');
  const { host, pathname, searchParams } = new URL(value);
  if (host === '')
    throw new ConfigError('REDIS_URL names no host. It looks like redis://:password@host:6379.');
  const named = searchParams.get('db') ?? pathname.replace(/^\//, '');
  // What stands there may be the half of a password with a slash in it: it is not repeated.
  if (!/^\d{0,5}$/.test(named))
    throw new ConfigError(
      'REDIS_URL names a database by a word, but databases of Redis have numbers. It looks like redis://:password@host:6379/0; ' +
        'a slash in the password is written as %2F.',
    );
  return value;
}

/** Passwords stand in URLs escaped, and are masked in logs in both forms. */
function checkPassword(name: string, escaped: string): void {
  try {
    decodeURIComponent(escaped);
  } catch (error) {
    throw new ConfigError(`The password in ${name} holds a % that begins no escape. Write %25 for it.`, {
      cause: error,
    });
  }
}

/** MongoDB's may name several hosts, which no URL parser takes. */
const MONGODB = /^mongodb(?:\+srv)?:\/\/(?:[^:@/?]+:(?<password>[^@/?]*)@|[^@/?]+@)?[^@/?]+(?:[/?].*)?$/;

function mongodbUrl(env: Env): string {
  const example = 'mongodb://user:password@host:27017/taskflow';
  const value = required(env, 'MONGODB_URL', example);
  const found = MONGODB.exec(value);
  if (!found) throw new ConfigError(`MONGODB_URL is no address of that kind. It looks like ${example}.`);
  checkPassword('MONGODB_URL', found.groups?.['password'] ?? '');
  return value;
}

function originOf(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== value.replace(/\/$/, ''))
    throw new ConfigError(
      `${name} holds ${shown(value)}, which is no origin. It looks like https://tasks.example.org, without a path.`,
    );
  return url.origin;
}

function whole(
  env: Env,
  name: string,
  fallback: number,
  [min, max]: readonly [min: number, max: number],
  besides = '',
): number {
  const value = env[name];
  if (value === undefined || value === '') return fallback;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max)
    throw new ConfigError(`${name} is ${shown(value)}. Give a whole number from ${min} to ${max}${besides}.`);
  return number;
}

/** A number, or `off`. */
function limit(env: Env, name: string, fallback: number): number | null {
  return env[name] === 'off' ? null : whole(env, name, fallback, [1, 1_000_000], ', or off');
}

function oneOf<const T extends string>(env: Env, name: string, known: readonly T[], fallback: T): T {
  const value = env[name] || fallback;
  const found = known.find((one) => one === value);
  if (!found) throw new ConfigError(`${name} is ${shown(value)}. Known are ${known.join(', ')}.`);
  return found;
}

function fileOf(env: Env, name: string): string | null {
  const file = env[name];
  if (!file) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `${name} names ${shown(file)}, which cannot be read (${(error as NodeJS.ErrnoException).code}). Give a file that this account may read.`,
      { cause: error },
    );
  }
}

/** kid:base64[,kid:base64], each at least 256 bits; from the variable, else from the file that another one names. */
function jwtKeys(env: Env): readonly SigningKey[] | null {
  const name = env['JWT_SECRET'] ? 'JWT_SECRET' : 'JWT_SECRET_FILE';
  const text = env['JWT_SECRET'] || fileOf(env, 'JWT_SECRET_FILE')?.trim();
  // An empty file is a secret that was not put there: another than the one that was meant must not sign.
  if (text === undefined) return null;
  const keys = text.split(',').map((part) => {
    const [, kid = '', base64 = ''] = /^([\w-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(part.trim()) ?? [];
    const secret = Buffer.from(base64, 'base64');
    if (!kid || secret.length < 32)
      throw new ConfigError(
        `${name} must hold kid:base64 with at least 32 bytes, or several of them with commas between. ` +
          'Make one with: echo "k1:$(openssl rand -base64 32)"',
      );
    return { kid, secret };
  });
  if (new Set(keys.map(({ kid }) => kid)).size !== keys.length)
    throw new ConfigError(`${name} names a key twice. Give each a kid of its own.`);
  return keys;
}

function tls(env: Env): TeamConfig['tls'] {
  const cert = fileOf(env, 'TLS_CERT_FILE');
  const key = fileOf(env, 'TLS_KEY_FILE');
  if ((cert === null) !== (key === null))
    throw new ConfigError('TLS_CERT_FILE and TLS_KEY_FILE belong together: set both, or neither.');
  if (cert === null || key === null) return null;
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new ConfigError(
      `TLS_CERT_FILE and TLS_KEY_FILE hold no certificate with its key as PEM (${(error as Error).message}).`,
      { cause: error },
    );
  }
  return { cert, key };
}

/** A header carries it. */
function metricsToken(env: Env): string | null {
  const token = env['METRICS_TOKEN'] || null;
  if (token !== null && !/^[\x21-\x7e]{8,512}$/.test(token))
    throw new ConfigError('METRICS_TOKEN must have 8 to 512 characters of ASCII, without spaces.');
  return token;
}

function hostOf(env: Env): string {
  const host = env['HOST'] || '127.0.0.1';
  if (!/^[\w.:%-]{1,253}$/.test(host))
    throw new ConfigError(
      `HOST is ${shown(host)}. Give an address or a name of this machine, like 127.0.0.1, 0.0.0.0 or ::.`,
    );
  return host;
}

/** Reads the environment of a team server. Throws ConfigError, whose message is a whole sentence. */
export function readTeamConfig(env: Env): TeamConfig {
  const publicUrl = env['PUBLIC_URL'] ? originOf('PUBLIC_URL', env['PUBLIC_URL']) : null;
  const config = {
    databaseUrl: postgresUrl(env, 'DATABASE_URL'),
    databaseDirectUrl: env['DATABASE_DIRECT_URL'] ? postgresUrl(env, 'DATABASE_DIRECT_URL') : null,
    mongodbUrl: mongodbUrl(env),
    redisUrl: redisUrl(env),
    port: whole(env, 'PORT', 3000, [0, 65_535]),
    host: hostOf(env),
    publicUrl,
    jwtKeys: jwtKeys(env),
    tls: tls(env),
    registration: oneOf(env, 'REGISTRATION', ['invite', 'open', 'closed'], 'invite'),
    limits: {
      anonymous: limit(env, 'RATE_LIMIT_ANON', 100),
      session: limit(env, 'RATE_LIMIT_SESSION', 600),
      login: limit(env, 'RATE_LIMIT_LOGIN', 10),
    },
    eventRetentionDays: env['EVENT_RETENTION_DAYS']
      ? whole(env, 'EVENT_RETENTION_DAYS', 0, [1, 36_500])
      : null,
    metricsToken: metricsToken(env),
    corsOrigins: (env['CORS_ORIGINS'] ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)
      .map((one) => originOf('CORS_ORIGINS', one)),
    trustedProxies: env['TRUST_PROXY'] === 'true' ? 1 : whole(env, 'TRUST_PROXY', 0, [0, 10]),
    prepared: oneOf(env, 'PREPARED', ['on', 'off'], 'on') === 'on',
    poolSize: whole(env, 'DATABASE_POOL', 20, [5, 20]),
    logLevel: oneOf(env, 'LOG_LEVEL', LEVELS, 'info'),
  };
  return { ...config, secrets: secretsOf(config, env) };
}

function passwordIn(url: string): string | undefined {
  if (url.startsWith('mongodb')) return MONGODB.exec(url)?.groups?.['password'];
  const { password, searchParams } = new URL(url);
  // PostgreSQL takes it behind the question mark, too.
  return password || encodeURIComponent(searchParams.get('password') ?? '');
}

/** Passwords within URLs, keys and tokens. */
function secretsOf(
  {
    databaseUrl,
    databaseDirectUrl,
    mongodbUrl,
    redisUrl,
    jwtKeys,
    metricsToken,
  }: Omit<TeamConfig, 'secrets'>,
  env: Env,
): string[] {
  const passwords = [databaseUrl, databaseDirectUrl, mongodbUrl, redisUrl].flatMap((url) => {
    const written = (url && passwordIn(url)) || '';
    return written ? [written, decodeURIComponent(written)] : [];
  });
  const keys = (jwtKeys ?? []).map(({ secret }) => secret.toString('base64'));
  const others = [metricsToken, env['JWT_SECRET']].filter((one) => one !== null && one !== undefined);
  return [...passwords, ...keys, ...others].filter((secret) => secret.length >= 4);
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

type Concerning = Pick<TeamConfig, 'publicUrl' | 'host' | 'tls' | 'metricsToken' | 'trustedProxies'>;

/** What works, and is hardly what was meant. */
export const concernsOf = (config: Concerning): string[] =>
  [addressConcern(config), metricsConcern(config)].filter((one) => one !== null);

function addressConcern({ publicUrl, host, tls }: Concerning): string | null {
  if (publicUrl === null)
    return LOOPBACK.test(host)
      ? null
      : `PUBLIC_URL is not set: links lead to ${tls ? 'https' : 'http'}://${host}, and browsers cannot sign in by another name. ` +
          'Set it to where people reach this server, like https://tasks.example.org.';
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'https:' || LOOPBACK.test(hostname)) return null;
  return `PUBLIC_URL is ${publicUrl}: browsers sign in over https only. Put a proxy with https in front, or set TLS_CERT_FILE and TLS_KEY_FILE.`;
}

/** A proxy on this machine that does not say for whom it asks looks like this machine itself. */
function metricsConcern({ publicUrl, tls, metricsToken, trustedProxies }: Concerning): string | null {
  const isProxied = publicUrl !== null && !tls && !LOOPBACK.test(new URL(publicUrl).hostname);
  if (!isProxied || metricsToken !== null || trustedProxies > 0) return null;
  return (
    `PUBLIC_URL is ${publicUrl}, METRICS_TOKEN is not set and TRUST_PROXY is 0: everybody may read /metrics through a proxy on this machine ` +
    'that sends no X-Forwarded-For. Set METRICS_TOKEN, or let the proxy send it and set TRUST_PROXY=1.'
  );
}
