import { expect, test } from 'vitest';
import { CONTROL_HEADER, LAUNCH_HEADER, isWindowPath, judge, type Asked } from './guard.ts';

const self = { host: '127.0.0.1:4100', launchKey: 'k'.repeat(43), controlKey: 'c'.repeat(43) };
const own = `http://${self.host}`;

type Headers = Record<string, string | string[]>;

function ask(method: string, url: string, headers: Headers = {}, upgrade = false): string {
  const all: Headers = { host: self.host, ...headers };
  const asked: Asked = { method, url, upgrade, header: (name) => [all[name] ?? []].flat() };
  const verdict = judge(asked, self);
  return verdict.pass ?? verdict.code;
}

const key = { [LAUNCH_HEADER]: self.launchKey };
const TASKS = '/w/personal/api/v1/tasks';

test('the window’s files are open, data is not', () => {
  for (const path of [
    '/',
    '/index.html',
    '/assets/x-12345678.js',
    '/w/personal/tasks',
    '/api/docs',
    '/api/docs/init.js',
  ])
    expect(ask('GET', path), path).toBe('open');
  for (const path of [
    TASKS,
    '/api/v1/tasks',
    '/API/v1/tasks',
    '/app/v1/settings',
    '/livez',
    '/readyz',
    '/api/openapi.json',
    '/socket.io/',
    '/w//api/v1',
  ])
    expect(ask('GET', path), path).toBe('LAUNCH_KEY_REQUIRED');
  expect(ask('POST', '/')).toBe('LAUNCH_KEY_REQUIRED');
  expect(ask('GET', TASKS, key)).toBe('keyed');
  expect(ask('PATCH', TASKS, key)).toBe('keyed');
});

test('a wrong, doubled, cut or longer key opens nothing', () => {
  for (const given of [
    '',
    'x',
    self.launchKey.slice(1),
    `${self.launchKey}k`,
    [self.launchKey, self.launchKey],
    self.controlKey,
  ])
    expect(ask('GET', TASKS, { [LAUNCH_HEADER]: given })).toBe('LAUNCH_KEY_REQUIRED');
});

test('Host must be exact, once, and the address a path', () => {
  for (const host of [
    'evil.example',
    'localhost:4100',
    '127.0.0.1',
    '127.0.0.1:4101',
    '127.0.0.1:4100.evil.example',
    [self.host, self.host],
    [],
    '127.0.0.1:4100 ',
  ])
    expect(ask('GET', '/', { host }), String(host)).toBe('FOREIGN_ORIGIN');
  for (const url of [`http://evil.example${TASKS}`, `//evil.example/`, '*', 'x', ''])
    expect(ask('GET', url, key), url).toBe('FOREIGN_ORIGIN');
});

test('Origin is absent or exact', () => {
  for (const origin of [
    'null',
    'http://evil.example',
    'http://127.0.0.1:4101',
    'https://127.0.0.1:4100',
    `${own}.evil.example`,
    [own, own],
  ])
    for (const method of ['GET', 'POST'])
      expect(ask(method, TASKS, { ...key, origin }), String(origin)).toBe('FOREIGN_ORIGIN');
  expect(ask('POST', TASKS, { ...key, origin: own, 'sec-fetch-site': 'same-origin' })).toBe('keyed');
  expect(ask('POST', TASKS, { ...key, 'sec-fetch-site': 'same-origin' })).toBe('FOREIGN_ORIGIN');
});

test('another site’s page may lead a person to the window, and nothing else', () => {
  const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  for (const site of ['cross-site', 'same-site']) {
    expect(ask('GET', '/', { 'sec-fetch-site': site })).toBe('FOREIGN_ORIGIN');
    expect(ask('GET', '/', { 'sec-fetch-site': site, ...navigation })).toBe('open');
    expect(ask('GET', '/', { 'sec-fetch-site': site, ...navigation, 'sec-fetch-dest': 'iframe' })).toBe(
      'FOREIGN_ORIGIN',
    );
    expect(ask('GET', TASKS, { ...key, 'sec-fetch-site': site, ...navigation })).toBe('FOREIGN_ORIGIN');
    expect(ask('POST', '/', { ...key, 'sec-fetch-site': site, ...navigation })).toBe('FOREIGN_ORIGIN');
  }
  expect(ask('GET', '/', { 'sec-fetch-site': 'none', ...navigation })).toBe('open');
});

test('the code of a link is exchanged without a key, from our own page only', () => {
  expect(ask('POST', '/app/v1/launch', { origin: own, 'sec-fetch-site': 'same-origin' })).toBe('open');
  expect(ask('POST', '/app/v1/launch', { origin: 'http://evil.example' })).toBe('FOREIGN_ORIGIN');
  expect(ask('GET', '/app/v1/launch')).toBe('LAUNCH_KEY_REQUIRED');
});

test('the control key asks for a link and for nothing else', () => {
  const control = { [CONTROL_HEADER]: self.controlKey };
  expect(ask('POST', '/app/v1/link', control)).toBe('keyed');
  expect(ask('POST', '/app/v1/backups', control)).toBe('LAUNCH_KEY_REQUIRED');
  expect(ask('GET', TASKS, control)).toBe('LAUNCH_KEY_REQUIRED');
});

test('an upgrade shows the key, or our origin and then the key in CONNECT', () => {
  const socket = '/socket.io/?EIO=4&transport=websocket';
  expect(ask('GET', socket, key, true)).toBe('keyed');
  expect(ask('GET', socket, { origin: own }, true)).toBe('socket');
  expect(ask('GET', socket, {}, true)).toBe('LAUNCH_KEY_REQUIRED');
  expect(ask('GET', socket, { origin: own, [LAUNCH_HEADER]: 'wrong' }, true)).toBe('LAUNCH_KEY_REQUIRED');
  expect(ask('GET', socket, { ...key, origin: 'http://evil.example' }, true)).toBe('FOREIGN_ORIGIN');
  expect(ask('GET', '/', { ...key }, true)).toBe('NOT_FOUND');
});

test('no path is both the window’s and a route’s', () => {
  for (const path of ['/w/personal/api', '/w/x/API/v1', '/app', '/metrics', '/socket.io'])
    expect(isWindowPath(path), path).toBe(false);
});
