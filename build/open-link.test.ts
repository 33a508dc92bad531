import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { forwardingFile } from './open-link.mjs';

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
