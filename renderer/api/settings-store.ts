import { Settings, getSettings, updateSettings } from '../../server/contract/app.ts';
import type { Call } from '../../server/contract/client.ts';
import type { Answer } from '../../server/contract/route.ts';
import { getServer } from '../../server/contract/server.ts';
import { getState, putState } from '../../server/contract/state.ts';

export type SettingsAnswer = Answer<typeof getSettings>;

/** What holds until the server has answered, and for a store that cannot keep any. */
export const DEFAULT_SETTINGS: SettingsAnswer = {
  theme: 'system',
  language: 'system',
  density: 'standard',
  reminders: true,
  quiet: null,
  letterKeys: true,
  keys: {},
  welcomed: true,
  workspace: 'personal',
  dataFolder: '',
  version: '',
  secrets: 'file',
};

/** Where the choices of a person are kept. */
export interface SettingsStore {
  readonly read: (signal: AbortSignal) => Promise<SettingsAnswer>;
  /** Changes some of `shown`; answers what holds then. */
  readonly change: (set: Partial<Settings>, shown: SettingsAnswer) => Promise<SettingsAnswer>;
}

/** In the data folder, for all workspaces of the app. */
export const folderSettings = (call: Call): SettingsStore => ({
  read: (signal) => call(getSettings, {}, { signal }),
  change: (set) => call(updateSettings, { body: set }),
});

const KEY = 'settings';

/** Each choice that can be read; what another version wrote is left out. */
function chosen(value: unknown): Partial<Settings> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([name, choice]) => {
      const shape = Object.hasOwn(Settings.shape, name) && Settings.shape[name as keyof Settings];
      return shape && shape.safeParse(choice).success;
    }),
  );
}

/** In the account of the person, on a team's server: the same on each of their devices. */
export const accountSettings = (call: Call): SettingsStore => ({
  read: async (signal) => {
    const [{ value }, { version }] = await Promise.all([
      call(getState, { params: { key: KEY } }, { signal }),
      call(getServer, {}, { signal }),
    ]);
    return { ...DEFAULT_SETTINGS, ...chosen(value), version };
  },
  change: async (set, shown) => {
    const next = { ...shown, ...set };
    await call(putState, { params: { key: KEY }, body: { value: chosen(next) } });
    return next;
  },
});
