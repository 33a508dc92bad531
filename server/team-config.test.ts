import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from './config.ts';
import { concernsOf, readTeamConfig } from './team-config.ts';

const URLS = {
  DATABASE_URL: 'postgres://app:s3cret%21@db/taskflow',
  MONGODB_URL: 'mongodb://m/taskflow',
  REDIS_URL: 'redis://r:6379',
};
const KEY = Buffer.alloc(32, 7).toString('base64');

test('three URLs are enough', () => {
  expect(readTeamConfig(URLS)).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    registration: 'invite',
    limits: { anonymous: 100, session: 600, login: 10 },
    eventRetentionDays: null,
    jwtKeys: null,
    prepared: true,
    trustedProxies: 0,
  });
});

test('Redis by number, or its first database', () => {
  for (const REDIS_URL of ['redis://r', 'redis://r:6379/', 'rediss://:pw@r:6379/3', 'redis://r?db=2'])
    expect(readTeamConfig({ ...URLS, REDIS_URL }).redisUrl).toBe(REDIS_URL);
});

test('TLS to PostgreSQL is checked whatever word asks for it, unless what psql means is meant', () => {
  const at = 'postgres://u:p%2F@db/x';
  const read = (query: string): string =>
    readTeamConfig({ ...URLS, DATABASE_URL: at + query }).databaseUrl.replace(at, '');
  for (const mode of ['prefer', 'require', 'verify-ca', 'verify-full'])
    expect(read(`?a=1&sslmode=${mode}&sslrootcert=/ca`)).toBe('?a=1&sslmode=verify-full&sslrootcert=/ca');
  for (const query of ['', '?sslmode=disable', '?uselibpqcompat=true&sslmode=require'])
    expect(read(query)).toBe(query);
});

test('passwords and keys are known as secrets, as written and as meant', () => {
  const { secrets } = readTeamConfig({ ...URLS, JWT_SECRET: `k1:${KEY}`, METRICS_TOKEN: 'look-at-me' });
  expect(secrets).toEqual(expect.arrayContaining(['s3cret%21', 's3cret!', KEY, 'look-at-me']));
});

test('a password behind the question mark is a secret as well', () => {
  const DATABASE_URL = 'postgres:///x?host=/var/run/postgresql&user=me&password=geh%2Feim';
  expect(readTeamConfig({ ...URLS, DATABASE_URL }).secrets).toEqual(['geh%2Feim', 'geh/eim']);
});

test('two keys: the first signs', () => {
  const { jwtKeys } = readTeamConfig({ ...URLS, JWT_SECRET: `new:${KEY},old:${KEY}` });
  expect(jwtKeys?.map(({ kid }) => kid)).toEqual(['new', 'old']);
});

const ORIGIN = /It looks like https:\/\/tasks\.example\.org, without a path\.$/;
const FILE = /cannot be read \((ENOENT|EISDIR|ENAMETOOLONG)\)\. Give a file that this account may read\.$/;
const LONG = 'x'.repeat(5000);
const RUBBISH = ['rubbish', '-1', '1.5', '1e3', '0x10', ' 5', '5 ', 'NaN', '99999999999', '%', LONG];

