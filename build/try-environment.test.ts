import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withoutRealTeam } from './try-environment.ts';

test('of all settings of a server only where it is found and how it logs reach a team to try', async () => {
  const page = await readFile(path.join(import.meta.dirname, '..', 'docs', 'OPERATIONS.md'), 'utf8');
  const table = page.slice(page.indexOf('## Settings'), page.indexOf('## Upgrade'));
  const names = [...table.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
  );
  expect(names.length).toBeGreaterThan(20);
  const env = Object.fromEntries([...names, 'PATH', 'HOME'].map((name) => [name, 'x']));
  expect(Object.keys(withoutRealTeam(env)).sort()).toEqual([
    'HOME',
    'LOG_LEVEL',
    'PATH',
    'PORT',
    'PUBLIC_URL',
  ]);
});
