import path from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, defaultDataFolder, readConfig } from './config.ts';

test('the data folder follows the custom of each system', () => {
  expect(defaultDataFolder('linux', {}, '/home/a')).toBe('/home/a/.local/share/taskflow');
  expect(defaultDataFolder('linux', { XDG_DATA_HOME: '/x' }, '/home/a')).toBe('/x/taskflow');
  expect(defaultDataFolder('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/TaskFlow');
  expect(defaultDataFolder('win32', { APPDATA: 'C:/Roaming' }, '')).toBe(path.join('C:/Roaming', 'TaskFlow'));
});

test('flags and environment are read', () => {
  const config = readConfig(['--data', '/tmp/x', '--port', '4100', '--no-open'], {
    TASKFLOW_LAUNCH_SECRET: 'k'.repeat(40),
  });
  expect(config).toEqual({ dataFolder: '/tmp/x', port: 4100, launchKey: 'k'.repeat(40), logLevel: 'info' });
  const [a, b] = [readConfig([], {}), readConfig([], {})];
  expect(a.port).toBe(0);
  expect(Buffer.from(a.launchKey, 'base64url')).toHaveLength(32);
  expect(a.launchKey).not.toBe(b.launchKey);
});

test.each([
  [['--port', 'x'], {}, '--port x is no port'],
  [['--port', '70000'], {}, '--port 70000 is no port'],
  [['--nonsense'], {}, 'Known are --data DIR'],
  [[], { TASKFLOW_LAUNCH_SECRET: 'short' }, '32 to 256 characters'],
  [['--port='], {}, '--port  is no port'],
  [['--port', '1e3'], {}, '--port 1e3 is no port'],
  [['--port', '-1'], {}, '--port stands alone. Give a number'],
  [['--data', ''], {}, '--data is empty. Give the path of a folder'],
  [['--data'], {}, '--data stands alone. Give the path of a folder'],
  [['--data', '--no-open'], {}, '--data stands alone. Give the path of a folder'],
  [['stray'], {}, 'Known are --data DIR'],
  [[], { TASKFLOW_LAUNCH_SECRET: 'with a space '.repeat(4) }, 'without spaces'],
  [[], { LOG_LEVEL: 'loud' }, 'LOG_LEVEL loud is unknown'],
])('%j %j is said in a sentence', (args, env, words) => {
  expect(() => readConfig(args, env as NodeJS.ProcessEnv)).toThrow(ConfigError);
  expect(() => readConfig(args, env as NodeJS.ProcessEnv)).toThrow(words);
});
