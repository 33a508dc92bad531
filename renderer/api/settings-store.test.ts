import { expect, test } from 'vitest';
import type { Call } from '../../server/contract/client.ts';
import { DEFAULT_SETTINGS, accountSettings } from './settings-store.ts';

/** /state of one person, and what the server says of itself. */
function account(value: unknown) {
  const kept = { value };
  const call = ((route: { id: string }, input: { body?: { value: unknown } }) => {
    if (route.id === 'putState') kept.value = input.body?.value;
    return Promise.resolve(route.id === 'getServer' ? { version: '1.2.3' } : { value: kept.value });
  }) as unknown as Call;
  return { kept, settings: accountSettings(call) };
}
const signal = new AbortController().signal;

test('nothing kept is what holds for everybody', async () => {
  expect(await account(null).settings.read(signal)).toEqual({ ...DEFAULT_SETTINGS, version: '1.2.3' });
});

test('what another version wrote and this one cannot read is left out', async () => {
  const { settings } = account({ theme: 'dark', density: 'tiny', constructor: 1, news: true });
  expect(await settings.read(signal)).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', version: '1.2.3' });
});

test('a change keeps the other choices, and nothing of the device', async () => {
  const { settings, kept } = account({ theme: 'dark' });
  const shown = await settings.read(signal);
  await settings.change({ language: 'de' }, shown);
  expect(kept.value).toMatchObject({ theme: 'dark', language: 'de' });
  expect(kept.value).not.toHaveProperty('version');
});
