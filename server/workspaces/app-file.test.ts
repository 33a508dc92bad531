import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppFile } from './app-file.ts';
import { folderOf, type Joined } from './joined.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'taskflow-app-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was set is there after a restart; what is absent stays', async () => {
  const file = await AppFile.open(folder);
  await file.updateSettings({ theme: 'dark' });
  await file.updateSettings({ reminders: false, theme: undefined });
  await file.rename('personal', 'Mine');
  const again = await AppFile.open(folder);
  expect(again.settings).toMatchObject({ theme: 'dark', reminders: false, density: 'standard' });
  expect(again.nameOf('personal')).toBe('Mine');
  expect(await readdir(folder)).toEqual(['app.json']);
});

test('many changes at once all arrive', async () => {
  const file = await AppFile.open(folder);
  await Promise.all(Array.from({ length: 50 }, (_, i) => file.rename(`w${i}`, `n${i}`)));
  const again = await AppFile.open(folder);
  expect(again.nameOf('w0')).toBe('n0');
  expect(again.nameOf('w49')).toBe('n49');
});

test('one broken value costs only itself; a broken file is kept aside', async () => {
  const name = path.join(folder, 'app.json');
  await writeFile(name, JSON.stringify({ settings: { theme: 'pink', density: 'compact', nonsense: 1 } }));
  expect((await AppFile.open(folder)).settings).toMatchObject({ theme: 'system', density: 'compact' });
  await writeFile(name, '{"settings":');
  expect((await AppFile.open(folder)).settings.theme).toBe('system');
  expect(await readFile(`${name}.damaged`, 'utf8')).toBe('{"settings":');
});

test('a folder that cannot be written says so and changes nothing', async () => {
  const file = await AppFile.open('/dev/full/none');
  await expect(file.updateSettings({ theme: 'dark' })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(file.settings.theme).toBe('system');
});

const team = (id: string, more: Partial<Joined> = {}): Joined => ({
  id,
  kind: 'team',
  name: 'Ours',
  url: 'https://tasks.example.org',
  instanceId: 'i',
  userId: 'u',
  email: 'ada@example.org',
  ...more,
});

async function joined(file: AppFile, entry: Joined): Promise<void> {
  await mkdir(folderOf(folder, entry.id), { recursive: true });
  await file.join(entry);
}

test('teams are there after a restart, replaced by their id, and gone with their names when left', async () => {
  const file = await AppFile.open(folder);
  await joined(file, team('a'));
  await joined(file, team('b'));
  await joined(file, team('a', { trust: 'AA' }));
  await file.rename('b', 'Theirs');
  const again = await AppFile.open(folder);
  expect(again.joined).toEqual([team('b'), team('a', { trust: 'AA' })]);
  await again.leave('b');
  const last = await AppFile.open(folder);
  expect([last.joined.map(({ id }) => id), last.nameOf('b')]).toEqual([['a'], undefined]);
});

test('an entry that this version cannot read is out of sight, and written back as it was', async () => {
  const strange = { id: '../etc', kind: 'cloud', new: true };
  await writeFile(path.join(folder, 'app.json'), JSON.stringify({ joined: [strange, team('a')] }));
  const file = await AppFile.open(folder);
  expect(file.joined).toEqual([team('a')]);
  await file.updateSettings({ theme: 'dark' });
  expect(JSON.parse(await readFile(path.join(folder, 'app.json'), 'utf8')).joined).toEqual([
    team('a'),
    strange,
  ]);
});

test.each(['damaged', 'gone'])('teams are found by their folders when app.json is %s', async (how) => {
  const file = await AppFile.open(folder);
  await joined(file, team('a'));
  if (how === 'gone') await rm(path.join(folder, 'app.json'));
  else await writeFile(path.join(folder, 'app.json'), '{"settings": ');
  expect((await AppFile.open(folder)).joined).toEqual([team('a')]);
});
