import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { Settings } from '../contract/app.ts';
import { AppError } from '../errors.ts';

const DEFAULTS: Settings = {
  theme: 'system',
  language: 'system',
  density: 'standard',
  reminders: true,
  letterKeys: true,
  welcomed: false,
};

const AppContent = z.object({ settings: Settings, names: z.record(z.string(), z.string()) });
type AppContent = z.infer<typeof AppContent>;

/** Each setting that fits is taken, so that one broken or unknown value costs only itself. */
function readContent(text: string): AppContent {
  const given = JSON.parse(text) as { settings?: Record<string, unknown>; names?: unknown };
  const chosen: Record<string, unknown> = { ...DEFAULTS };
  for (const [name, schema] of Object.entries(Settings.shape)) {
    const value = schema.safeParse(given.settings?.[name]);
    if (value.success) chosen[name] = value.data;
  }
  const names = AppContent.shape.names.safeParse(given.names);
  return { settings: chosen as Settings, names: names.success ? names.data : {} };
}

function asAppError(error: unknown): AppError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
    return new AppError(
      'DISK_FULL',
      'The disk is full: nothing was changed. Make room and try again.',
      undefined,
      { cause: error },
    );
  return new AppError(
    'STORE_UNAVAILABLE',
    'The settings could not be saved. Check that the data folder is there and may be written.',
    undefined,
    { cause: error },
  );
}

/** Settings and names of workspaces: app.json in the data folder, replaced whole (temp, fsync, rename) and one write at a time. */
export class AppFile {
  #content: AppContent = { settings: DEFAULTS, names: {} };
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(private readonly file: string) {}

  /** A missing file means defaults; a damaged one is kept aside and means defaults. */
  static async open(folder: string): Promise<AppFile> {
    const kept = new AppFile(path.join(folder, 'app.json'));
    try {
      kept.#content = readContent(await readFile(kept.file, 'utf8'));
    } catch (error) {
      if (error instanceof SyntaxError)
        await rename(kept.file, `${kept.file}.damaged`).catch(() => undefined);
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

  #replace(change: (content: AppContent) => AppContent): Promise<void> {
    const write = this.#replaceAfter(this.#writing, change);
    this.#writing = write.catch(() => undefined);
    return write;
  }

  async #replaceAfter(others: Promise<unknown>, change: (content: AppContent) => AppContent): Promise<void> {
    await others;
    const next = change(this.#content);
    try {
      await this.#save(JSON.stringify(next, null, 2));
    } catch (error) {
      throw asAppError(error);
    }
    this.#content = next;
  }

  async #save(text: string): Promise<void> {
    const folder = path.dirname(this.file);
    const temporary = `${this.file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    // Windows cannot sync a folder, and does not need to.
    if (process.platform === 'win32') return;
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
