import { expect, test } from 'vitest';
import { concernOf, readTeamConfig } from './team-config.ts';

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

test('passwords and keys are known as secrets, as written and as meant', () => {
  const { secrets } = readTeamConfig({ ...URLS, JWT_SECRET: `k1:${KEY}`, METRICS_TOKEN: 'look-at-me' });
  expect(secrets).toEqual(expect.arrayContaining(['s3cret%21', 's3cret!', KEY, 'look-at-me']));
});

test('two keys: the first signs', () => {
  const { jwtKeys } = readTeamConfig({ ...URLS, JWT_SECRET: `new:${KEY},old:${KEY}` });
  expect(jwtKeys?.map(({ kid }) => kid)).toEqual(['new', 'old']);
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
  ['one in MongoDB’s', { MONGODB_URL: 'mongodb://u:50%@m/x' }, /MONGODB_URL holds a %/],
  [
    'a certificate that is none',
    { TLS_CERT_FILE: import.meta.filename, TLS_KEY_FILE: import.meta.filename },
    /hold no certificate with its key/,
  ],
  [
    'a database of Redis by a word',
    { REDIS_URL: 'redis://r:6379/taskflow' },
    /database taskflow, but .* have numbers/,
  ],
  ['one in the query', { REDIS_URL: 'redis://r:6379?db=tasks' }, /database tasks, but .* have numbers/],
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
  const of = (env: Record<string, string>) => concernOf(readTeamConfig({ ...URLS, ...env }));
  expect(of({})).toBeNull();
  expect(of({ HOST: '0.0.0.0' })).toMatch(/PUBLIC_URL is not set.*http:\/\/0\.0\.0\.0/);
  expect(of({ HOST: '0.0.0.0', PUBLIC_URL: 'https://tasks.example.org' })).toBeNull();
  expect(of({ PUBLIC_URL: 'http://localhost:3000' })).toBeNull();
  expect(of({ PUBLIC_URL: 'http://tasks.example.org' })).toMatch(/https only/);
});
