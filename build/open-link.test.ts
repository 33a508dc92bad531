import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { forwardingFile, openLink } from './open-link.mjs';

afterEach(() => vi.unstubAllEnvs());

it('writes a page that forwards, for this account only, and removes it', () => {
  const { file, remove } = forwardingFile('http://127.0.0.1:4000/?a=1&b="2"#CODE');
  try {
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('content="0;url=http://127.0.0.1:4000/?a=1&amp;b=%222%22#CODE"');
    if (process.platform !== 'win32') {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    }
  } finally {
    remove();
  }
  expect(existsSync(path.dirname(file))).toBe(false);
});

it.runIf(process.platform === 'linux')('believes an opener that says there is no browser', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'taskflow-opener-'));
  vi.stubEnv('DISPLAY', ':0');
  vi.stubEnv('PATH', folder);
  try {
    const link = 'http://127.0.0.1:4000/#CODE';
    expect(await openLink(link)).toBe(false);
    for (const [code, opened] of [
      [3, false],
      [0, true],
    ] as const) {
      writeFileSync(path.join(folder, 'xdg-open'), `#!/bin/sh\nexit ${code}\n`, { mode: 0o700 });
      expect(await openLink(link)).toBe(opened);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
