import { expect, test } from 'vitest';
import { FakeElectron } from '../test/fake-electron.ts';
import { keystoreOf } from './keystore.ts';

const on = (platform: NodeJS.Platform, backend = 'gnome_libsecret', locked = false) => {
  const electron = new FakeElectron();
  Object.assign(electron.keystore, { backend, locked });
  return keystoreOf(electron.safeStorage, platform);
};

test('what was sealed is opened, and does not show what it holds', () => {
  const keystore = on('linux');
  const sealed = keystore.seal('refresh-token') ?? '';
  expect(sealed).not.toContain('refresh-token');
  expect(Buffer.from(sealed, 'base64').toString()).not.toContain('refresh-token');
  expect(keystore.open(sealed)).toBe('refresh-token');
});

test('what was sealed elsewhere is nothing here, and no failure', () => {
  expect(on('linux').open(Buffer.from('of another machine').toString('base64'))).toBeNull();
});

test.each(['basic_text', 'unknown'])('a keystore that only pretends is none: %s', (backend) => {
  const keystore = on('linux', backend);
  expect(keystore.isThere).toBe(false);
  expect(keystore.seal('x')).toBeNull();
});

test('elsewhere the backend is not asked for, only whether it is there', () => {
  expect(on('darwin', 'basic_text').isThere).toBe(true);
  expect(on('win32', '', true).isThere).toBe(false);
});
