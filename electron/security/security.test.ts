import { describe, expect, it } from 'vitest';
import { safeExternalUrl } from './external-url.ts';
import { LAUNCH_HEADER, newLaunchKey, withLaunchKey } from './launch-key.ts';
import { actionLink, askedFor, mayNavigate } from './navigation.ts';
import { mayUse } from './permissions.ts';

const ORIGIN = 'http://127.0.0.1:4567';
const FOREIGN = [
  'http://127.0.0.1:4568/',
  'http://127.0.0.1:45678/',
  'http://127.0.0.1:4567.evil.example/',
  'http://127.0.0.1:4567@evil.example/',
  'http://localhost:4567/',
  'https://127.0.0.1:4567/',
  'https://evil.example/#http://127.0.0.1:4567',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'about:blank',
  'not a url',
  '',
];

describe('where the window may go', () => {
  it('stays on its own origin', () =>
    expect(mayNavigate(`${ORIGIN}/tasks/1?view=board#x`, ORIGIN)).toBe(true));
  it.each(FOREIGN)('does not go to %j', (url) => expect(mayNavigate(url, ORIGIN)).toBe(false));
  it('goes nowhere before there is a server', () => expect(mayNavigate(`${ORIGIN}/`, null)).toBe(false));

  it('hears the buttons of the problem page only', () => {
    expect(askedFor(actionLink('retry'), 'data:text/html;charset=utf-8,x')).toBe('retry');
    expect(askedFor(actionLink('retry'), `${ORIGIN}/`)).toBeNull();
    expect(askedFor('taskflow-action:format-disk', 'data:text/html,x')).toBeNull();
  });
});

describe('what the operating system is asked to open', () => {
  it.each([
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['HTTP://EXAMPLE.com', 'http://example.com/'],
    ['mailto:a@example.com', 'mailto:a@example.com'],
  ])('%s is opened', (given, opened) => expect(safeExternalUrl(given)).toBe(opened));

  it.each([
    'file:///etc/passwd',
    'smb://server/share',
    'javascript:alert(1)',
    'vscode://x',
    'ms-msdt:/id',
    '\\\\server\\share',
    'https://bank.example@evil.example/',
    'relative/path',
    `https://example.com/${'a'.repeat(5000)}`,
  ])('%s is not', (url) => expect(safeExternalUrl(url)).toBeNull());
});

describe('permissions', () => {
  it('grants our own page the few that it needs', () => {
    expect(mayUse('notifications', `${ORIGIN}/`, ORIGIN)).toBe(true);
    expect(mayUse('clipboard-sanitized-write', ORIGIN, ORIGIN)).toBe(true);
  });
  it.each([
    'geolocation',
    'media',
    'midi',
    'midiSysex',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'hid',
    'usb',
  ])('denies %s', (permission) => expect(mayUse(permission, `${ORIGIN}/`, ORIGIN)).toBe(false));
  it.each(FOREIGN)('denies everything to %j', (url) =>
    expect(mayUse('notifications', url, ORIGIN)).toBe(false),
  );
});

describe('the launch key', () => {
  it('is 256 bits, another one for each start', () => {
    expect(Buffer.from(newLaunchKey(), 'base64url')).toHaveLength(32);
    expect(newLaunchKey()).not.toBe(newLaunchKey());
  });

  it.each([`${ORIGIN}/api/v1/tasks`, 'ws://127.0.0.1:4567/socket.io/?EIO=4&transport=websocket'])(
    'goes on %s',
    (url) =>
      expect(withLaunchKey(url, { a: 'b' }, ORIGIN, 'KEY')).toEqual({ a: 'b', [LAUNCH_HEADER]: 'KEY' }),
  );
  it.each([...FOREIGN, 'wss://127.0.0.1:4567/', 'ws://127.0.0.1:1/'])('never goes to %j', (url) =>
    expect(withLaunchKey(url, { a: 'b' }, ORIGIN, 'KEY')).toEqual({ a: 'b' }),
  );
  it('takes off what a page puts under that name', () => {
    expect(withLaunchKey(`${ORIGIN}/`, { 'X-TaskFlow-Launch': 'guess' }, ORIGIN, 'KEY')).toEqual({
      [LAUNCH_HEADER]: 'KEY',
    });
    expect(withLaunchKey('https://evil.example/', { [LAUNCH_HEADER]: 'x' }, ORIGIN, 'KEY')).toEqual({});
  });
});
