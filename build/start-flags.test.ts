import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startFlags } from './start-flags.mjs';

describe('the flags of npm start', () => {
  it('opens Electron without any', () => {
    expect(startFlags([])).toEqual({ browser: false, open: true, server: [] });
  });

  it('hands port and folder on to the server, the folder seen from where the person typed', () => {
    const before = process.env['INIT_CWD'];
    process.env['INIT_CWD'] = '/somewhere';
    try {
      expect(startFlags(['--port', '4000', '--data', 'mine'])).toEqual({
        browser: true,
        open: true,
        server: ['--port', '4000', '--data', path.resolve('/somewhere/mine')],
      });
    } finally {
      if (before === undefined) delete process.env['INIT_CWD'];
      else process.env['INIT_CWD'] = before;
    }
  });

  it('takes --no-open as a wish for the plain server', () => {
    expect(startFlags(['--no-open'])).toEqual({ browser: true, open: false, server: [] });
  });

  it.each([
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--port', '70000'], '--port takes a number'],
    [['--port', 'x'], '--port takes a number'],
    [['--port'], '--port takes a number'],
    [['--data='], '--data takes the path'],
    [['--data'], '--data takes the path'],
    [['--data', '--no-open'], '--data takes the path'],
    [['stray'], 'Unexpected argument'],
  ])('%j is refused with a sentence and the usage', (argv, says) => {
    expect(() => startFlags(argv)).toThrow(says);
    expect(() => startFlags(argv)).toThrow('npm start --');
  });

  it('explains itself', () => {
    expect(startFlags(['--help'])).toHaveProperty('usage');
  });
});
