import { expect, test } from 'vitest';
import { deviceName } from './device-name.ts';
import { doorOf } from './door.ts';
import { flawOf } from './password-rules.ts';

const TOKEN = 'A'.repeat(43);

test.each([
  ['/join', `#${TOKEN}`, { to: 'join', token: TOKEN }],
  ['/join', '#cut', { to: 'join', token: null }],
  ['/reset', `#${TOKEN}`, { to: 'reset', token: TOKEN }],
  ['/register', '', { to: 'register' }],
  ['/tasks', `#${TOKEN}`, { to: 'signIn' }],
])('%s%s is a door', (pathname, hash, door) => {
  expect(doorOf({ pathname, hash })).toEqual(door);
});

test('a password has 10 to 72 bytes, however it is composed', () => {
  expect(flawOf('123456789')).toBe('short');
  expect(flawOf('1234567890')).toBeNull();
  expect(flawOf('é'.repeat(36))).toBeNull();
  expect(flawOf('e\u0301'.repeat(36))).toBeNull();
  expect(flawOf('é'.repeat(37))).toBe('long');
});

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    'Chrome · Linux',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari · iOS',
  ],
  ['curl/8', ''],
])('%s', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});
