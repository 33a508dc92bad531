import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeElectron } from '../test/fake-electron.ts';
import { wordsFor } from '../words.ts';
import { MainWindow } from './main-window.ts';

let electron: FakeElectron;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  electron = new FakeElectron();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(electron.root, { recursive: true, force: true });
});

it('loads a crashed page again, unless it crashes again and again; a crash of long ago does not count', () => {
  new MainWindow({
    electron,
    preload: 'preload.cjs',
    stateFile: path.join(electron.root, 'window.json'),
    words: wordsFor('en'),
    origin: () => 'http://127.0.0.1:1',
    act: () => undefined,
    onClosed: () => undefined,
  });
  const { contents } = electron.window;
  const crash = (reason = 'crashed'): void => void contents.emit('render-process-gone', {}, { reason });
  crash('clean-exit');
  expect(contents.reloads).toBe(0);
  for (let i = 0; i < 5; i++) crash();
  expect(contents.reloads).toBe(3);
  vi.advanceTimersByTime(10 * 60_000);
  crash();
  expect(contents.reloads).toBe(4);
});
