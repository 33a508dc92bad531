import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { Settings } from '../contract/app.ts';
import { AppError, because } from '../errors.ts';
import { Joined, entriesIn, keepEntry } from './joined.ts';
import { replaceFile } from './whole-file.ts';

const DEFAULTS: Settings = {
  theme: 'system',
  language: 'system',
  density: 'standard',
  reminders: true,
  quiet: null,
  letterKeys: true,
  keys: {},
  welcomed: false,
  workspace: 'personal',
};

const Names = z.record(z.string(), z.string());

interface AppContent {
  readonly settings: Settings;
  readonly names: z.infer<typeof Names>;
  readonly joined: readonly Joined[];
  /** Entries of `joined` that this version cannot read; they are written back as they were. */
  readonly unread: readonly unknown[];
}

const EMPTY: AppContent = { settings: DEFAULTS, names: {}, joined: [], unread: [] };

/** Each setting and each team that fits is taken, so that one broken or unknown value costs only itself. */
function readContent(text: string): AppContent {
  const given = JSON.parse(text) as { settings?: Record<string, unknown>; names?: unknown; joined?: unknown };
  const chosen: Record<string, unknown> = { ...DEFAULTS };
  for (const [name, schema] of Object.entries(Settings.shape)) {
    const value = schema.safeParse(given.settings?.[name]);
    if (value.success) chosen[name] = value.data;
  }
  const names = Names.safeParse(given.names);
  const joined: Joined[] = [];
  const unread: unknown[] = [];
  for (const one of Array.isArray(given.joined) ? (given.joined as unknown[]) : []) {
    const entry = Joined.safeParse(one);
    if (entry.success && !joined.some(({ id }) => id === entry.data.id)) joined.push(entry.data);
    else unread.push(one);
  }
  return { settings: chosen as Settings, names: names.success ? names.data : {}, joined, unread };
}

const writeContent = ({ settings, names, joined, unread }: AppContent): string =>
  JSON.stringify({ settings, names, joined: [...joined, ...unread] }, null, 2);

function asAppError(error: unknown): AppError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
    return new AppError(
      'DISK_FULL',
      'The disk is full: nothing was changed. Make room and try again.',
      undefined,
      { cause: error },
    );
  return because('STORE_UNAVAILABLE', { code: 'SETTINGS_NOT_WRITTEN' }, { cause: error });
}

/** Settings, joined teams and names of workspaces: app.json in the data folder, replaced whole and one write at a time. */
export class AppFile {
  #content: AppContent = EMPTY;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(private readonly file: string) {}

  /** A missing file means defaults; so does a damaged one, which is kept aside. Teams are found by their folders then. */
  static async open(folder: string): Promise<AppFile> {
    const kept = new AppFile(path.join(folder, 'app.json'));
    try {
      kept.#content = readContent(await readFile(kept.file, 'utf8'));
    } catch (error) {
      if (error instanceof SyntaxError)
        await rename(kept.file, `${kept.file}.damaged`).catch(() => undefined);
      kept.#content = { ...EMPTY, joined: await entriesIn(folder) };
    }
    return kept;
  }

  get settings(): Settings {
    return this.#content.settings;
  }

  nameOf(workspaceId: string): string | undefined {
    return this.#content.names[workspaceId];
  }

  /** What is absent stays. Throws DISK_FULL, STORE_UNAVAILABLE; then nothing has changed. */
  async updateSettings(set: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> {
    const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
    await this.#replace((content) => ({ ...content, settings: { ...content.settings, ...given } }));
    return this.settings;
  }

  async rename(workspaceId: string, name: string): Promise<void> {
    await this.#replace((content) => ({ ...content, names: { ...content.names, [workspaceId]: name } }));
  }

  get joined(): readonly Joined[] {
    return this.#content.joined;
  }

  /** Adds a team, or replaces what is known of it. */
  async join(entry: Joined): Promise<void> {
    await this.#replace((content) => ({
      ...content,
      joined: [...content.joined.filter(({ id }) => id !== entry.id), entry],
    }));
    await keepEntry(path.dirname(this.file), entry);
  }

  async leave(id: string): Promise<void> {
    await this.#replace((content) => {
      const { [id]: _name, ...names } = content.names;
      return { ...content, names, joined: content.joined.filter((entry) => entry.id !== id) };
    });
  }

  #replace(change: (content: AppContent) => AppContent): Promise<void> {
    const write = this.#replaceAfter(this.#writing, change);
    this.#writing = write.catch(() => undefined);
    return write;
  }

  async #replaceAfter(others: Promise<unknown>, change: (content: AppContent) => AppContent): Promise<void> {
    await others;
    const next = change(this.#content);
    try {
      await replaceFile(this.file, writeContent(next));
    } catch (error) {
      throw asAppError(error);
    }
    this.#content = next;
  }
}