/** What each variable may not be, and how it is said what it may be. */
const VARIABLES: Record<string, readonly [values: readonly string[], allowed: RegExp]> = {
  DATABASE_URL: [
    ['', 'rubbish', 'postgres:5432', 'mysql://db/taskflow', 'postgres://u:p@db', LONG],
    /like postgres:\/\/user:password@host:5432\/taskflow\.$/,
  ],
  DATABASE_DIRECT_URL: [['rubbish', 'postgres://db', LONG], /like postgres:\/\/user:password@host:5432/],
  MONGODB_URL: [['', 'rubbish', 'mongodb:27017', 'http://m/x', LONG], /like mongodb:\/\/user:password@host/],
  REDIS_URL: [
    ['', 'rubbish', 'redis:6379', 'redis://', 'redis://r/x', 'redis://u:1/half@r', 'http://r', LONG],
    /like redis:\/\/:password@host:6379/,
  ],
  HOST: [['a b', 'http://here', 'x/y', LONG], /like 127\.0\.0\.1, 0\.0\.0\.0 or ::\.$/],
  PORT: [[...RUBBISH, '65536'], /Give a whole number from 0 to 65535\.$/],
  PUBLIC_URL: [['rubbish', 'ftp://a.org', 'https://a.org/x', 'https://u:p@a.org', LONG], ORIGIN],
  CORS_ORIGINS: [['*', 'null', 'https://a.org,rubbish', 'https://*.a.org/x', LONG], ORIGIN],
  JWT_SECRET: [
    ['rubbish', 'k1:', 'k1:c2hvcnQ=', `a b:${KEY}`, `k1:${KEY},`, LONG],
    /openssl rand -base64 32/,
  ],
  JWT_SECRET_FILE: [['/nowhere/key', '/', `/${LONG}`], FILE],
  TLS_CERT_FILE: [['/nowhere/cert', '/', `/${LONG}`], FILE],
  TLS_KEY_FILE: [['/nowhere/key', '/', `/${LONG}`], FILE],
  REGISTRATION: [['rubbish', 'Open', 'true', LONG], /Known are invite, open, closed\.$/],
  RATE_LIMIT_ANON: [[...RUBBISH, '0', 'OFF'], /Give a whole number from 1 to 1000000, or off\.$/],
  RATE_LIMIT_SESSION: [[...RUBBISH, '0', 'OFF'], /Give a whole number from 1 to 1000000, or off\.$/],
  RATE_LIMIT_LOGIN: [[...RUBBISH, '0', 'OFF'], /Give a whole number from 1 to 1000000, or off\.$/],
  EVENT_RETENTION_DAYS: [[...RUBBISH, '0'], /Give a whole number from 1 to 36500\.$/],
  METRICS_TOKEN: [['short', 'with a space in it', 'ümläute-in-it', LONG], /8 to 512 characters of ASCII/],
  TRUST_PROXY: [[...RUBBISH, '11', 'yes'], /Give a whole number from 0 to 10\.$/],
  PREPARED: [['rubbish', 'true', 'ON', LONG], /Known are on, off\.$/],
  DATABASE_POOL: [[...RUBBISH, '4', '21'], /Give a whole number from 5 to 20\.$/],
  LOG_LEVEL: [['loud', 'INFO', LONG], /Known are trace, debug, info/],
};

/** What readTeamConfig says; null: it takes it. */
function refusalOf(env: Record<string, string>): string | null {
  try {
    readTeamConfig({ ...URLS, ...env });
    return null;
  } catch (error) {
    return error instanceof ConfigError ? error.message : `no sentence: ${String(error)}`;
  }
}

test.each(Object.entries(VARIABLES))(
  '%s: what it may not be is refused by its name',
  (name, [values, allowed]) => {
    for (const value of values) {
      const says = refusalOf({ [name]: value });
      expect(says, value.slice(0, 40)).toMatch(new RegExp(`^${name} `));
      expect(says).toMatch(allowed);
      expect(says?.length).toBeLessThan(400);
      expect(says).not.toMatch(/half@r|undefined|Error/);
    }
  },
);

test('every variable that is read stands in that table', () => {
  const read = new Set<string>();
  const env = new Proxy<Record<string, string>>(URLS, {
    get: (given, name: string) => (read.add(name), given[name]),
  });
  readTeamConfig(env);
  expect([...read].sort()).toEqual(Object.keys(VARIABLES).sort());
});

test('an empty file of keys is no wish for other keys', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'taskflow-config-')), 'key');
  writeFileSync(file, '\n');
  expect(refusalOf({ JWT_SECRET_FILE: file })).toMatch(/^JWT_SECRET_FILE must hold kid:base64/);
  rmSync(path.dirname(file), { recursive: true });
});

