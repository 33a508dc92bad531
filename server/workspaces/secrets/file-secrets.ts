import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import type { SecretStore } from '../replica/secret-store.ts';
import { replaceFile } from '../whole-file.ts';
import type { Sealer } from './sealer.ts';

const Content = z.record(z.string(), z.string());
type Content = z.infer<typeof Content>;

/** `secrets.json` in the data folder, 0600, replaced whole and one write at a time; what is in it is sealed. */
export class FileSecrets implements SecretStore {
  readonly #file: string;
  #content: Promise<Content> | null = null;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(
    folder: string,
    private readonly sealer: Sealer,
  ) {
    this.#file = path.join(folder, 'secrets.json');
  }

  /** Null also where it cannot be read any more (another keystore): its owner signs in again. */
  async get(key: string): Promise<string | null> {
    await this.#writing;
    const sealed = (await this.#read())[key];
    return sealed === undefined ? null : this.sealer.open(sealed);
  }

  async set(key: string, secret: string): Promise<void> {
    const sealed = await this.sealer.seal(secret);
    await this.#replace((content) => ({ ...content, [key]: sealed }));
  }

  async delete(key: string): Promise<void> {
    await this.#replace(({ [key]: _gone, ...content }) => content);
  }

  #read(): Promise<Content> {
    return (this.#content ??= this.#load().catch((error: unknown) => {
      this.#content = null;
      throw error;
    }));
  }

  /** Throws where it is there and cannot be read just now: it is no reason to begin without it. */
  async #load(): Promise<Content> {
    const text = await readFile(this.#file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return {};
    try {
      return Content.parse(JSON.parse(text));
    } catch {
      // A damaged one is kept aside.
      await rename(this.#file, `${this.#file}.damaged`).catch(() => undefined);
      return {};
    }
  }

  #replace(change: (content: Content) => Content): Promise<void> {
    const before = this.#writing;
    const write = (async () => {
      await before;
      const next = change(await this.#read());
      await replaceFile(this.#file, JSON.stringify(next));
      this.#content = Promise.resolve(next);
    })();
    this.#writing = write.catch(() => undefined);
    return write;
  }
}
