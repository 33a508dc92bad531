import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import type { Limit } from '../ports/limits.ts';
import { allowUpgrades, type UpgradeOptions } from './upgrades.ts';

const asked = (headers: Record<string, string | string[]>): IncomingMessage =>
  ({
    headersDistinct: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]),
    ),
    socket: { remoteAddress: '192.0.2.9' },
  }) as unknown as IncomingMessage;

const options: UpgradeOptions = {
  origins: ['https://tasks.example.org'],
  sameHost: false,
  limit: null,
  trustedProxies: 0,
};

test.each([
  ['an app', {}, true],
  ['our own page', { origin: 'https://tasks.example.org' }, true],
  ['a foreign page', { origin: 'https://evil.example' }, false],
  ['a page that names us within its name', { origin: 'https://tasks.example.org.evil.example' }, false],
  ['a page of nowhere', { origin: 'null' }, false],
  ['two origins', { origin: ['https://tasks.example.org', 'https://evil.example'] }, false],
  ['a page of the same host, which is not said to be ours', { origin: 'http://a:1', host: 'a:1' }, false],
])('%s', async (_name, headers, allowed) => {
  expect(await allowUpgrades(options)(asked(headers))).toBe(allowed);
});

test('without a public URL the host that was asked is ours', async () => {
  const allow = allowUpgrades({ ...options, origins: [], sameHost: true });
  expect(await allow(asked({ origin: 'http://a:1', host: 'a:1' }))).toBe(true);
  expect(await allow(asked({ origin: 'http://a:2', host: 'a:1' }))).toBe(false);
});

test('upgrades are counted by address, and only a trusted proxy may name another', async () => {
  const keys: string[] = [];
  const limit: Limit = {
    take: (key) => {
      keys.push(key);
      return Promise.resolve({ allowed: keys.length < 3, limit: 2, remaining: 0, resetIn: 1 });
    },
    look: () => Promise.reject(new Error('not asked')),
    reset: () => Promise.reject(new Error('not asked')),
  };
  const headers = { 'x-forwarded-for': 'spoofed, 198.51.100.1, 198.51.100.2' };
  expect(await allowUpgrades({ ...options, limit })(asked(headers))).toBe(true);
  expect(await allowUpgrades({ ...options, limit, trustedProxies: 1 })(asked(headers))).toBe(true);
  expect(await allowUpgrades({ ...options, limit, trustedProxies: 2 })(asked(headers))).toBe(false);
  expect(keys).toEqual(['192.0.2.9', '198.51.100.2', '198.51.100.1']);
});