const wrong: [string, Record<string, string>, RegExp][] = [
  ['no database', { DATABASE_URL: '' }, /DATABASE_URL is missing/],
  ['another scheme', { REDIS_URL: 'http://r' }, /REDIS_URL is no address/],
  ['a short key', { JWT_SECRET: 'k1:c2hvcnQ=' }, /at least 32 bytes/],
  ['one key twice', { JWT_SECRET: `k:${KEY},k:${KEY}` }, /a kid of its own/],
  ['a port that is none', { PORT: '70000' }, /from 0 to 65535/],
  ['an unknown word', { REGISTRATION: 'maybe' }, /Known are invite, open, closed/],
  ['half of TLS', { TLS_CERT_FILE: import.meta.filename }, /belong together/],
  ['a file that is not there', { JWT_SECRET_FILE: '/nowhere/key' }, /cannot be read/],
  ['a percent sign in a password', { DATABASE_URL: 'postgres://u:50%@db/x' }, /DATABASE_URL holds a %.*%25/],
  [
    'a word for TLS that is none',
    { DATABASE_URL: 'postgres://db/x?sslmode=on' },
    /^DATABASE_URL has sslmode=on\. Known are disable, .*verify-full/,
  ],
  ['the end of a line', { DATABASE_URL: 'postgres://u:p@db/x\r' }, /^DATABASE_URL has a space or the end/],
  ['one in MongoDB’s address', { MONGODB_URL: 'mongodb://m/x\r' }, /^MONGODB_URL has a space or the end/],
  ['a space in Redis’', { REDIS_URL: 'redis://:a b@r' }, /^REDIS_URL has a space .*%20/],
  ['one in MongoDB’s', { MONGODB_URL: 'mongodb://u:50%@m/x' }, /MONGODB_URL holds a %/],
  [
    'a certificate that is none',
    { TLS_CERT_FILE: import.meta.filename, TLS_KEY_FILE: import.meta.filename },
    /hold no certificate with its key/,
  ],
  [
    'a database of Redis by a word',
    { REDIS_URL: 'redis://r:6379/taskflow' },
    /by a word, but .* have numbers/,
  ],
  ['one in the query', { REDIS_URL: 'redis://r:6379?db=tasks' }, /by a word, but .* have numbers/],
  ['no name of a database', { DATABASE_URL: 'postgres://u:p@db:5432/' }, /DATABASE_URL names no database/],
  ['a path in an origin', { PUBLIC_URL: 'https://a.example/tasks' }, /without a path/],
];
test.each(wrong)('%s is said in a sentence', (_name, env, message) => {
  expect(() => readTeamConfig({ ...URLS, ...env })).toThrow(message);
});

test('MongoDB by several hosts, as a replica set is named; its password is a secret', () => {
  const set = 'mongodb://ann:p%40ssword@one:27017,two:27018/taskflow?replicaSet=rs0';
  const { mongodbUrl, secrets } = readTeamConfig({ ...URLS, MONGODB_URL: set });
  expect(mongodbUrl).toBe(set);
  expect(secrets).toEqual(expect.arrayContaining(['p%40ssword', 'p@ssword']));
  for (const wrong of ['mongodb://', 'http://one/taskflow', 'one:27017'])
    expect(() => readTeamConfig({ ...URLS, MONGODB_URL: wrong })).toThrow('MONGODB_URL');
});

test('an address at which no browser could sign in is said', () => {
  const of = (env: Record<string, string>) =>
    concernsOf(readTeamConfig({ ...URLS, TRUST_PROXY: '1', ...env }))[0] ?? null;
  expect(of({})).toBeNull();
  expect(of({ HOST: '0.0.0.0' })).toMatch(/PUBLIC_URL is not set.*http:\/\/0\.0\.0\.0/);
  expect(of({ HOST: '0.0.0.0', PUBLIC_URL: 'https://tasks.example.org' })).toBeNull();
  expect(of({ PUBLIC_URL: 'http://localhost:3000' })).toBeNull();
  expect(of({ PUBLIC_URL: 'http://tasks.example.org' })).toMatch(/https only/);
});

test('metrics that a proxy may show to everybody are a concern', () => {
  const PUBLIC_URL = 'https://tasks.example.org';
  const of = (env: Record<string, string>) => concernsOf(readTeamConfig({ ...URLS, PUBLIC_URL, ...env }));
  expect(of({})).toEqual([expect.stringMatching(/METRICS_TOKEN is not set and TRUST_PROXY is 0/)]);
  expect(of({ METRICS_TOKEN: 'a token of ours'.replaceAll(' ', '-') })).toEqual([]);
  expect(of({ TRUST_PROXY: '1' })).toEqual([]);
  expect(of({ PUBLIC_URL: 'http://127.0.0.1:3000' })).toEqual([]);
});
